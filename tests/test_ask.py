"""The interview at a terminal, driven by a script in the place of a person."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from fupan.bilingual import Bilingual
from fupan.cli.ask import Tools, interview
from fupan.cli.editor import Editor
from fupan.errors import CannotWrite, Interrupted
from fupan.language import Language
from fupan.questions import Choice, Question
from fupan.render.screen import Screen

if TYPE_CHECKING:
    from pathlib import Path

CTRL_C, CTRL_D = KeyboardInterrupt, EOFError
YES_NO = (
    Choice(value="yes", letter="y", label=Bilingual("yes", "是")),
    Choice(value="no", letter="n", label=Bilingual("no", "否")),
)


def q(key: str, kind: str = "text", section: str = "facts", **more: Any) -> Question:
    return Question(
        key=key, id=key, section=section, kind=kind, text=Bilingual(f"What of {key}?", f"{key}呢？"), **more
    )


class Sheet:
    """A sheet whose third question depends on the second."""

    period = "2026-W47"
    mode = "full"

    def __init__(self, draft: dict[str, Any] | None = None, questions: tuple[Question, ...] = ()) -> None:
        self.minutes = {"open": 1.0, "facts": 6.0, "next": 7.0}
        self.draft = draft or {}
        self.questions = questions

    def interview(self, answers: Any) -> tuple[Question, ...]:
        if self.questions:
            return self.questions
        asked = [q("open", "show", "open", shows=(Bilingual("Shown first.", "先看这个。"),)), q("title")]
        asked.append(q("again", "choice", choices=YES_NO, default="no"))
        if answers.get("again") == "yes":
            asked.append(q("why", "long"))
        return (*asked, q("hours", "hours", "next", default=2.5))


class Person:
    """Types a script, and remembers what stood before the cursor each time."""

    def __init__(self, *script: Any) -> None:
        self.script = list(script)
        self.prefills: list[str] = []
        self.styles: list[str] = []

    def read(self, prompt: str, style: str, prefill: str) -> str:
        self.prefills.append(prefill)
        self.styles.append(style)
        typed = self.script.pop(0)
        if isinstance(typed, type):
            raise typed
        return prefill if typed is None else typed


class Clock:
    """Seconds that pass with every look."""

    def __init__(self, step: float = 1.0) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


class Sitting:
    """One interview with a scripted person; keeps what was kept and what was drawn."""

    def keep(self, key: str, value: Any) -> Any:
        self.kept.append((key, value))
        return value

    def __init__(self, person: Person, tmp_path: Path, *, sheet: Any = None, **more: Any) -> None:
        self.person = person
        self.sheet = sheet or Sheet()
        self.kept: list[tuple[str, Any]] = []
        self.rescued: list[str] = []
        self.screen = io.StringIO()
        more.setdefault("clock", Clock())
        self.tools = Tools(
            say=Language.load(more.pop("language", "en")),
            screen=Screen(stream=self.screen),
            read=person.read,
            keep=more.pop("keep", self.keep),
            editor=Editor(
                more.pop("command", ["false"]),
                tmp_path / "editor",
                screen=sys.stderr,
                clock=Clock(10),
                wait=lambda: None,
            ),
            command="fupan week",
            rescue=self.rescued.append,
            **more,
        )

    def run(self) -> Any:
        return interview(self.sheet, self.tools)

    @property
    def drawn(self) -> str:
        return self.screen.getvalue()


@pytest.fixture
def sit(tmp_path: Path) -> Any:
    return lambda *script, **more: Sitting(Person(*script), tmp_path, **more)


def editor_script(tmp_path: Path, body: str) -> list[str]:
    """An editor: a script that gets the file's path as $1."""
    path = tmp_path / "ed.sh"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o700)
    return [str(path)]


def test_each_answer_is_kept_before_the_next_question(sit: Any) -> None:
    """Answers are handed over one by one, in the order in which they are typed."""
    sitting = sit("write it", "y", "no time", "1.5h")
    assert sitting.run() == {"title": "write it", "again": "yes", "why": "no time", "hours": 1.5}
    assert sitting.kept == [("title", "write it"), ("again", "yes"), ("why", "no time"), ("hours", 1.5)]


def test_enter_keeps_what_stands_in_brackets_or_skips(sit: Any) -> None:
    """Enter alone stores the default where there is one, and nothing where there is none."""
    sitting = sit("", "", "")
    assert sitting.run() == {"title": None, "again": "no", "hours": 2.5}
    assert "[Enter: 2.5]" in sitting.drawn


@pytest.mark.parametrize("clear", ["-", "－"])
def test_a_dash_clears_a_default(sit: Any, clear: str) -> None:
    """A dash says that the default does not hold, also as a full-width one."""
    assert sit("t", clear, clear).run()["again"] is None


@pytest.mark.parametrize("back", ["<", "＜", "《"])
def test_going_back_asks_with_the_former_answer_to_edit(sit: Any, back: str) -> None:
    """One step back shows what was answered, ready to be changed; the questions follow the new answer."""
    sitting = sit("write it", "y", back, "n", "3")
    assert sitting.run() == {"title": "write it", "again": "no", "hours": 3}
    assert sitting.person.prefills == ["", "", "", "y", ""]


@pytest.mark.parametrize("back", ["A<", "A <", "A＜"])
def test_a_control_is_heard_behind_the_former_answer(sit: Any, back: str) -> None:
    """Nobody empties the line before going back: what stands there is no part of what is typed."""
    sitting = sit("A", "<", back, "B", "n", "3")
    assert sitting.run()["title"] == "B"
    assert sitting.person.prefills[:3] == ["", "", "A"]
    assert "This is the first question." in sitting.drawn


@pytest.mark.parametrize(("typed", "kept"), [("A?", "A?"), ("A-", None), ("A - or B", "A - or B")])
def test_what_stands_behind_the_former_answer_is_a_dash_or_text(sit: Any, typed: str, kept: str | None) -> None:
    """A text may end with a question mark, and go on behind a dash."""
    assert sit("A", "<", typed, "n", "3").run()["title"] == kept


@pytest.mark.parametrize("sign", ["A<", "<", "?"])
def test_enter_keeps_the_former_answer_whatever_was_asked_meanwhile(sit: Any, sign: str) -> None:
    """Neither the first question's refusal to go back nor the help takes the former answer away."""
    sitting = sit("A", "<", sign, None, "n", "3")
    assert sitting.run()["title"] == "A"
    assert sitting.person.prefills[:4] == ["", "", "A", "A"]


def test_stopping_behind_the_former_answer_keeps_it(sit: Any) -> None:
    """The former answer stays as it was."""
    sitting = sit("A", "<", "A:q")
    assert sitting.run() is None
    assert sitting.kept == [("title", "A")]


def test_what_is_refused_twice_stands_no_longer(sit: Any) -> None:
    """Enter on a refused answer empties the line, so that the next Enter passes the question."""
    sitting = sit("A", "n", "many", None, "")
    assert sitting.run()["hours"] == 2.5
    assert sitting.person.prefills[2:] == ["", "many", ""]


def test_going_back_twice_and_on_again_loses_nothing(sit: Any) -> None:
    """Answers passed on the way back stand there to be confirmed; nothing was forgotten meanwhile."""
    sitting = sit("one", "y", "<", "<", None, None, "because", "")
    assert sitting.run() == {"title": "one", "again": "yes", "why": "because", "hours": 2.5}
    assert sitting.person.prefills[3:6] == ["y", "one", "y"]


def test_going_back_never_drops_a_kept_answer(sit: Any) -> None:
    """Whoever goes back and then closes the terminal still has the answer that was given."""
    sitting = sit("one", "<", CTRL_D)
    assert sitting.run() is None
    assert sitting.kept == [("title", "one")]


def test_before_the_first_question_there_is_nothing_to_go_back_to(sit: Any) -> None:
    """The first question says that it is the first, and is asked again."""
    sitting = sit("<", "t", "n", "")
    assert sitting.run()["title"] == "t"
    assert "This is the first question." in sitting.drawn


def test_a_bad_answer_is_told_in_place_and_stands_there_to_be_mended(sit: Any) -> None:
    """What cannot be read is kept in the line, with the way to write it."""
    sitting = sit("t", "", "soon", "2h")
    assert sitting.run()["hours"] == 2
    assert sitting.person.prefills[-1] == "soon"
    assert "1h30" in sitting.drawn


def test_a_slip_on_a_key_does_not_stand_in_the_way_of_the_right_one(sit: Any) -> None:
    """Where keys are offered, a wrong key is gone and more than a key stays."""
    sitting = sit("t", "x", "perhaps", "y", "because", "")
    assert sitting.run()["again"] == "yes"
    assert sitting.person.prefills[1:4] == ["", "", "perhaps"]


@pytest.mark.parametrize("stop", [":q", "：q", CTRL_D])
def test_stopping_keeps_the_draft_and_says_how_to_go_on(sit: Any, stop: Any) -> None:
    """:q and Ctrl-D end the sitting without an error."""
    sitting = sit("t", stop)
    assert sitting.run() is None
    assert sitting.kept == [("title", "t")]
    assert "`fupan week` goes on" in sitting.drawn


def test_ctrl_c_says_how_to_go_on(sit: Any) -> None:
    """Ctrl-C is an interruption with status 130 that names the command to go on with."""
    sitting = sit("t", CTRL_C)
    with pytest.raises(Interrupted) as stopped:
        sitting.run()
    assert stopped.value.status == 130
    assert stopped.value.command == "fupan week"


def test_a_resumed_interview_goes_on_at_the_first_open_question(sit: Any) -> None:
    """The draft's answers are not asked again, and it is said how many there are."""
    sitting = sit("why not", "", sheet=Sheet({"title": "t", "again": "yes"}))
    assert sitting.run()["title"] == "t"
    assert "2 answers are kept" in sitting.drawn
    assert "What of title?" not in sitting.drawn


def test_answers_that_no_question_asks_for_any_more_are_left_out(sit: Any) -> None:
    """A reason given before the choice was changed does not reach the review."""
    sitting = sit("n", "", sheet=Sheet({"title": "t", "why": "old reason"}))
    assert "why" not in sitting.run()


def test_help_lists_the_keys_and_asks_again(sit: Any) -> None:
    """A question mark, also a full-width one, explains and stores nothing."""
    sitting = sit("？", "t", "", "")
    assert sitting.run()["title"] == "t"
    assert "one question back" in sitting.drawn


def test_the_section_shows_its_minutes_and_what_is_left(sit: Any) -> None:
    """Every section begins with its name, its minutes and the minutes left of the whole."""
    sitting = sit("t", "", "")
    sitting.run()
    assert "What came of it · 6 minutes · 14 minutes left" in sitting.drawn
    assert "Shown first." in sitting.drawn


def test_the_clock_turns_yellow_and_says_so_and_never_cuts(sit: Any) -> None:
    """Past its minutes a section is told once in words, the cursor's clock is yellow, and asking goes on."""
    sitting = sit("t", "", "", clock=Clock(200))
    assert sitting.run()["hours"] == 2.5
    assert sitting.drawn.count("6 minutes of this section are over") == 1
    assert "ansiyellow" in sitting.person.styles


def test_the_same_facts_are_drawn_once_while_causes_are_asked(sit: Any) -> None:
    """Facts stay on the screen; they are not repeated under every question about them."""
    facts = (Bilingual("planned 6, spent 1", "计划 6，做了 1"),)
    questions = (q("a", shows=facts, about="paper"), q("b", shows=facts, about="paper"), q("c", about="library"))
    sitting = sit("1", "2", "3", sheet=Sheet(questions=questions))
    sitting.run()
    assert sitting.drawn.count("planned 6, spent 1") == 1
    assert sitting.drawn.count("▸ paper") == 1


def test_a_person_s_words_cannot_steer_the_terminal(sit: Any) -> None:
    """Markup and escape sequences in a title are shown as harmless characters."""
    sitting = sit("x", sheet=Sheet(questions=(q("a", about="[red]\x1b]52;c;aGk=\x07 title"),)))
    sitting.run()
    assert "\x1b" not in sitting.drawn
    assert "[red]" in sitting.drawn


def test_crisis_words_are_answered_before_the_next_question(sit: Any) -> None:
    """The line of help stands between the words and the question that follows."""
    sitting = sit("我不想活了", "", "", language="zh")
    sitting.run()
    assert sitting.drawn.index("12356") < sitting.drawn.index("again呢？")


# --- the editor ------------------------------------------------------------------------------------------


def test_the_editor_s_text_is_the_answer_and_its_file_goes_once_it_is_kept(sit: Any, tmp_path: Path) -> None:
    """:e opens the editor; what is saved there is the answer, and nothing of it stays behind."""
    command = editor_script(tmp_path, 'printf "两行\\n第二行\\n" > "$1"')
    sitting = sit("t", "y", ":e", "", command=command)
    assert sitting.run()["why"] == "两行\n第二行"
    assert list((tmp_path / "editor").iterdir()) == []


def test_a_failing_editor_stores_nothing_and_its_text_comes_back(sit: Any, tmp_path: Path) -> None:
    """With a bad exit the text is kept in a private file that is named, and the next :e starts from it."""
    failing = editor_script(tmp_path, 'if grep -q half "$1"; then exit 0; fi; printf "half a thought" > "$1"; exit 1')
    sitting = sit("t", "y", ":e", ":e", "", command=failing)
    assert sitting.run()["why"] == "half a thought"
    assert "2026-W47.why.md" in sitting.drawn.replace("\n", "")
    assert ("why", "half a thought") in sitting.kept


def test_the_editor_s_file_is_private(sit: Any, tmp_path: Path) -> None:
    """The folder is 0700 and the file 0600 while the editor is open, whatever the umask."""
    command = editor_script(tmp_path, f'stat -c %a "$1" $(dirname "$1") > {tmp_path}/modes; echo ok > "$1"')
    sit("t", "y", ":e", "", command=command).run()
    assert (tmp_path / "modes").read_text().split() == ["600", "700"]


def test_an_editor_that_is_not_there_is_told_and_the_question_asked_again(sit: Any) -> None:
    """A missing editor costs nothing but a sentence."""
    sitting = sit("t", "y", ":e", "typed instead", "", command=["/no/such/editor"])
    assert sitting.run()["why"] == "typed instead"
    assert "No such file" in sitting.drawn


def test_an_unchanged_file_is_no_answer(sit: Any, tmp_path: Path) -> None:
    """Leaving the editor without writing asks again."""
    sitting = sit("t", "y", ":e", "then so", "", command=editor_script(tmp_path, "true"))
    assert sitting.run()["why"] == "then so"
    assert "Nothing was written." in sitting.drawn


def test_long_answers_open_the_editor_unasked_when_wished(sit: Any, tmp_path: Path) -> None:
    """With -e a long question does not wait for :e."""
    command = editor_script(tmp_path, 'echo "from the editor" > "$1"')
    assert sit("t", "y", "", command=command, editor_first=True).run()["why"] == "from the editor"


def test_known_editors_are_told_to_wait(tmp_path: Path) -> None:
    """`code` gets --wait, and vim writes no copies elsewhere."""
    seen = tmp_path / "seen"
    for name, flag in (("code", "--wait"), ("vim", "nobackup")):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\necho "$@" > {seen}\n')
        program.chmod(0o700)
        Editor([str(program)], tmp_path / "e", screen=sys.stderr, clock=Clock(10), wait=lambda: None).write("n", "")
        assert flag in seen.read_text()


def test_an_editor_that_does_not_wait_is_waited_for(tmp_path: Path) -> None:
    """When the editor is back at once with nothing changed, the person says when they are done."""
    asked = []
    editor = Editor(["true"], tmp_path / "e", screen=sys.stderr, clock=Clock(0.1), wait=lambda: asked.append(1))
    editor.write("n", "text")
    assert asked == [1]


# --- when nothing can be kept ----------------------------------------------------------------------------


def test_an_answer_that_cannot_be_stored_is_handed_to_the_rescue(sit: Any) -> None:
    """A full disk ends the sitting with the answer shown and put elsewhere."""

    def full(key: str, value: Any) -> None:
        raise CannotWrite("journal.db", "the disk is full or fails.")

    sitting = sit("my only copy", keep=full)
    with pytest.raises(CannotWrite):
        sitting.run()
    assert sitting.rescued == ["my only copy"]
