"""Compile the message catalogues and the report's templates while building; neither is kept in git."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the plugin's signature
        for po in Path(self.root, "src", "fupan", "locale").glob("*/LC_MESSAGES/*.po"):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source, locale=po.parent.parent.name))
        sys.path.insert(0, str(Path(self.root, "src")))
        from fupan.language import Language  # noqa: PLC0415 - found only now
        from fupan.render.document import compile_ours  # noqa: PLC0415

        compile_ours(Language.load("en"))
