"""The cellar: one SQLite file that holds a journal. Reading needs the standard library alone.

`open_store(path, now=…)` gives a `Store`; `peek(path)` tells a journal's schema and changes nothing.
"""

from __future__ import annotations

from fupan.store.opening import open_store, peek
from fupan.store.reading import Store

__all__ = ["Store", "open_store", "peek"]
