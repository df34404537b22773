"""A sentence kept in English and Chinese side by side."""

from __future__ import annotations

from fupan.lean import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One sentence in both languages, as the data files carry it."""

    en: str
    zh: str

    def spoken(self, code: str, **values: object) -> str:
        """Give the sentence in the language of `code`, with `values` put in its places."""
        sentence = self.zh if code.lower().startswith("zh") else self.en
        return sentence % values if values else sentence
