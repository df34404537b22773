"""Children that write and are killed: forked, so that a hundred of them cost a few seconds."""

from __future__ import annotations

import os
import signal
import time
import traceback
from contextlib import ExitStack, contextmanager

PATIENCE = 120  # seconds that four writers wait for one another's locks, however busy the machine is


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


class Killer:
    """Kills children, each at a random moment of the step after so many acknowledged ones.

    What is acknowledged is counted, and how long a step takes is learnt on the way: so a busy machine changes nothing.
    """

    def __init__(self, rng):
        self.rng = rng
        self.took = {True: 0.3, False: 0.03}  # seconds of a first step, and of a later one

    def __call__(self, work, steps):
        """All that the child told, at least `steps` words."""
        with child(work) as (number, told):
            heard = [self._listen(told, first=step == 0) for step in range(steps)]
            time.sleep(self.rng.uniform(0, 1.2 * self.took[steps == 0]))
            os.kill(number, signal.SIGKILL)
            return [*heard, *told.read().split()]

    def _listen(self, told, *, first):
        began = time.monotonic()
        word = told.readline().strip()
        assert word, "the child ended by itself"
        self.took[first] = time.monotonic() - began
        return word
