from __future__ import annotations

import shutil

import jinja2
import pytest

from fupan.language import Language
from fupan.render import compiled, document
from fupan.report import build_report
from rich_quarter import rich_quarter

REPORT = build_report(rich_quarter())


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """Our templates in a place of their own, compiled."""
    place = tmp_path / "templates"
    shutil.copytree(document.OURS, place, ignore=shutil.ignore_patterns(compiled.FOLDER))
    monkeypatch.setattr(document, "OURS", place)
    document._environment.cache_clear()
    document.compile_ours(Language.load("en"))
    document._environment.cache_clear()
    yield place
    document._environment.cache_clear()


def uses_compiled(paper: str) -> bool:
    loader = document._environment(paper, Language.load("en"), None).loader
    return isinstance(loader, jinja2.ChoiceLoader)


@pytest.mark.parametrize("paper", ["md", "html"])
@pytest.mark.parametrize("code", ["en", "zh"])
def test_compiled_templates_print_the_same(ours, paper, code):
    """Made while building in one language, they speak both, byte for byte as the templates themselves."""
    say = Language.load(code)
    fast = document.render(REPORT, paper, say)
    assert uses_compiled(paper)
    shutil.rmtree(ours / compiled.FOLDER)
    document._environment.cache_clear()
    assert document.render(REPORT, paper, say) == fast
    assert not uses_compiled(paper)


def test_a_changed_template_is_read_as_it_is(ours):
    """What was compiled of something else is left alone."""
    style = ours / "report.css"
    style.write_text(style.read_text(encoding="utf-8") + "/* mine */", encoding="utf-8")
    assert "/* mine */" in document.render(REPORT, "html", Language.load("en"))
    assert not uses_compiled("html")


def test_a_template_of_ones_own_still_wins(ours, tmp_path):
    """And may import ours, of either paper."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.css").write_text("p { color: teal }", encoding="utf-8")
    assert "p { color: teal }" in document.render(REPORT, "html", Language.load("en"), templates=own)
    (own / "report.html.jinja").write_text(
        "{% import 'figures.jinja' as f %}{{ f.key('done', 'x') }}", encoding="utf-8"
    )
    document._environment.cache_clear()
    assert "<svg" in document.render(REPORT, "html", Language.load("en"), templates=own)
