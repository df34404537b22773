"""Draw the pictures of the documentation from the demo's journal.

`python docs/pictures.py` writes into docs/pictures, once in each language: the first screen of a quarter's report in
a terminal (SVG), and as PNG the page on a desk and on a phone, its figures, and two pages of the print. It needs
Debian's chromium, poppler-utils and fonts-noto-cjk, and what `pip install -e '.[dev,ci]'` brings.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import tempfile
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from fupan import demo
from fupan.journal import Journal
from fupan.language import Language
from fupan.periods import Moment
from fupan.render import document, terminal
from fupan.render.pdf import printed
from fupan.render.screen import Screen
from fupan.store import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from fupan.report import Report

PICTURES = Path(__file__).resolve().parent / "pictures"
NOW = datetime.fromisoformat("2026-11-23T20:00+08:00")
ZONE = "Asia/Shanghai"
WIDTH = 80
TITLES = {"en": "fupan report", "zh": "fupan report"}
COLOURS = 96  # of a PNG: text and flat figures need no more
DESK, PHONE = {"width": 860, "height": 1290}, {"width": 360, "height": 830}
TABLE = "#e9e6de"  # what the sheets lie on
# Chinese is drawn in a font of its own; each run of text has its exact width in the picture, so columns stay even.
RUN = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[^"]*)" (?P<y>y="[^"]*") textLength="(?P<length>[^"]*)"'
    r" (?P<tail>[^>]*)>(?P<words>[^<]*)</text>"
)
FONTS = "Fira Code,Menlo,Consolas,DejaVu Sans Mono,Noto Sans Mono CJK SC,PingFang SC,Microsoft YaHei,monospace"


def reports() -> dict[str, Report]:
    """The demo's last closed quarter, in each language."""
    made = {}
    for code in TITLES:
        with tempfile.TemporaryDirectory() as home:
            quarter = demo.write(Path(home), code)
            journal = Journal(open_store(Path(home, "journal.db"), now=NOW), Moment(NOW, ZONE))
            made[code] = journal.report(quarter)
    return made


# --- the terminal ----------------------------------------------------------------------------------------


def screen(report: Report, code: str) -> str:
    """The first screen of the report, as SVG: all above its first heading."""
    shown = io.StringIO()
    terminal.report(report, Language.load(code), Screen(stream=shown, width=WIDTH, colored=True))
    console = Console(file=io.StringIO(), width=WIDTH, record=True, markup=False, emoji=False, highlight=False)
    for line in (Text.from_ansi(line) for line in shown.getvalue().split("\n")):
        if line.plain.startswith("── "):
            break
        console.print(line, soft_wrap=True)
    drawn = _without_web_fonts(console.export_svg(title=TITLES[code], unique_id="fupan"))
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


# --- the page and its print ------------------------------------------------------------------------------


def shot(browser: Browser, page: Path, size: dict[str, int], scheme: str, *, at: str = "") -> Image.Image:
    """The page as it stands in a window of this size; `at` is scrolled to the top."""
    context = browser.new_context(viewport=size, color_scheme=scheme)
    tab = context.new_page()
    tab.goto(page.as_uri())
    if at:
        tab.eval_on_selector(at, "element => window.scrollTo(0, element.getBoundingClientRect().top - 12)")
    taken = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    context.close()
    return taken


def figures(browser: Browser, page: Path) -> Image.Image:
    """All figures of the page, two beside each other."""
    context = browser.new_context(viewport={"width": 700, "height": 900}, color_scheme="light")
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.add_style_tag(content="figure { padding: 10px 16px; margin: 0 !important }")
    taken = [Image.open(io.BytesIO(figure.screenshot())).convert("RGB") for figure in tab.query_selector_all("figure")]
    context.close()
    left, right = [], []
    for drawn in taken:
        shorter = min(left, right, key=lambda column: sum(one.height for one in column))
        shorter.append(drawn)
    height = max(sum(one.height for one in column) for column in (left, right))
    sheet = Image.new("RGB", (2 * taken[0].width, height), taken[0].getpixel((2, 2)))
    for place, column in enumerate((left, right)):
        y = 0
        for one in column:
            sheet.paste(one, (place * taken[0].width, y))
            y += one.height
    return sheet


def prints(data: bytes) -> list[Image.Image]:
    """The first two pages of the PDF."""
    with tempfile.TemporaryDirectory() as place:
        command = ["pdftoppm", "-r", "72", "-l", "2", "-png", "-", f"{place}/page"]
        subprocess.run(command, input=data, check=True)
        return [Image.open(path).convert("RGB").copy() for path in sorted(Path(place).iterdir())]


def beside(sheets: list[Image.Image], *, drop: int = 0) -> Image.Image:
    """Sheets on a table, each later one a little lower."""
    edge = 28
    width = sum(sheet.width for sheet in sheets) + edge * (len(sheets) + 1)
    height = max(sheet.height + number * drop for number, sheet in enumerate(sheets)) + 2 * edge
    table = Image.new("RGB", (width, height), TABLE)
    x = edge
    for number, sheet in enumerate(sheets):
        y = edge + number * drop
        frame = (x - 1, y - 1, x + sheet.width, y + sheet.height)
        table.paste(sheet, (x, y))
        ImageDraw.Draw(table).rectangle(frame, outline="#c9c5ba")
        x += sheet.width + edge
    return table


def keep(picture: Image.Image, name: str) -> None:
    path = PICTURES / name
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"written: {path.name}, {path.stat().st_size // 1024} KB")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as started, tempfile.TemporaryDirectory() as place:
        browser = started.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for code, report in reports().items():
            (PICTURES / f"terminal-{code}.svg").write_text(screen(report, code), encoding="utf-8")
            page = Path(place, f"{code}.html")
            page.write_text(document.render(report, "html", Language.load(code)), encoding="utf-8")
            desk = shot(browser, page, DESK, "light")
            phone = shot(browser, page, PHONE, "dark", at=".first + section")
            keep(beside([desk, phone], drop=230), f"report-{code}.png")
            keep(figures(browser, page), f"figures-{code}.png")
            keep(beside(prints(printed(page.read_text(encoding="utf-8")).data)), f"print-{code}.png")
        browser.close()


if __name__ == "__main__":
    main()
