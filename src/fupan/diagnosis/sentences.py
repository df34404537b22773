"""Findings, patterns and questions in words; data/sentences.json holds both languages side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.diagnosis.weights import data

if TYPE_CHECKING:
    from fupan.model import Diagnosis, Finding


def sentence(finding: Finding, code: str) -> str:
    """What one finding says, in language `code`."""
    key = "denied" if finding.code.startswith("denied.") else finding.code
    key = "wording_alone" if key == "wording" and not finding.values.get("phrases") else key
    words = data("sentences")["findings"][key][code]
    quote = finding.quote.strip()
    return str(words) % {**finding.values, "quote": quote}


def probe_question(probe: str, code: str) -> str:
    """The one question that would decide; empty for none."""
    return str(data("sentences")["probes"][probe][code]) if probe else ""


def probe_choices(probe: str, code: str) -> tuple[tuple[str, str], ...]:
    """The answers that the question takes, as (value, words); empty where a number is asked."""
    choices = data("sentences")["choices"].get(probe, {})
    return tuple((value, words[code]) for value, words in choices.items())


def pattern_name(pattern: str, code: str) -> str:
    """What a pattern is called; empty for none."""
    return str(data("sentences")["patterns"][pattern][code]) if pattern else ""


def reason_name(reason: str, code: str) -> str:
    """Why a cause stays unclear, as a person would say it."""
    return str(data("sentences")["reasons"][reason][code]) if reason else ""


def what_would_change(diagnosis: Diagnosis, code: str) -> str:
    """What would change the program's mind; empty when nothing was decided."""
    key = diagnosis.change_my_mind
    return str(data("sentences")["change_my_mind"][key][code]) if key else ""
