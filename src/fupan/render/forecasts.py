"""What was said beforehand against what came, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.averages import mean
from fupan.language import N_
from fupan.quantities import show_hours
from fupan.render.cells import cells, one_line, pad, spark
from fupan.render.lines import Lines
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.calibration import Calibration, Forecast, SaidCame, Sureness
    from fupan.language import Language
    from fupan.planning import Factor

TELLS_FROM = 5
WIDEST = 16  # weeks of a course that leave room for its title
EXAMPLE = 5  # hours, of the sentence on the factor
LEANS: Mapping[str, str] = {
    "too_sure": N_("you are too sure here"),
    "too_modest": N_("more came than you said"),
    "": "",
}


def calibration(found: Calibration, say: Language, *, show: bool = False, width: int = 80) -> str:
    """The whole page; with `show` every forecast behind the figures."""
    lines, words = Lines(width), Words(say)
    if not found.n and not found.sureness and not found.factor:
        lines.put(say("No promise with a confidence has been reviewed yet. Mondays ask how sure you are."))
        return lines.plain()
    for title, buckets in ((say("Promises of a week"), found.weekly), (say("Quarter goals"), found.quarterly)):
        if buckets:
            lines.heading(say("%(title)s: you said, it came (n = %(n)s)", title=title, n=sum(b.n for b in buckets)))
            _buckets(buckets, words, lines, show=show)
    told = [bucket for bucket in (*found.weekly, *found.quarterly) if show or bucket.share is None]
    lines.gap()
    lines.put(_left_out(found, say, legend=bool(told)), first="  ")
    if found.sureness:
        _sureness(found.sureness, words, lines, show=show)
    if mean_wait := waited(found.doubted, say):
        lines.gap()
        lines.put(mean_wait, first="  ")
    if found.factor:
        lines.heading(say("Plans and hours"))
        lines.put(factor(found.factor, say), first="  ")
    return lines.plain()


def factor(found: Factor, say: Language) -> str:
    """What a plan becomes, e.g. "You usually take 1.6 × what you plan (n = 14): 5 h become 8 h."."""
    times = f"{found.times:.1f}"
    if found.n < TELLS_FROM:
        return say(
            "So far your goals have taken %(times)s × their plan (n = %(n)s; mostly the usual 1.4 still).",
            times=times,
            n=found.n,
        )
    hours = show_hours(round(found.hours(EXAMPLE) * 2) / 2)
    return say(
        "You usually take %(times)s × what you plan (n = %(n)s): %(planned)s h become %(hours)s h.",
        times=times,
        n=found.n,
        planned=EXAMPLE,
        hours=hours,
    )


def _buckets(buckets: Sequence[SaidCame], words: Words, lines: Lines, *, show: bool) -> None:
    for bucket in buckets:
        said = pad(f"{bucket.low}–{bucket.high}%", 9)
        came = words.say("%(came)s of %(n)s came", came=bucket.came, n=bucket.n)
        share = words.share(bucket.share) if bucket.share is not None else ""
        lines.put(
            "  ".join(filter(None, (pad(came, 16), pad(share, 4), words.say(LEANS[bucket.lean])))), first=f"  {said}"
        )
        if show or bucket.share is None:
            for forecast in bucket.forecasts:
                _forecast(forecast, lines)


def _forecast(forecast: Forecast, lines: Lines) -> None:
    mark = "●" if forecast.came else "○"
    lines.put(one_line(forecast.title), first=f"    {mark} {pad(forecast.period, 8)} {forecast.confidence:>3}%  ")


def _left_out(found: Calibration, say: Language, *, legend: bool) -> str:
    """What does not count, in numbers."""
    told = [say("● came, ○ did not come.")] if legend else []
    if dropped := found.left_out.get("dropped"):
        told.append(
            say.plural(
                N_("One was dropped and is not counted."), N_("%(n)d were dropped and are not counted."), dropped
            )
        )
    if outside := found.left_out.get("outside"):
        told.append(
            say.plural(
                N_("One was stopped from outside and is not counted."),
                N_("%(n)d were stopped from outside and are not counted."),
                outside,
            )
        )
    if found.pending:
        told.append(say.plural(N_("One is not over yet."), N_("%(n)d are not over yet."), found.pending))
    return ("" if say.zh else " ").join(told)


def _sureness(found: Sequence[Sureness], words: Words, lines: Lines, *, show: bool) -> None:
    """Each goal's confidence as a line of its own, the doubt behind it; those that never moved as a number."""
    moved = [line for line in found if show or line.doubt or len({percent for _, percent in line.points}) > 1]
    lines.heading(words.say("How sure, week by week (n = %(n)s)", n=len(found)))
    for line in moved:
        _course(line, max(len(line.points) for line in moved), words, lines)
    if still := len(found) - len(moved):
        lines.put(
            words.say.plural(
                N_("One goal kept the confidence that it began with."),
                N_("%(n)d goals kept the confidence that they began with."),
                still,
            ),
            first="  ",
        )


def _course(line: Sureness, longest: int, words: Words, lines: Lines) -> None:
    ends = f"{line.points[0][1]}→{line.points[-1][1]}%"
    course = pad(spark((percent for _, percent in line.points[-WIDEST:]), 100), min(longest, WIDEST))
    first = f"  {pad(line.goal, 5)}{course}  {pad(ends, 9)} "
    lines.put(one_line(line.title), first=first)
    if line.doubt:
        lines.put(doubt(line, words), "dim", first=" " * cells(first))


def doubt(line: Sureness, words: Words) -> str:
    """How a doubt was carried, e.g. "below 50% from W23, kept unchanged 3 weeks to its end"."""
    say, since = words.say, words.short_week(line.doubt) if line.doubt else ""
    if line.waited is None:
        return say("below 50%% since %(week)s, nothing decided yet", week=since)
    if not line.waited:
        return say("doubted only in the week of the decision") if line.decided else say("doubted only in its last week")
    if line.decided:
        return say.plural(
            N_("below 50%% from %(week)s, decided one week later"),
            N_("below 50%% from %(week)s, decided %(n)d weeks later"),
            line.waited,
            week=since,
        )
    return say.plural(
        N_("below 50%% from %(week)s, kept unchanged one week to its end"),
        N_("below 50%% from %(week)s, kept unchanged %(n)d weeks to its end"),
        line.waited,
        week=since,
    )


def waited(doubted: Sequence[Sureness], say: Language) -> str:
    """How long doubts are carried; a mean from five on, else nothing."""
    if len(doubted) < TELLS_FROM:
        return ""
    return say(
        "From doubt to decision or end: %(weeks)s weeks on average (n = %(n)s); %(kept)s of these goals were kept "
        "unchanged to their last week.",
        weeks=f"{mean(line.waited or 0 for line in doubted):.1f}",
        n=len(doubted),
        kept=sum(line.decided is None for line in doubted),
    )
