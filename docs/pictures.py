"""Draw the README's pictures: the first page of the demo's quarter report, as a terminal shows it.

`python docs/pictures.py` writes docs/pictures/quarter-en.svg and quarter-zh.svg.
"""

from __future__ import annotations

import html
import io
import re
import tempfile
from datetime import datetime
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from fupan import demo
from fupan.journal import Journal
from fupan.language import Language
from fupan.periods import Moment
from fupan.render import terminal
from fupan.store import open_store

PICTURES = Path(__file__).resolve().parent / "pictures"
NOW = datetime.fromisoformat("2026-11-23T20:00+08:00")
ZONE = "Asia/Shanghai"
WIDTH = 80
SECTIONS = 2  # of the report: the three marks and the verdicts
TITLES = {"en": "fupan demo", "zh": "fupan --lang zh demo"}
# Chinese is drawn in a font of its own; each run of text has its exact width in the picture, so columns stay even.
RUN = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[^"]*)" (?P<y>y="[^"]*") textLength="(?P<length>[^"]*)"'
    r" (?P<tail>[^>]*)>(?P<words>[^<]*)</text>"
)
FONTS = "Fira Code,Menlo,Consolas,DejaVu Sans Mono,Noto Sans Mono CJK SC,PingFang SC,Microsoft YaHei,monospace"


def report(code: str) -> str:
    """The demo's last closed quarter on a terminal of 80 columns, with its colours."""
    with tempfile.TemporaryDirectory() as home:
        quarter = demo.write(Path(home), code)
        journal = Journal(open_store(Path(home, "journal.db"), now=NOW), Moment(NOW, ZONE))
        shown = io.StringIO()
        console = Console(
            file=shown,
            width=WIDTH,
            color_system="standard",
            force_terminal=True,
            markup=False,
            emoji=False,
            highlight=False,
        )
        terminal.report(journal.report(quarter), Language.load(code), console)
    return shown.getvalue()


def picture(text: str, title: str) -> str:
    """The beginning of a text from a terminal, as SVG."""
    console = Console(file=io.StringIO(), width=WIDTH, record=True, markup=False, emoji=False, highlight=False)
    lines = [Text.from_ansi(line) for line in text.split("\n")]
    begun = [number - 1 for number, line in enumerate(lines) if line.plain.startswith("──")]
    for line in lines[: begun[SECTIONS]]:
        console.print(line, soft_wrap=True)
    drawn = _without_web_fonts(console.export_svg(title=title, unique_id="fupan"))
    return RUN.sub(_in_cells, drawn)


def _in_cells(run: re.Match[str]) -> str:
    """One run of text as several, each of one width of character: rich gives Chinese half the room it takes."""
    style, x, tail, words = run["style"], float(run["x"]), run["tail"], html.unescape(run["words"])
    cell = float(run["length"]) / len(words)
    made = []
    for wide, characters in groupby(words, key=lambda character: cell_len(character) == 2):
        part = "".join(characters)
        length = cell * cell_len(part)
        shown = html.escape(part).replace(" ", "&#160;").replace("\N{NO-BREAK SPACE}", "&#160;")
        kind = f"{style} wide" if wide else style
        made.append(f'<text class="{kind}" x="{x:.1f}" textLength="{length:.1f}" {run["y"]} {tail}>{shown}</text>')
        x += length
    return "".join(made)


def _without_web_fonts(drawn: str) -> str:
    """The same picture without addresses: who looks at it is nobody's business."""
    start, end = drawn.index("@font-face"), drawn.index(".fupan-matrix")
    return (
        (drawn[:start] + drawn[end:])
        .replace("Fira Code, monospace", FONTS)
        .replace("</style>", "    .wide { font-size: 22px; }\n    </style>", 1)
    )


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for code, title in TITLES.items():
        path = PICTURES / f"quarter-{code}.svg"
        path.write_text(picture(report(code), title), encoding="utf-8")
        print(f"written: {path.name}")


if __name__ == "__main__":
    main()
