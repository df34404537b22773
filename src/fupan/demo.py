"""The made-up person of `fupan demo`: thirty-odd weeks, written into a journal the way anybody writes theirs.

What happened stands once, in data/demo_life.toml; the words that were found for it stand beside it in
each language. Both go through the journal's own use cases, on the evenings on which they were written.
"""

from __future__ import annotations

import tomllib
from dataclasses import field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fupan.journal import Journal
from fupan.lean import dataclass
from fupan.model import Field, Goal, Kind, Level, Outcome
from fupan.periods import Moment, Quarter, Week, read_period
from fupan.quantities import Hours
from fupan.review.sheet import next_question
from fupan.store import open_store

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "zh")
EVENING = time(21, 40)  # when notes are kept
NEW_GOAL = ("measure", "field", "kind", "hours", "confidence", "parent")
Told = dict[str, Any]


def write(home: Path, language: str) -> Quarter:
    """Write the demo journal into `home`, in one of the LANGUAGES; the last quarter that it closes."""
    life, words = _read("life"), _read(language if language in LANGUAGES else LANGUAGES[0])
    zone = life.pop("zone")
    pen = _Pen(journal=home / "journal.db", zone=zone)
    closed = None
    for name, facts in life.items():
        period, told = read_period(name), _joined(facts, words.get(name, {}))
        if isinstance(period, Quarter):
            pen.close_quarter(period, told)
            closed = period
        elif isinstance(period, Week):
            pen.write_week(period, told)
    if closed is None:
        raise ValueError("the demo closes no quarter")
    return closed


def _read(name: str) -> Told:
    return tomllib.loads((DATA / f"demo_{name}.toml").read_text(encoding="utf-8"))


def _joined(facts: Any, words: Any) -> Any:
    """Facts with the words that belong to them; notes are joined one by one."""
    if isinstance(facts, dict) and isinstance(words, dict):
        names = dict.fromkeys((*facts, *words))
        return {name: _joined(facts.get(name, {}), words.get(name, {})) for name in names}
    if isinstance(facts, list):
        return [{**fact, "text": text} for fact, text in zip(facts, words, strict=True)]
    return words if facts == {} else facts


@dataclass(slots=True, kw_only=True)
class _Pen:
    """Writes chapter after chapter; knows which goal has which id."""

    journal: Path
    zone: str
    ids: dict[str, str] = field(default_factory=dict)

    def at(self, when: datetime) -> Journal:
        """The journal on the evening of `when`."""
        moment = Moment(when.replace(tzinfo=ZoneInfo(self.zone)), self.zone)
        return Journal(open_store(self.journal, now=moment.utc), moment)

    def write_week(self, week: Week, told: Told) -> None:
        begun: datetime = told["at"]
        self._during(told)
        journal = self.at(begun)
        sheet = journal.open_week(week, short=told.get("short", False))
        trials = {trial.response: trial.id for trial in sheet.trials}
        document = {
            **self._said(told, ("had", "motive", "request", "mentor", "grade", "rule")),
            "sure": self._by_id(told.get("sure", {})),
            "goals": self._by_id(told.get("goals", {})),
            "trials": {trials[name]: answers for name, answers in told.get("trials", {}).items()},
            "next": self._plans(told.get("next", {})),
        }
        if sheet.mode == "first":
            title = next(iter(told["quarter_goals"].values()))["title"]
            document["quarter_goals"] = {"1": {"title": title}}
        answers = self._answer(journal, sheet, document)
        journal = self.at(begun + timedelta(minutes=told["minutes"]))
        review = journal.write_week(sheet, answers)
        titles = {goal.title: goal.goal for goal in (*review.goals, *review.promises)}
        self._name({f"had{n}": goal for n, goal in told.get("had", {}).items()}, titles)
        self._name(told.get("next", {}), titles)
        self._afterwards(journal, week.shift(1), told)

    def close_quarter(self, quarter: Quarter, told: Told) -> None:
        begun: datetime = told["at"]
        journal = self.at(begun)
        sheet = journal.open_quarter(quarter)
        document = {
            **self._said(told, ("marks", "reread", "seen_now", "strengths", "motive", "direction", "letter")),
            **{name: self._by_id(told[name]) for name in ("scores", "credits", "goals")},
            "next": self._plans(told["next"]),
            "serves": self._by_id(told.get("whose", {})),
        }
        answers = self._answer(journal, sheet, document)
        journal = self.at(begun + timedelta(minutes=told["minutes"]))
        journal.write_quarter(sheet, answers)
        self._look_ahead(journal, told)
        self._name(told["next"], {goal.title: goal.id for goal in journal.goals(level=Level.QUARTER)})
        self._afterwards(journal, quarter.shift(1).weeks[0], told)

    def _look_ahead(self, journal: Journal, told: Told) -> None:
        """The problem stated, a decision taken and a rule made on the evening of a quarter's close."""
        for mode, write in (("state", journal.write_problem), ("decide", journal.write_decision)):
            if mode in told:
                sheet = journal.open_path(mode)
                write(sheet, journal.take_document(sheet, told[mode]))
        if "rule" in told:
            journal.add_rule(told["rule"])

    def _during(self, told: Told) -> None:
        """What was kept, added and ended between two reviews."""
        for note in told.get("notes", ()):
            hours = Hours(note["hours"], estimated=False) if "hours" in note else None
            goal = self.ids[note["goal"]] if "goal" in note else ""
            self.at(_evening(note["day"])).note(note["text"], goal=goal, hours=hours)
        for name, goal in told.get("added_before", {}).items():
            self._add_week_goal(self.at(_evening(goal["day"])), name, goal)
        for name, proof in told.get("ended", {}).items():
            outcome, words = Outcome(proof["as"]), proof["words"]
            journal = self.at(told["at"])
            if outcome is Outcome.DONE:
                journal.end_goal(self.ids[name], outcome, proof=words)
            else:
                journal.end_goal(self.ids[name], outcome, why=words)

    def _afterwards(self, journal: Journal, week: Week, told: Told) -> None:
        """What was added by hand once the review was sealed."""
        for name, goal in told.get("quarter_goals", {}).items():
            known = {goal.title: goal.id for goal in journal.goals(level=Level.QUARTER)}
            told_of = self._fields(goal)
            if goal["title"] in known:
                self.ids[name] = journal.edit_goal(known[goal["title"]], **told_of).id
                continue
            made = Goal(
                id="",
                title=goal["title"],
                level=Level.QUARTER,
                quarter=week.quarter,
                created=journal.moment.utc,
                **told_of,
            )
            self.ids[name] = journal.add_goal(made).id
        for name, parent in told.get("serves", {}).items():
            journal.edit_goal(self.ids[name], parent=self.ids[parent])
        for name, goal in told.get("added", {}).items():
            self._add_week_goal(journal, name, goal)

    def _add_week_goal(self, journal: Journal, name: str, told: Told) -> None:
        made, promise = journal.new_week_goal(told["title"], **self._fields(told))
        self.ids[name] = journal.add_goal(made, promise).id

    def _fields(self, told: Told) -> Told:
        """A goal's own fields as the journal takes them."""
        given = {name: told[name] for name in NEW_GOAL if name in told}
        readers = {"field": Field, "kind": Kind, "parent": self.ids.__getitem__}
        return {name: readers[name](value) if name in readers else value for name, value in given.items()}

    def _answer(self, journal: Journal, sheet: Any, document: Told) -> Told:
        """All answers of a sheet; the first is kept when the review begins, so that its minutes count."""
        answers = journal.take_document(sheet, document)
        first = next_question(sheet.interview({}), {})
        if first:
            journal.keep(sheet, first.key, answers[first.key])
        return answers

    def _by_id(self, told: Told) -> Told:
        return {self.ids.get(name, name): answers for name, answers in told.items()}

    def _plans(self, told: Told) -> Told:
        """Promises by the ids of their goals, new ones by their number."""
        fresh = iter(range(1, len(told) + 1))
        plans = {}
        for name, plan in told.items():
            serves = {"serves": self.ids.get(plan["serves"], plan["serves"])} if "serves" in plan else {}
            plans[self.ids.get(name) or f"new{next(fresh)}"] = {**plan, **serves}
        return plans

    def _name(self, told: Told, known: dict[str, str]) -> None:
        """Remember the ids of goals that began with this review."""
        self.ids |= {name: known[plan["title"]] for name, plan in told.items() if name not in self.ids}

    @staticmethod
    def _said(told: Told, names: tuple[str, ...]) -> Told:
        return {name: told[name] for name in names if name in told}


def _evening(day: date) -> datetime:
    return datetime.combine(day, EVENING)
