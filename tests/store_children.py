"""Children that write and are killed: forked, so that a hundred of them cost a few seconds."""

from __future__ import annotations

import os
import signal
import traceback
from contextlib import ExitStack, contextmanager


@contextmanager
def child(work):
    """A process that does `work(tell)`; yields its number and the stream of what it tells, a line each."""
    out, into = os.pipe()
    number = os.fork()
    if number == 0:
        status = 1
        try:
            os.close(out)
            work(lambda word: os.write(into, f"{word}\n".encode()))
            status = 0
        except BaseException:  # noqa: BLE001 - a child must not go on as a second pytest
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(into)
    with os.fdopen(out) as told:
        try:
            yield number, told
        finally:
            try:
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)
            except (ProcessLookupError, ChildProcessError):
                pass


def run(work):
    """What a child told before it ended well."""
    with child(work) as (number, told):
        words = told.read().splitlines()
        _, status = os.waitpid(number, 0)
    assert os.waitstatus_to_exitcode(status) == 0, words
    return words


def together(*works):
    """The words of several children that run at once and all end well."""
    with ExitStack() as stack:
        children = [stack.enter_context(child(work)) for work in works]
        words = [told.read().splitlines() for _, told in children]
        ends = [os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) for number, _ in children]
    assert ends == [0] * len(works), words
    return words
