"""A report as a document, Markdown or HTML, from templates that a person may replace by their own.

Whatever a template prints is escaped, for the paper at hand, before it reaches the page: only the templates'
own text can be structure. Templates of the person's own run in a sandbox, with the same report and words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from fupan.errors import BadTemplate
from fupan.render import charts, compiled
from fupan.render.cells import clean, one_line
from fupan.render.markdown import markdown
from fupan.render.speech import PERCENT_FROM, Speech
from fupan.render.speech_figures import Captions

if TYPE_CHECKING:
    from fupan.language import Language
    from fupan.report import Report

NAMES = {"md": "report.md.jinja", "html": "report.html.jinja"}
PARTS = {"md": (), "html": ("figures.jinja", "report.css")}  # what else of a paper may be one's own
_BESIDE = Path(__file__).parents[1] / "templates"  # in the wheel
_CHECKOUT = Path(__file__).parents[3] / "templates"
OURS = _BESIDE if _BESIDE.is_dir() else _CHECKOUT

COLONS = (": ", "：")
_HAN, _KANA = re.compile("[\u4e00-\u9fff]"), re.compile("[\u3040-\u30ff]")


def render(report: Report, paper: str, say: Language, templates: Path | None = None) -> str:
    """The report as "md" or "html". `templates` is the directory of the person's own templates.

    Raises BadTemplate when such a template fails.
    """
    name = NAMES[paper]
    own = [file for part in (name, *PARTS[paper]) if templates and (file := templates / part).is_file()]
    if not own:
        return _fill(_environment(paper, say, None), name, report, say)
    try:
        return _fill(_environment(paper, say, templates), name, report, say)
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
        line = getattr(problem, "lineno", None)
        place = f"{own[0]}:{line}" if line else str(own[0])
        raise BadTemplate(place, str(problem) or type(problem).__name__) from problem


def letter_page(letter: Any, parts: Any, *, title: str, form: str, words: str, say: Language) -> str:
    """A pact's letter as one page: no script, nothing fetched."""
    page = _environment("html", say, None).get_template("letter.html.jinja")
    return page.render(letter=letter, parts=parts, form=form, words=words, say=say, title=title).strip("\n") + "\n"


def _fill(environment: Environment, name: str, report: Report, say: Language) -> str:
    speech = Speech(say)
    filled = environment.get_template(name).render(
        report=report,
        speech=speech,
        captions=Captions(speech),
        words=speech.words,
        charts=charts,
        percent_from=PERCENT_FROM,
    )
    # In Markdown only the templates make empty lines, and one is as good as three.
    return (re.sub(r"\n{3,}", "\n\n", filled) if name == NAMES["md"] else filled).strip("\n") + "\n"


@lru_cache(maxsize=8)
def _environment(paper: str, say: Language, own: Path | None) -> Environment:
    ours = compiled.loader(OURS, paper)
    environment = _kind(own)(
        loader=ChoiceLoader([FileSystemLoader(own), ours]) if own else ours,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_markdown_text if paper == "md" else _html_text,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(say.catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.tests["chinese"] = _chinese
    environment.filters |= {"lines": _lines, "one_line": one_line}
    return environment


def _kind(own: Path | None) -> type[Environment]:
    """Who writes templates of their own runs them in a sandbox; ours alone need none."""
    if own is None:
        return Environment
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    return SandboxedEnvironment


def compile_ours(say: Language) -> None:
    """Compile our templates for both papers; done while building."""
    for paper in NAMES:
        environment = _environment(paper, say, None)
        environment.loader = FileSystemLoader(OURS)
        compiled.make(OURS, paper, environment)


def _chinese(text: str) -> bool:
    """Whether `text` is to be set and read as Chinese: it has Han characters, and no Japanese ones."""
    return bool(_HAN.search(text)) and not _KANA.search(text)


def _lines(text: str) -> list[str]:
    return clean(text).split("\n")


def _html_text(value: Any) -> Any:
    """Text without what could turn it around, numbers as short as they are; escaping for HTML is Jinja's."""
    if isinstance(value, str):
        return value if hasattr(value, "__html__") else clean(value)
    return f"{round(value, 2):g}" if isinstance(value, float) else value


def _markdown_text(value: Any) -> Any:
    if value in COLONS:  # ours, behind a name: alone it would be taken for the beginning of a text
        return Markup(value)  # noqa: S704 - one of two
    return value if hasattr(value, "__html__") else Markup(markdown(str(value)))  # noqa: S704 - escaped here
