"""Puts an interview to a person at a terminal: one question after the other, each answer kept at once.

The questions are data and are asked for anew after every answer; this room only draws, reads and keeps.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from fupan.care import care
from fupan.cli.rescue import handed_back
from fupan.errors import BadAnswer, EditorFailed, FupanError, Interrupted
from fupan.language import N_
from fupan.lean import dataclass
from fupan.questions import read_answer
from fupan.render.interview import HELP, KEYS, Drawn
from fupan.render.lines import Lines
from fupan.render.speaking import say_why, spoken
from fupan.review.sheet import next_question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fupan.cli.editor import Editor
    from fupan.language import Language
    from fupan.questions import Question
    from fupan.render.screen import Screen
    from fupan.review.sheet import Answers

CONTROLS: Mapping[str, str] = {
    **dict.fromkeys(("<", "＜", "《", "〈"), "back"),
    **dict.fromkeys(("-", "－", "—"), "clear"),
    **dict.fromkeys((":e", "：e"), "editor"),
    **dict.fromkeys((":q", "：q"), "stop"),
    **dict.fromkeys(("?", "？"), "help"),
}
SLIP = 2  # letters: a slip of the finger; what is longer stays to be corrected
WORDS = ("text", "long")  # the kinds that take free text


class Sheet(Protocol):
    """What this room needs of a week's or a quarter's sheet."""

    @property
    def period(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def draft(self) -> Mapping[str, Any]: ...
    @property
    def minutes(self) -> Mapping[str, float]: ...
    def interview(self, answers: Mapping[str, Any]) -> tuple[Question, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What an interview is put with."""

    say: Language
    screen: Screen
    read: Callable[[str, str, str], str]  # prompt, style, what stands there already
    keep: Callable[[str, Any], Any]  # durable when it returns what is kept
    editor: Editor
    clock: Callable[[], float]
    command: str  # goes on with this interview
    rescue: Callable[[str], None]
    editor_first: bool = False  # long answers open the editor unasked
    dumb: bool = False


class Stopped(Exception):
    """The person stops here; everything answered is kept."""


def interview(sheet: Sheet, tools: Tools) -> Answers | None:
    """Every answer of the sheet, or None when the person stopped before its end."""
    try:
        return Interview(sheet, tools).run()
    except KeyboardInterrupt:
        raise Interrupted(tools.command) from None
    except (Stopped, EOFError):
        tools.screen.line()
        Lines(tools.screen.width).draw(tools.screen)
        _tell(tools, N_("Stopped. Every answer is kept; `%(command)s` goes on from here."), command=tools.command)
        return None


class Interview:
    """One sitting."""

    def __init__(self, sheet: Sheet, tools: Tools) -> None:
        self.sheet = sheet
        self.tools = tools
        self.say = tools.say
        self.answers: Answers = dict(sheet.draft)
        self.again: list[str] = []  # answered questions that are asked once more, the next one last
        self.lines = Lines(tools.screen.width)
        self.drawn = Drawn(tools.say, self.lines, getattr(sheet, "titles", None))  # a quarter has many goals
        self.shown: set[str] = set()  # show questions that were passed
        self.section = ""
        self.before: Question | None = None  # the question drawn last
        self.stood = ""  # before the cursor, when the line was read last
        self.facts: list[tuple[str, str, str]] = []  # drawn last; they stay visible while causes are asked
        self.timer = Timer(sheet, self.answers, tools.clock)

    def run(self) -> Answers:
        self.open()
        while question := self.next():
            self.lead_to(question)
            self.ask(question)
        questions = self.sheet.interview(self.answers)
        self.pass_by(questions)
        self.flush()
        return {q.key: self.answers.get(q.key) for q in questions if q.kind != "show"}

    def open(self) -> None:
        if self.answers:
            self.shown = set(self.shown_before())
            kept = sum(value is not None for value in self.answers.values())
            said = self.say.plural(
                N_("Going on where you stopped; one answer is kept."),
                N_("Going on where you stopped; %(n)d answers are kept."),
                kept,
            )
            self.lines.put(said)
        self.lines.put(self.say(KEYS), "dim")
        if self.tools.dumb:
            self.lines.put(self.say("This terminal cannot edit a line; :e opens your editor, -e always does."))

    def shown_before(self) -> Iterator[str]:
        """What was shown before the interview stopped; its opening is shown again."""
        questions = self.sheet.interview(self.answers)
        still_open = next_question(questions, self.answers)
        for question in questions[1:]:
            if question is still_open:
                return
            yield question.key

    def next(self) -> Question | None:
        questions = self.sheet.interview(self.answers)
        while self.again:
            found = next((q for q in questions if q.key == self.again[-1]), None)
            if found:
                return found
            self.again.pop()  # what was asked again is not asked any more
        return next_question(questions, self.answers)

    # --- what is drawn before a question -----------------------------------------------------------------

    def lead_to(self, question: Question) -> None:
        """What is shown on the way to a question, and the section's heading when it begins."""
        questions = self.sheet.interview(self.answers)
        self.pass_by(questions[: questions.index(question)])
        self.enter(question.section)

    def pass_by(self, questions: tuple[Question, ...]) -> None:
        for question in questions:
            if question.kind == "show" and question.key not in self.shown:
                self.shown.add(question.key)
                self.enter(question.section)
                self.drawn.shows(question.shows, question.about)

    def enter(self, section: str) -> None:
        if section != self.section:
            self.section = section
            self.drawn.section(section, self.timer.enter(section), self.timer.left(self.say))

    def draw(self, question: Question) -> None:
        facts = Lines(self.lines.width)
        Drawn(self.say, facts, self.drawn.titles).shows(question.shows, question.about)
        self.lines.gap()
        if question.about and (self.before is None or self.before.about != question.about):
            self.drawn.about(question.about)
        if facts.lines and facts.lines != self.facts:
            self.lines.lines += facts.lines
            self.facts = facts.lines
            self.lines.gap()
        self.drawn.question(question)
        self.before = question
        if self.timer.just_over():
            self.drawn.over(self.timer.budget)

    def flush(self) -> None:
        self.lines.draw(self.tools.screen)

    # --- one question ------------------------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        """Ask until there is an answer to keep, or the person goes back."""
        self.draw(question)
        typed = self.first_try(question)
        while True:
            if typed is None:  # asked again, it starts from its former answer, which Enter keeps
                typed = self.read(self.former(question) if question.key in self.again else "")
            match self.control(question, typed):
                case "back":
                    if self.back(question):
                        return
                    typed = None
                case "clear":
                    self.keep(question, None)
                    return
                case "editor":
                    typed = self.edit(question)
                case "stop":
                    raise Stopped
                case "help":
                    self.lines.put(self.say(HELP), "dim")
                    typed = None
                case _:
                    if self.take(question, typed):
                        return
                    useless = len(typed.strip()) <= SLIP or typed == self.stood  # a slip, or refused before
                    typed = self.read("" if useless else typed)

    def control(self, question: Question, typed: str) -> str | None:
        """The control that was typed, alone or behind what stood in the line already: nobody empties it first."""
        alone = CONTROLS.get(typed.strip().lower())
        if alone or not (self.stood and typed.startswith(self.stood)):
            return alone
        behind = CONTROLS.get(typed[len(self.stood) :].strip().lower())
        return None if behind == "help" and question.kind in WORDS else behind  # a text may end with a question mark

    def take(self, question: Question, typed: str) -> bool:
        """Keep what was typed, or say what does not fit; the text stays there to be corrected."""
        try:
            value = self.value(question, typed)
        except BadAnswer as problem:
            why = say_why(problem, self.say)
            self.lines.put(why[:1].upper() + why[1:])
            return False
        self.keep(question, value)
        return True

    def first_try(self, question: Question) -> str | None:
        """A question asked again starts from its former answer; a long one may start in the editor."""
        if question.key in self.again:
            return self.read(self.former(question))
        if question.kind == "long" and self.tools.editor_first:
            return self.edit(question)
        return None

    def read(self, prefill: str) -> str:
        self.flush()
        self.stood = prefill
        prompt, late = self.timer.prompt()
        return self.tools.read(prompt, "ansiyellow" if late else "", prefill)

    def value(self, question: Question, typed: str) -> Any:
        if typed.strip():
            return read_answer(question, typed)
        if question.default is None:
            return None
        return read_answer(question, question.default)

    def former(self, question: Question) -> str:
        value = self.answers.get(question.key)
        if value is None:
            return ""
        letters = {choice.value: choice.letter for choice in question.choices}
        return letters.get(str(value)) or (f"{value:g}" if isinstance(value, float) else str(value))

    def back(self, question: Question) -> bool:
        """Ask the question before this one again; its answer stays until it is replaced."""
        questions = [q for q in self.sheet.interview(self.answers) if q.kind != "show"]
        place = next(n for n, q in enumerate(questions) if q.key == question.key)
        if place == 0:
            self.lines.put(self.say("This is the first question."))
            return False
        self.again.append(questions[place - 1].key)
        return True

    def edit(self, question: Question) -> str | None:
        """The answer from the editor; None when there is none, and the question is asked again."""
        self.flush()
        self.stood = ""
        name = f"{self.sheet.period}.{question.key}"
        text = self.former(question) or str(question.default or "")
        try:
            written = self.tools.editor.write(name, text)
        except EditorFailed as problem:
            self.lines.put(spoken(problem, self.say))
            self.lines.put(self.say(":e opens it again with what was written."))
            return None
        except FupanError as problem:
            self.lines.put(spoken(problem, self.say))
            return None
        if not written:
            self.lines.put(self.say("Nothing was written."))
            return None
        self.lines.quote(written)
        return written

    # --- keeping -----------------------------------------------------------------------------------------

    def keep(self, question: Question, value: Any) -> None:
        """Store the answer before anything else happens; what cannot be stored is shown and rescued."""
        with handed_back(partial(self.tools.rescue, "" if value is None else str(value))):
            value = self.tools.keep(question.key, value)
        self.answers[question.key] = value
        if question.key in self.again:
            self.again.remove(question.key)
        self.tools.editor.done(f"{self.sheet.period}.{question.key}")
        if question.kind in WORDS and isinstance(value, str) and (worry := care(value)):
            self.drawn.care(worry.text.spoken(self.say.code))
            self.flush()


class Timer:
    """The soft clock: what is left of the whole and of the section. It tells, and never cuts."""

    def __init__(self, sheet: Sheet, answers: Answers, clock: Callable[[], float]) -> None:
        self.clock = clock
        minutes = dict(sheet.minutes)
        self.budgets = minutes
        first = next_question(sheet.interview(answers), answers)
        names = list(minutes)
        start = names.index(first.section) if answers and first and first.section in names else 0
        self.total = 60 * sum(minutes[name] for name in names[start:])
        self.began = clock()
        self.section, self.entered = "", self.began
        self.spent: dict[str, float] = defaultdict(float)
        self.told: set[str] = set()

    @property
    def budget(self) -> float:
        return self.budgets.get(self.section, 1)

    def enter(self, section: str) -> float:
        """Begin, or go on with, a section; gives its minutes."""
        now = self.clock()
        self.spent[self.section] += now - self.entered
        self.section, self.entered = section, now
        return self.budget

    def over(self) -> bool:
        """Whether the section has had its minutes."""
        return self.spent[self.section] + self.clock() - self.entered > 60 * self.budget

    def just_over(self) -> bool:
        if not self.over() or self.section in self.told:
            return False
        self.told.add(self.section)
        return True

    def prompt(self) -> tuple[str, bool]:
        """What stands before the cursor, and whether it is late."""
        left = self.total - (self.clock() - self.began)
        sign = "+" if left < 0 else ""
        minutes, seconds = divmod(int(abs(left)), 60)
        return f"{sign}{minutes:02}:{seconds:02} › ", self.over()

    def left(self, say: Language) -> str:
        left = self.total - (self.clock() - self.began)
        if left < 0:
            return say("the time is up; go on as long as you need")
        return say.plural(N_("%(n)d minute left"), N_("%(n)d minutes left"), round(left / 60))


def _tell(tools: Tools, message: str, **values: object) -> None:
    lines = Lines(tools.screen.width)
    lines.put(tools.say(message, **values))
    lines.draw(tools.screen)
