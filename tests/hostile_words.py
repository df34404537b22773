"""Words that are code elsewhere, and a journal in which everything that a person writes is one of them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import store_nouns as sn
from fupan.long_view import Pact, PactLetter
from fupan.store import open_store

SEEDS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</style><script>1</script>",
    "</title><script>1</script>", "<iframe src=javascript:1>", "<a href='javascript:alert(1)'>x</a>", "<!--", "]]>",
    "--></script>", "&lt;script&gt;", "&#60;script&#62;", "<details open ontoggle=alert(1)>", "<base href=//evil>",
    "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=//evil>", '"><script>1</script>', "'><b>",
    "{{ 7*7 }}", "{% for x in y %}", "{{ ''.__class__.__mro__ }}", "%(path)s", "%s%n", "${HOME}", "$(id)", "`id`",
    "\x1b[31mred", "\x1b]52;c;ZXZpbA==\x07", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x9b31m", "\x90q", "\x08\x08\x08over",
    "\r overwritten", "\u202egnp.exe", "\u2066hidden\u2069", "\u200fturn", "\x7f", "\x00nul",
    "[bold]rich[/bold]", "[link=http://evil]x[/link]", "[/closing]", "[red", ":smile:", "\\[bold]",
    "# heading", "## two", "- item", "1. one", "> quote", "```\ncode", "    code", "***", "---", "| a | b |\n|---|---|",
    "[x](javascript:alert(1))", "![x](http://evil/x.png)", "<http://evil>", "http://evil.example", "[x]: http://evil",
    "a  \nb", "*x*", "__x__", "~~x~~", "&copy;", "\\*x", "x\n===", "x\n---", "<b>\n\n<i>",
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://evil")', "=cmd|' /C calc'!A0", " =1",
    "../../etc/passwd", "CON", "a/b\\c:d", "-rf", "--yes", "'; DROP TABLE goal; --", '" OR 1=1', "\ud7ff\ue000",
    "𠮷👩🏽‍🔬", "ﷺ" * 5, "a" * 3000, "e" + "\u0301" * 300, "\u3000", "﻿bom",
)  # fmt: skip
WRAPS = ("%s", "words %s words", "%s\n%s")
PAYLOADS = [wrap.replace("%s", seed) for wrap in WRAPS for seed in SEEDS]
AT_ONCE = 12


FAR = tuple(noun for noun in sn.FAR_NOUNS if not isinstance(noun, (Pact, PactLetter)))  # they need real keys


def batches(at_once=AT_ONCE):
    return [PAYLOADS[start : start + at_once] for start in range(0, len(PAYLOADS), at_once)]


def planted(noun, take):
    """`noun` with a payload in every text that a person writes."""
    changes = {}
    for field in fields(noun):
        value = getattr(noun, field.name)
        if field.name in ("id", "goal", "parent", "period", "response", "code", "mode", "zone",
                          "path", "scope", "born"):  # fmt: skip
            continue
        if field.name == "gap" and value is not None:
            changes["gap"] = replace(value, why=take(), outside_what=take(), stuck_at=take())
        elif field.name in ("title", "measure", "why", "proof", "first_step", "replaced_by", "of", "event", "positive",
                            "expected", "came"):  # fmt: skip
            changes[field.name] = take()
        elif field.name == "answers":
            changes["answers"] = {"mentor.request": take(), "rule": take(), "letter": take(), "odd key": take()}
        elif field.name in ("slots", "options"):
            changes[field.name] = {"who": take()}
        assert not is_dataclass(value) or field.name in (
            "gap",
            "week",
            "program",
            "started",
            "quarter",
            "ended",
            "since",
            "retired",
            "review",
            "reviewed",
            "motive",
        )
    return replace(noun, **changes)


def journal(home, payloads):
    """A rich journal whose every word is one of `payloads`."""
    count = 0

    def take():
        nonlocal count
        count += 1
        return payloads[count % len(payloads)]

    home.mkdir(mode=0o700)
    with open_store(home / "journal.db", now=sn.NOW).writing() as writing:
        for noun in (*sn.NOUNS, *FAR):
            writing.put(planted(noun, take))
        for key in sn.DRAFT.answers:
            writing.keep_answer(sn.DRAFT, key, take())
