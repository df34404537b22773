"""One line from a person at a terminal, edited rightly also in Chinese."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.output import Output

    Read = Callable[[str, str, str], str]


def reader(stream: TextIO, *, colored: bool) -> Read:
    """`read(prompt, style, prefill)` asks on `stream` and gives what was typed.

    Ctrl-C raises KeyboardInterrupt, Ctrl-D on an empty line EOFError. Nothing typed is written anywhere.
    """
    session: PromptSession[str] = PromptSession(
        input=create_input(sys.stdin),
        output=_output(stream),
        history=DummyHistory(),
        key_bindings=_keys(),
        color_depth=ColorDepth.DEPTH_4_BIT if colored else ColorDepth.DEPTH_1_BIT,
        reserve_space_for_menu=0,
        enable_suspend=True,
        mouse_support=False,
    )

    def read(prompt: str, style: str, prefill: str) -> str:
        return session.prompt(FormattedText([(style, prompt)]), default=prefill)

    return read


def _output(stream: TextIO) -> Output:
    output = create_output(stdout=stream)
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False  # a question back from the terminal would mix with what is typed
    return output


def key_reader(stream: TextIO) -> Callable[[], str]:
    """`key()` waits for one key on `stream` and gives its character or name: "j", "！", "enter", "down".

    Ctrl-C raises KeyboardInterrupt, Ctrl-D gives "c-d".
    """
    keys = KeyBindings()
    names = {Keys.ControlM: "enter", Keys.ControlJ: "enter"}

    @keys.add(Keys.Any)
    @keys.add("enter")
    @keys.add("c-j")
    @keys.add("c-d")
    @keys.add("up")
    @keys.add("down")
    @keys.add("left")
    @keys.add("right")
    def _(event: KeyPressEvent) -> None:
        key = event.key_sequence[-1].key
        event.app.exit(result=names.get(key, key.value) if isinstance(key, Keys) else key)

    session: PromptSession[str] = PromptSession(
        input=create_input(sys.stdin),
        output=_output(stream),
        history=DummyHistory(),
        key_bindings=keys,
        color_depth=ColorDepth.DEPTH_1_BIT,
        reserve_space_for_menu=0,
    )
    return lambda: session.prompt("› ")


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys
