"""Thirty queries, held against a truth that knows nothing of the index; and where in the text their words stand."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing, contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import search_corpus as sc
from fupan.store.search_index import TOKENS
from fupan.store.search_words import OFF, ON, STOP, all_of, fold, parts, segmented, side_by_side, spans

ENTRIES = sc.corpus(1500)


@contextmanager
def indexed(texts):
    """SQLite's own full text search over the segmented texts."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE search USING fts5(body, {TOKENS})")
        connection.executemany(
            "INSERT INTO search(rowid, body) VALUES (?, ?)", [(n, segmented(text)) for n, text in enumerate(texts)]
        )
        yield connection


@pytest.fixture(scope="module")
def index():
    with indexed(ENTRIES) as connection:
        yield connection


def found(index, query):
    return {n for (n,) in index.execute("SELECT rowid FROM search WHERE body MATCH ?", (query,))}


def test_there_are_thirty_queries():
    """As many as the figures speak of, each with something to find."""
    assert len(sc.QUERIES) == 30
    assert all(any(sc.wanted(query, text) for text in ENTRIES) for query in sc.QUERIES)


@pytest.mark.parametrize("query", sc.QUERIES)
def test_a_search_finds_what_stands_there_and_nothing_else(index, query):
    """One, two and more characters, stems, mixed runs, widths, accents, punctuation: no miss and no false hit."""
    truth = {n for n, text in enumerate(ENTRIES) if sc.wanted(query, text)}
    hits = found(index, all_of(parts(query)))
    assert [ENTRIES[n] for n in sorted(truth - hits)] == []
    assert [ENTRIES[n] for n in sorted(hits - truth)] == []


@pytest.mark.parametrize(
    "query", ["数据库", "用PyTorch", "review", "naive", "C++", "𠮷", "O'Reilly", "gpu", "state-of-the-art"]
)
def test_what_is_marked_is_what_was_looked_for(index, query):
    """The marks stand in the person's own text, whatever the index made of it."""
    rows = index.execute(
        "SELECT rowid, highlight(search, 0, ?, ?) FROM search WHERE body MATCH ?", (ON, OFF, all_of(parts(query)))
    )
    told = {unicodedata.normalize("NFKC", ENTRIES[n][a:b]) for n, marked in rows for a, b in spans(ENTRIES[n], marked)}
    assert told
    for piece in told:
        assert sc.wanted(query, piece), piece
        assert len(piece) <= len(query) + 4, piece


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", []),
        ("!? 。", []),
        ("_", []),
        (STOP, []),
        ("'\";--", []),
        ("'\"; DROP", ["DROP"]),
        ("C++", ["Cplusplus"]),
        ("c#", ["csharp"]),
        ("数据库、备份", ["数  据  库", "备  份"]),
        ("3.5", [f"3 {STOP} 5"]),
        ("数据库。", ["数  据  库"]),
        ('"研究', ["研  究"]),
        ("a\x00b", ["a", "b"]),
        ("\ud800", []),
    ],
)
def test_a_query_is_read_in_parts(query, expected):
    """Blanks and Chinese punctuation set words apart; 3.5 is one; nothing is left where there is no word."""
    assert parts(query) == expected


TEXTS = st.text() | st.text(alphabet="复盘研究生aeéïＡCc+#。, .-'\"\n_\u0301が\u3099가ﬁ…𠮷🎉\x02\x03")


@given(TEXTS, TEXTS)
@example("研究" * 300, "研究 " * 300)
@example('"', "a" * 70 + '" OR "b')
@example("ﬁne", "fine")
def test_no_query_and_no_text_make_trouble(text, query):
    """Whatever is written and whatever is looked for: SQLite takes it, and the marks lie within the text."""
    text = "".join(
        one for one in text if one not in (ON, OFF) and unicodedata.category(one) != "Cs"
    )  # none in a journal
    looked_for = parts(query)
    if not looked_for:
        return
    with indexed([text]) as connection:
        for match in (all_of(looked_for), side_by_side(looked_for)):
            for (marked,) in connection.execute(
                "SELECT highlight(search, 0, ?, ?) FROM search WHERE body MATCH ?", (ON, OFF, match)
            ):
                places = spans(text, marked)
                assert places
                assert all(0 <= start < end <= len(text) for start, end in places)
                assert list(places) == sorted(places)


@given(TEXTS)
def test_a_text_finds_itself(text):
    """Every word of a text, looked for as it stands there, is found in it."""
    text = "".join(one for one in text if unicodedata.category(one) not in ("Cs", "Cc"))
    looked_for = [
        part
        for part in parts(text)
        if any((one.isascii() and one.isalnum()) or "\u4e00" <= one <= "\u9fff" for one in part)
    ]
    with indexed([text]) as connection:
        for part in looked_for:
            assert found(connection, all_of([part])) == {0}, (text, part)


def test_folding_takes_widths_and_accents_and_nothing_more():
    """Full-width letters, accents in one character or two; Japanese and Korean signs stay whole."""
    assert fold("ＧＰＵ naïve nai\u0308ve É ﬁ") == "GPU naive naive E fi"
    assert fold("がプ가") == "がプ가"
