"""The learned wording: its clauses are whole and its own, and it reads unseen sentences the right way."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fupan.diagnosis import scores, sentences, wording
from fupan.diagnosis.quality import quality, tells
from fupan.diagnosis.sentences import sentence
from fupan.diagnosis.weights import DATA
from fupan.model import Cause, Finding, Gap, GoalWeek, Outcome
from fupan.periods import Week

HERE = Path(__file__).parent
SIDES = ("laziness", "ability", "outside", "unwanted", "neutral")
CASES = (
    "diagnosis_dev",
    "own_full",
    "own_blind",
    "varied_open",
    "varied_blind",
    "many_open",
    "many_blind",
    "strangers_open",
    "strangers_blind",
)


def clauses(lang, side):
    text = (HERE / "wording" / f"{lang}_{side}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("# ")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("side", ["laziness", "ability"])
def test_clauses_are_many_and_their_own(lang, side):
    """Every side has 1,500 different clauses in its own language, some of them mixed, in many voices."""
    found = clauses(lang, side)
    assert len(set(found)) >= 1500
    chinese = sum(bool(re.search("[\u4e00-\u9fff]", c)) for c in found) / len(found)
    assert chinese > 0.9 if lang == "zh" else chinese < 0.05
    text = (HERE / "wording" / f"{lang}_{side}.txt").read_text(encoding="utf-8")
    assert len(set(re.findall("(?m)^# (.+)$", text))) >= 40


def parts(clause):
    """Words, and pairs of Chinese signs: two clauses that share most of them are one."""
    runs = re.findall("[\u4e00-\u9fff]+", clause)
    signs = {run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))}
    return frozenset(signs | set(re.findall("[a-z0-9']+", clause.lower())))


def test_no_clause_is_another_in_other_clothes():
    """Hardly any two clauses share four fifths of their words."""
    for lang in ("zh", "en"):
        holding, alike, n = {}, [], 0
        for side in SIDES:
            for clause in dict.fromkeys(clauses(lang, side)):
                found = parts(clause)
                n += 1
                if len(found) < 4:
                    continue
                shared = Counter(other for part in found for other in holding.get(part, ()))
                alike += [(clause, " ".join(o)) for o, m in shared.items() if m / len(found | o) >= 0.8]
                for part in found:
                    holding.setdefault(part, []).append(found)
        assert len(alike) <= n / 200, alike


def test_no_clause_comes_from_a_judging_case():
    """No clause of five words or more stands in any case that judges; shrugs, which everybody uses, may."""
    told = " ".join(
        " ".join(w.get("why") or "" for w in case["weeks"]) + " " + (case.get("quarter_note") or "")
        for name in CASES
        for line in (HERE / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        if line.startswith("{")
        for case in [json.loads(line)]
    ).lower()
    for lang in ("zh", "en"):
        for side in SIDES[:-1]:
            for clause in clauses(lang, side):
                long = len(clause) >= 8 if lang == "zh" else len(clause.split()) >= 5
                assert not (long and clause.lower().rstrip(".。") in told), clause


# written after the training clauses, by the same hand, and kept out of them
@pytest.mark.parametrize(
    ("text", "lazy"),
    [
        ("整个周末都在看综艺，书没翻开", True),
        ("材料就在桌上，懒得站起来去拿", True),
        ("spent the evening on TikTok instead of the draft", True),
        ("ordered pizza and played games all weekend, never opened it", True),
        ("练了两个月，考官还是说发音不行", False),
        ("这个报错查了一个礼拜，还是不知道哪里错", False),
        ("rewrote the proof four times and the last step still fails", False),
        ("practised every night and my score did not move", False),
    ],
)
def test_unseen_sentences_lean_the_right_way(text, lazy):
    """Sentences that were not learned from lean to their side."""
    assert (wording.hear(text).lean > 0.5) if lazy else (wording.hear(text).lean < -0.5)


@pytest.mark.parametrize("text", ["发高烧住院了一周", "the client cancelled the project, told us to stop"])
def test_outside_is_heard(text):
    """An outside cause is heard as one."""
    assert wording.outside_share(text) > 0.4


@pytest.mark.parametrize("text", ["", "21", "   ", "！？"])
def test_nothing_is_heard_in_nothing(text):
    """Empty texts and bare numbers lean nowhere."""
    assert wording.hear(text).lean == 0
    assert wording.outside_share(text) == 0


def test_strongest_clauses():
    """The lean is explained by at most two of the text's own clauses."""
    lean, shown = wording.lean(["一躺下就刷视频", "又去打游戏了"])
    assert lean > 0
    assert 0 < len(shown) <= 2
    assert set(shown) <= {"一躺下就刷视频", "又去打游戏了"}


def test_a_lean_without_clauses_is_said():
    """Where no clause means anything by itself, the sentence names none."""
    quiet = Finding(code="wording", side=Cause.LAZINESS, weight=0.5, values={"phrases": ""})
    assert sentence(quiet, "en") == "your wording leans this way"
    assert sentence(quiet, "zh") == "用词偏向这边"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_scores_are_whole_numbers_and_every_one_is_found_in_its_line(lang):
    """The shipped tables are JSON, one sorted entry a line; halving finds what parsing finds, and nothing else."""
    text = (DATA / f"wording_{lang}.json").read_text(encoding="utf-8")
    whole, quick = json.loads(text), scores.learned(lang)
    sides = len(whole["bias"])
    assert (quick.unit, quick.bias) == (whole["unit"], whole["bias"])
    for kind, table in whole["scores"].items():
        assert all(len(s) == sides and all(isinstance(x, int) for x in s) for s in table.values())
        words = list(table)[:: 1 + len(table) // 500]
        assert [quick.scores[kind].get(word) for word in words] == [tuple(table[word]) for word in words]
        strangers = [
            "",
            "~",
            "a" * 40,
            *(word + "'" for word in words[:1]),
            *(word[:-1] + "\x00" for word in words[-1:]),
        ]
        assert not any(word in quick.scores[kind] for word in strangers)
    assert scores.written({name: whole[name] for name in ("about", "unit", "bias")}, whole["scores"]) == text


def goal(**fields):
    return GoalWeek(goal="g1", week=Week(2026, 27), title="t", **fields)


def test_quality_counts_its_parts():
    """The data quality adds hours 30, proof 20, measure 20, why 15, motive 5 and on time 10."""
    full = goal(measure="m", outcome=Outcome.MISSED, actual_hours=3.0, gap=Gap(why="Tuesday: the build broke at noon"))
    assert quality([full], motive_touched=True, on_time=True) == 100
    assert quality([full], motive_touched=False, on_time=False) == 85
    assert quality([goal(outcome=Outcome.MISSED)], motive_touched=False, on_time=True) == 30
    assert quality([full, goal(outcome=Outcome.DONE)], motive_touched=True, on_time=True) == 55


@pytest.mark.parametrize(
    ("why", "event"), [("没做完", False), ("busy", False), ("周二晚上发烧", True), ("mon: flu", True)]
)
def test_why_tells_an_event(why, event):
    """A day or an event makes a why; a shrug does not."""
    assert tells(why) is event


def test_what_another_release_found_stands_for_itself():
    """A finding, a probe or a pattern that this release does not know is named, and nothing fails."""
    finding = Finding(code="of 2030", side=Cause.ABILITY, weight=1.0, week=Week(2026, 47))
    assert sentences.sentence(finding, "zh") == "of 2030"
    assert sentences.sentence(replace(finding, code="wording", values={"phrases": 3}), "en")
    assert sentences.probe_question("of 2030", "en") == sentences.pattern_name("of 2030", "zh") == "of 2030"
    assert sentences.reason_name("", "en") == ""
