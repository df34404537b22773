"""What can go wrong when a report is printed as PDF, and what a print tells of itself."""

from __future__ import annotations

from fupan.errors import USAGE, FupanError
from fupan.language import N_
from fupan.lean import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A PDF, and the characters that no typeface of this machine can draw."""

    data: bytes
    missing: str = ""


@dataclass(eq=False)
class NoPdf(FupanError):
    """The extra is not installed."""

    code = "no_pdf"
    message = N_(
        "A PDF needs the extra “pdf”: pip install '.[pdf]' where fupan's sources lie. Without it, write the report "
        "with --as html, open it in a browser and print it."
    )


@dataclass(eq=False)
class NoPdfLibrary(FupanError):
    """The extra is there, a library of the system is not."""

    code = "no_pdf_library"
    message = N_(
        "A PDF needs Pango, a library of the system (%(why)s). Debian and Ubuntu: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango. Without it, write the report with "
        "--as html, open it in a browser and print it."
    )
    why: str


@dataclass(eq=False)
class PdfNeedsFile(FupanError):
    """A terminal cannot show a PDF."""

    code = "pdf_needs_file"
    status = USAGE
    message = N_("A terminal cannot show a PDF: name a file, e.g. fupan report %(period)s -o %(file)s.")
    period: str
    file: str
