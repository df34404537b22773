"""Keep the message catalogues whole: `python docs/catalogue.py` updates them, `--check` fails on a gap.

Extracts every marked message of the program and its templates, merges it into each .po, and names what
is untranslated, fuzzy, unextracted, or holds other placeholders than the original.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "src" / "fupan" / "locale"
KEYWORDS = {"N_": None, "say": None, "plural": (1, 2), "gettext": None, "_": None, "ngettext": (1, 2)}
PLACES = re.compile(r"%\((\w+)\)[a-z.0-9]+|%%")


def extracted() -> Catalog:
    """Every message that the program and its templates mark."""
    catalogue = Catalog(project="fupan", charset="utf-8")
    sources = [
        (ROOT / "src", [("**.py", "python")]),
        (ROOT / "templates", [("**.jinja", "jinja2.ext:babel_extract")]),
    ]
    for folder, method in sources:
        options = {"**.jinja": {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}}
        found = extract_from_dir(str(folder), method, options, keywords=KEYWORDS, comment_tags=("i18n:",))
        for name, _line, message, comments, _context in found:
            if message not in ("", ("", "")):
                catalogue.add(message, None, [(f"{folder.name}/{name}", 1)], auto_comments=comments)
    return catalogue


def faults(po: Catalog, template: Catalog) -> list[str]:
    """What is wrong with a catalogue, one line each."""
    found = []
    for message in template:
        if not message.id:
            continue
        known = po.get(message.id)
        if known is None:
            found.append(f"not in the catalogue: {message.id!r}")
        elif known.fuzzy or not _whole(known):
            found.append(f"untranslated or fuzzy: {message.id!r}")
        else:
            found += [f"other placeholders: {message.id!r}" for text in _texts(known) if _places(known) != set(PLACES.findall(text)) - {""}]
    found += [f"no longer used: {message.id!r}" for message in po if message.id and template.get(message.id) is None]
    return found


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _whole(message: Message) -> bool:
    return bool(message.string) and all(_texts(message))


def _places(message: Message) -> set[str]:
    ids = (message.id,) if isinstance(message.id, str) else message.id
    return {place for text in ids for place in PLACES.findall(text)} - {""}


def main() -> int:
    template = extracted()
    wrong = 0
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/fupan.po")):
        with path.open("rb") as file:
            po = read_po(file, locale=path.parent.parent.name)
        if "--check" not in sys.argv:
            po.update(template, no_fuzzy_matching=True)
            po.obsolete.clear()
            buffer = io.BytesIO()
            write_po(buffer, po, width=110, sort_output=True, no_location=True, omit_header=False)
            path.write_bytes(buffer.getvalue())
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, po)
        problems = faults(po, template)
        wrong += len(problems)
        print(f"{path.parent.parent.name}: {len([m for m in template if m.id])} messages, {len(problems)} faults")
        print("\n".join(f"  {problem}" for problem in problems))
    return 1 if wrong and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
