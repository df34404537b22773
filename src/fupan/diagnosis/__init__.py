"""From a missed goal's record to a weighed, explained proposal: laziness, ability, or unclear."""

from __future__ import annotations

from fupan.diagnosis.diagnose import diagnose
from fupan.diagnosis.quality import quality
from fupan.diagnosis.sentences import pattern_name, probe_question, sentence, what_would_change

__all__ = ["diagnose", "pattern_name", "probe_question", "quality", "sentence", "what_would_change"]
