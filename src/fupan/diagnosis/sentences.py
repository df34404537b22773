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
    try:
        return _said("findings", key, code) % {**finding.values, "quote": finding.quote.strip()}
    except (KeyError, TypeError):  # it says other things in another release
        return finding.code


def probe_question(probe: str, code: str) -> str:
    """The one question that would decide; empty for none."""
    return _said("probes", probe, code)


def probe_choices(probe: str, code: str) -> tuple[tuple[str, str], ...]:
    """The answers that the question takes, as (value, words); empty where a number is asked."""
    choices = data("sentences")["choices"].get(probe, {})
    return tuple((value, words[code]) for value, words in choices.items())


def pattern_name(pattern: str, code: str) -> str:
    """What a pattern is called; empty for none."""
    return _said("patterns", pattern, code)


def reason_name(reason: str, code: str) -> str:
    """Why a cause stays unclear, as a person would say it."""
    return _said("reasons", reason, code)


def what_would_change(diagnosis: Diagnosis, code: str) -> str:
    """What would change the program's mind; empty when nothing was decided."""
    return _said("change_my_mind", diagnosis.change_my_mind, code)


def _said(room: str, key: str, code: str) -> str:
    """Words of the data; a key that only another release of the program knows stands for itself."""
    return str(data("sentences")[room].get(key, {}).get(code, key))
