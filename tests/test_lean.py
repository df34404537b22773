"""Our dataclasses behave as the standard library's do."""

from __future__ import annotations

import dataclasses
from dataclasses import field
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan import lean


class Pair:
    """Two numbers."""

    kind: ClassVar[str] = "pair"
    left: int
    right: int = 7
    more: list[int] = field(default_factory=list)


class Checked:
    left: int

    def __post_init__(self) -> None:
        if self.left < 0:
            raise ValueError(self.left)


def made(of: type, by: Any, **options: bool) -> Any:
    body = {name: value for name, value in vars(of).items() if name not in ("__dict__", "__weakref__")}
    return by(**options)(type(of.__name__, (), body))


OPTIONS = [
    {},
    {"eq": False},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "slots": True, "order": True},
    {"slots": True, "kw_only": True},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@given(left=st.integers(), right=st.integers(0, 3), other=st.integers(0, 3))
def test_values_compare_show_and_change_as_dataclasses_do(options, left, right, other):
    """Making, showing, comparing, hashing, replacing, freezing: the same answers from both, errors included."""

    def answers(by):
        cls = made(Pair, by, **options)
        one, two = cls(left=left, right=right), cls(left=other, right=other)
        return [
            told(do)
            for do in (
                lambda: str(one).rpartition(".")[2],
                lambda: one == two,
                lambda: one == cls(left=left, right=right),
                lambda: one == (left, right, []),
                lambda: one < two,
                lambda: one >= two,
                lambda: one < 3,
                lambda: hash(dataclasses.replace(one, more=())) == hash(dataclasses.replace(one, more=())),
                lambda: str(dataclasses.replace(two, left=left)),
                lambda: [(f.name, f.default, f.kw_only) for f in dataclasses.fields(one)],
                lambda: dataclasses.asdict(one),
                lambda: setattr(one, "left", 3),
                lambda: delattr(one, "right"),
                lambda: hasattr(one, "__dict__"),
                lambda: cls(left, right).right,
                lambda: str(cls(1, 2, [], 4)),
                lambda: str(cls(1, left=2)),
                lambda: str(cls()),
                lambda: str(cls(left=1, wrong=2)),
                lambda: one.more is two.more,
                lambda: cls.kind,
            )
        ]

    def told(do):
        try:
            return do()
        except (TypeError, AttributeError) as problem:
            return type(problem)

    assert answers(lean.dataclass) == answers(dataclasses.dataclass)


def test_what_a_class_checks_is_checked():
    """__post_init__ runs, also when a value is replaced."""
    cls = made(Checked, lean.dataclass, frozen=True, slots=True)
    with pytest.raises(ValueError, match="-1"):
        cls(-1)
    with pytest.raises(ValueError, match="-2"):
        dataclasses.replace(cls(1), left=-2)


def test_errors_can_be_dataclasses_and_bare_ones_too():
    """An exception with fields carries them, and a class without fields has nothing to compare."""

    @lean.dataclass(eq=False)
    class Wrong(Exception):
        what: str

    @lean.dataclass
    class Nothing: ...

    with pytest.raises(Wrong) as caught:
        raise Wrong("this")
    assert caught.value.what == "this"
    assert Nothing() == Nothing()
    assert repr(Nothing()).endswith("Nothing()")


def test_no_method_is_compiled_for_a_class(monkeypatch):
    """That is what it is for."""
    really = exec

    def watched(text, *places):
        assert "\n def " not in text  # from Python 3.13 on a frame is compiled, in which no method stands
        really(text, *places)

    monkeypatch.setattr("builtins.exec", watched)
    assert made(Pair, lean.dataclass, frozen=True, slots=True, kw_only=True)(left=1).right == 7
