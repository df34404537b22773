"""Keep the message catalogues whole: `python docs/catalogue.py` updates them, `--check` fails on a gap.

Extracts every marked message of the program and its templates, merges it into each .po, writes its .mo,
and names what is untranslated, fuzzy, no longer used, unextractable, or holds other placeholders.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Id = str | tuple[str, str]  # a pair is a singular with its plural

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "src" / "fupan" / "locale"
ONE, MANY = {"N_", "say", "gettext", "_", "talk"}, {"plural", "ngettext"}
TEMPLATE_OPTIONS = {"silent": "false", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
HEAD = r"""msgid ""
msgstr ""
"Language: %(language)s\n"
"Plural-Forms: %(plurals)s\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
PLACES = re.compile(r"%\((\w+)\)([#0\- +]*[\d.]*[a-zA-Z])")


# --- what the sources mark -------------------------------------------------------------------------------


def marked(source: str) -> Iterator[tuple[int, Id | None]]:
    """Every message that Python code marks, with its line; None for one that nobody could extract.

    `plural` names two messages, which may themselves be marked; they are one entry, found by the first.
    """
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    inside = {id(word) for call in calls if _name(call) in MANY for word in call.args[:2]}
    for call in calls:
        name = _name(call)
        if name in MANY:
            words = tuple(_text(word) for word in call.args[:2])
            whole = len(words) == len([word for word in words if word]) == 2
            yield call.lineno, words if whole else None  # type: ignore[misc]
        elif name in ONE and call.args and id(call) not in inside:
            text = _text(call.args[0])
            if text or (name == "N_" and text is None):
                yield call.lineno, text


def _name(call: ast.Call) -> str:
    called = call.func
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def _text(word: ast.expr) -> str | None:
    """The text of a literal, or of a marked one; None for anything else."""
    if isinstance(word, ast.Call) and _name(word) == "N_" and word.args:
        word = word.args[0]
    return word.value if isinstance(word, ast.Constant) and isinstance(word.value, str) else None


def extracted() -> tuple[Catalog, list[str]]:
    """Every message that the program and its templates mark, and the marks that nobody could extract."""
    catalogue, lost = Catalog(project="fupan", charset="utf-8"), []
    for path in sorted((ROOT / "src").rglob("*.py")):
        for line, message in marked(path.read_text(encoding="utf-8")):
            if message is None:
                if path.name != "language.py":  # which passes them on
                    lost.append(f"{path.relative_to(ROOT)}:{line}: a mark around what is no text")
            else:
                catalogue.add(message)
    for path in sorted([*(ROOT / "templates").rglob("*.jinja"), *(ROOT / "src").rglob("*.jinja")]):
        with path.open("rb") as file:
            for message in marked_in_template(file):
                catalogue.add(message)
    return catalogue, lost


def marked_in_template(file: BinaryIO) -> Iterator[Id]:
    """Every message that a template marks: `trans` blocks, and calls as in Python."""
    for _, name, words, _ in babel_extract(file, [*ONE, *MANY], (), TEMPLATE_OPTIONS):
        found = [words] if isinstance(words, str) else [word for word in words or () if isinstance(word, str)]
        if found:  # a name without a text was marked where it was given its value
            yield (found[0], found[1]) if name in MANY else found[0]


# --- what is wrong with a catalogue ----------------------------------------------------------------------


def faults(po: Catalog, template: Catalog) -> list[str]:
    """What is wrong with a catalogue, one line each."""
    found = []
    for message in messages(template):
        known = po.get(message.id)
        if known is None:
            found.append(f"not in the catalogue: {message.id!r}")
        elif known.fuzzy or not all(texts(known.string)):
            found.append(f"untranslated or fuzzy: {message.id!r}")
        elif any(places(text) != places(*texts(known.id)) for text in texts(known.string)):
            found.append(f"other placeholders: {message.id!r}")
    found += [f"no longer used: {message.id!r}" for message in messages(po) if template.get(message.id) is None]
    return found


def messages(catalogue: Catalog) -> list[Message]:
    """All but the head."""
    return [message for message in catalogue if message.id]


def texts(words: str | Iterable[str] | None) -> tuple[str, ...]:
    if words is None:
        return ("",)
    return (words,) if isinstance(words, str) else tuple(words)


def places(*words: str) -> set[tuple[str, ...]]:
    """The placeholders of a message; a singular may leave out the number that its plural shows."""
    return {found for text in words for found in PLACES.findall(text)}


# --- files -----------------------------------------------------------------------------------------------


def catalogues() -> dict[str, Path]:
    return {path.parent.parent.name: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/fupan.po"))}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def write(path: Path, po: Catalog) -> None:
    """Write a .po in one order and without dates, so that a change shows what changed."""
    buffer = io.BytesIO()
    write_po(buffer, po, width=110, sort_output=True, no_location=True, omit_header=True)
    head = HEAD % {"language": po.locale_identifier, "plurals": po.plural_forms}
    path.write_text(head + buffer.getvalue().decode("utf-8"), encoding="utf-8")


def update(path: Path, template: Catalog) -> None:
    """Merge the template into a .po and compile it."""
    po = read(path)
    po.update(template, no_fuzzy_matching=True)
    po.obsolete.clear()
    write(path, po)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, po)


def main() -> int:
    template, wrong = extracted()
    for line in wrong:
        print(line)
    for code, path in catalogues().items():
        if "--check" not in sys.argv:
            update(path, template)
        problems = faults(read(path), template)
        wrong += problems
        print(f"{code}: {len(messages(template))} messages, {len(problems)} faults")
        print("".join(f"  {problem}\n" for problem in problems), end="")
    return 1 if wrong and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
