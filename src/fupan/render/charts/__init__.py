"""Where the marks of a figure stand: pure layout, drawn by templates/figures.jinja as SVG.

Units are those of the figure's own view box, which is as wide as a phone. A figure never needs its colours to
be read: planned and real hours differ in width, outcomes and motives in shape, states of weeks in filling.
"""

from fupan.render.charts.course import Calendar, Hours, Strength, calendar, hours, strength
from fupan.render.charts.scale import WIDTH, fit, text_width, ticks
from fupan.render.charts.tallies import Causes, Progress, Sure, Trials, calibration, causes, progress, trials

__all__ = [
    "WIDTH",
    "Calendar",
    "Causes",
    "Hours",
    "Progress",
    "Strength",
    "Sure",
    "Trials",
    "calendar",
    "calibration",
    "causes",
    "fit",
    "hours",
    "progress",
    "strength",
    "text_width",
    "ticks",
    "trials",
]
