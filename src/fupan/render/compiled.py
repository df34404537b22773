"""Our templates as Python, made while building: compiling them costs more than all else of a report's page.

What was made of other templates, or by another Jinja, is left alone and the templates are read as they are.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from pathlib import Path

FOLDER, MARK = "compiled", "made-of"
NAMES = ("*.jinja", "*.css")


def loader(ours: Path, paper: str) -> jinja2.BaseLoader:
    """Where the templates of one paper come from."""
    made = ours / FOLDER / paper
    try:
        current = (made / MARK).read_text(encoding="utf-8") == sources(ours)
    except OSError:
        current = False
    read = jinja2.FileSystemLoader(ours)
    return jinja2.ChoiceLoader([jinja2.ModuleLoader(made), read]) if current else read


def make(ours: Path, paper: str, environment: jinja2.Environment) -> None:
    """Compile all templates for one paper, whose settings `environment` has."""
    made = ours / FOLDER / paper
    made.mkdir(parents=True, exist_ok=True)
    for old in made.glob("tmpl_*.py"):
        old.unlink()
    names = [path.name for path in _files(ours) if (".md." in path.name) is (paper == "md")]
    environment.compile_templates(made, zip=None, ignore_errors=False, filter_func=names.__contains__)
    (made / MARK).write_text(sources(ours), encoding="utf-8")


def sources(ours: Path) -> str:
    """What the templates and Jinja are, in a few characters."""
    found = zlib.crc32(jinja2.__version__.encode())
    for path in _files(ours):
        found = zlib.crc32(path.read_bytes(), zlib.crc32(path.name.encode(), found))
    return f"{found:08x}"


def _files(ours: Path) -> list[Path]:
    return sorted(path for pattern in NAMES for path in ours.glob(pattern))
