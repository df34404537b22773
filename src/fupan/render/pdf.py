"""A report's page as PDF, by WeasyPrint: its pages, running heads and numbers stand in the page's own style.

Nothing is fetched: the page needs nothing but itself, and whatever asks for more is refused.
"""

from __future__ import annotations

from typing import Any, NoReturn

from fupan.printing import NoPdf, NoPdfLibrary, Print


def printed(page: str) -> Print:
    """The HTML page as PDF, with the characters for which this machine has no typeface.

    Raises NoPdf without the extra, NoPdfLibrary where the system lacks what it stands on.
    """
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise NoPdf from None
    except OSError as error:  # a shared library that is not there
        raise NoPdfLibrary(str(error).splitlines()[0]) from error

    class Closed(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Refuses every address, of files too."""

        def fetch(self, url: str, headers: Any = None) -> NoReturn:  # noqa: ARG002 - as the base class has it
            raise ValueError(f"not fetched: {url}")

    document = weasyprint.HTML(string=page, base_url="about:blank", url_fetcher=Closed()).render()
    data = document.write_pdf()
    missing = {chr(point) for font in document.fonts.values() for point in font.missing}
    return Print(data=data, missing="".join(sorted(missing)))
