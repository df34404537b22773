"""A report as PDF. What needs Pango, Chinese typefaces and poppler bears the marker `browser`."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from fupan.cli.papers import check_place, chosen_paper
from fupan.language import Language
from fupan.periods import Quarter
from fupan.printing import NoPdf, NoPdfLibrary, PdfNeedsFile
from fupan.render import document
from fupan.render.pdf import printed
from fupan.report import build_report
from rich_quarter import rich_quarter

if TYPE_CHECKING:
    from pathlib import Path


class Broken:
    """An importer that finds WeasyPrint and not what it stands on."""

    def find_spec(self, name, *_):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0': not found\nmore lines")


def test_without_the_extra_the_way_out_is_told(run, monkeypatch):
    """One sentence names what to install, and the way without it; nothing is written."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(NoPdf):
        printed("<p>x")
    told = run("report", "2026-Q4", "--as", "pdf")
    assert (told.status, told.out) == (1, "")
    assert ".[pdf]" in told.err
    assert "--as html" in told.err


def test_without_its_library_the_packages_are_named(monkeypatch):
    """Debian's names of the packages, with the first line of what is missing."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(NoPdfLibrary) as caught:
        printed("<p>x")
    assert caught.value.why == "cannot load library 'libpango-1.0-0': not found"
    assert "libpangoft2-1.0-0" in str(caught.value)


def test_a_terminal_is_no_place_for_a_pdf():
    """Refused with the line to type, before the report is made; a file or a pipe is welcome."""
    screen, pipe = (SimpleNamespace(out=SimpleNamespace(isatty=lambda tty=tty: tty)) for tty in (True, False))
    with pytest.raises(PdfNeedsFile) as caught:
        check_place(screen, "pdf", "", Quarter(2026, 4))
    assert "fupan report 2026-Q4 -o 2026-Q4.pdf" in str(caught.value)
    check_place(screen, "pdf", "q4.pdf", Quarter(2026, 4))
    check_place(screen, "html", "", Quarter(2026, 4))
    check_place(pipe, "pdf", "", Quarter(2026, 4))


def test_the_name_of_a_file_chooses_its_paper():
    """quarter.pdf is a PDF; --as has the last word."""
    assert chosen_paper("", "quarter.PDF") == "pdf"
    assert chosen_paper("html", "quarter.pdf") == "html"


# --- printed ---------------------------------------------------------------------------------------------


def page(code: str) -> str:
    return document.render(build_report(rich_quarter()), "html", Language.load(code))


def tool(*command: str, data: bytes = b"") -> str:
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def pages(data: bytes) -> list[str]:
    return tool("pdftotext", "-layout", "-", "-", data=data).rstrip("\f").split("\f")


@pytest.fixture(scope="module")
def sheets() -> dict[str, bytes]:
    return {code: printed(page(code)).data for code in ("en", "zh")}


@pytest.mark.browser
@pytest.mark.parametrize(("code", "heading"), [("en", "What was decided"), ("zh", "定下来的事")])
def test_the_print_holds_words_and_numbered_pages(sheets, code, heading):
    """Chinese words of the person, the program's words, and “3 / 9” at the foot of each page after its head."""
    found = pages(sheets[code])
    text = "\n".join(found)
    assert heading in text
    assert "把评测论文投到" in text
    assert "Opened the sheet on Sunday evening" in re.sub(r"\s+", " ", text)
    for number, sheet in enumerate(found, 1):
        assert sheet.strip().endswith(f"{number} / {len(found)}")
        assert "fupan 复盘" in sheet.strip().splitlines()[0]


@pytest.mark.browser
def test_every_typeface_is_in_the_print(sheets, tmp_path):
    """All of them embedded, the Chinese one too, on A4."""
    file = tmp_path / "report.pdf"
    file.write_bytes(sheets["zh"])
    fonts = tool("pdffonts", str(file)).splitlines()[2:]
    assert any("CJK-SC" in line for line in fonts)
    assert all(re.search(r"\b(yes|no) (yes|no) (yes|no)\b", line)[1] == "yes" for line in fonts)
    told = tool("pdfinfo", str(file))
    assert "A4" in told
    assert "2026年第4季度" in told


@pytest.mark.browser
@pytest.mark.parametrize("code", ["en", "zh"])
def test_no_heading_stands_alone_at_the_foot_of_a_page(sheets, code):
    """What a section is called stands with the beginning of the section."""
    headings = set(re.findall(r"<h[234]>(?:<span[^>]*>[^<]*</span>)?([^<]+)</h", page(code)))
    for sheet in pages(sheets[code]):
        *lines, _number = [line.strip() for line in sheet.strip().splitlines() if line.strip()]
        assert lines[-1] not in headings


@pytest.mark.browser
def test_the_figures_are_printed(sheets):
    """Their texts are text: weeks on the axis, the key beside it."""
    text = "\n".join(pages(sheets["en"]))
    for word in ("Did the promised hours come?", "hours planned", "W53", "written late"):
        assert word in text


@pytest.mark.browser
def test_printing_opens_no_connection(monkeypatch):
    """Whatever a template of one's own asks for: no socket is opened and no file is read."""
    asked = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: asked.append(a))
    monkeypatch.setattr(socket.socket, "connect", lambda *a: asked.append(a))
    body = (
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><img src="http://127.0.0.1:9/x.png">'
        '<img src="file:///etc/passwd"><style>@import "https://localhost/x.css"; p{background:url(//localhost/x)}</style>'
    )
    assert printed(f"<html><body>{body}<p>still printed").data.startswith(b"%PDF")
    assert asked == []


@pytest.mark.browser
def test_what_no_typeface_has_is_told():
    """Characters that would be boxes are named."""
    assert printed("<html><body><p>复盘 \U00012000").missing == "\U00012000"


@pytest.mark.browser
def test_the_command_writes_a_private_print(run, tmp_path: Path):
    """Mode 0600, and nothing replaced unasked."""
    file = tmp_path / "q4.pdf"
    assert run("report", "2026-Q4", "-o", str(file)).status == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes().startswith(b"%PDF")
    before = file.read_bytes()
    assert run("report", "2026-Q4", "-o", str(file)).status != 0
    assert file.read_bytes() == before
