"""Dataclasses at a sixth of the price: their methods are shared closures, not texts compiled for each class.

`dataclasses.dataclass` writes and compiles every method of every class whenever a module is imported: 5.4 million
instructions for eight fields, a seventh of Python's own start, and a report knows a hundred such classes. Here the
fields, the slots and all that `dataclasses.fields` and `replace` read are its own; checkers see nothing else.
"""

from __future__ import annotations

import dataclasses
import operator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - what checkers are to see

    Method = Callable[..., Any]
    Fields = tuple[dataclasses.Field[Any], ...]
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """`dataclasses.dataclass` with the options eq, order, frozen, slots and kw_only."""
        return _dress(cls, **options) if cls else lambda bare: _dress(bare, **options)


def _dress(cls: Any, *, eq: bool = True, order: bool = False, frozen: bool = False, **form: bool) -> Any:
    cls.__doc__ = cls.__doc__ or cls.__name__  # where there is none, dataclasses inspects a signature to make one
    made: Any = dataclasses.dataclass(cls, init=False, repr=False, eq=False, **form)
    known = dataclasses.fields(made)
    made.__init__, made.__repr__ = _init(known), _repr(known)
    if eq:
        made.__eq__ = _comparison(operator.eq, known)
        made.__hash__ = _hash(known) if frozen else None
    for name in ("lt", "le", "gt", "ge") if order else ():
        setattr(made, f"__{name}__", _comparison(getattr(operator, name), known))
    if frozen:
        made.__setattr__ = made.__delattr__ = _refuse
    return made


def _init(known: Fields) -> Method:
    places = [field.name for field in known if not field.kw_only]
    all_of_them = frozenset(field.name for field in known)
    usual = {field.name: field.default for field in known if field.default is not dataclasses.MISSING}
    made = {field.name: field.default_factory for field in known if field.default_factory is not dataclasses.MISSING}
    put = object.__setattr__  # goes past what refuses changes

    def init(self: Any, /, *given: Any, **named: Any) -> None:
        if given:
            if len(given) > len(places) or not named.keys().isdisjoint(places[: len(given)]):
                raise TypeError(f"{type(self).__name__} takes each of its fields once")
            named |= zip(places, given, strict=False)
        values = usual | named
        for name in made.keys() - named.keys():
            values[name] = made[name]()
        if values.keys() != all_of_them:
            wrong = sorted(values.keys() ^ all_of_them)
            raise TypeError(f"{type(self).__name__} lacks, or does not have, {', '.join(wrong)}")
        for name, value in values.items():
            put(self, name, value)
        if hasattr(self, "__post_init__"):
            self.__post_init__()

    return init


def _repr(known: Fields) -> Method:
    shown = [field for field in known if field.repr]

    def show(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{f.name}={getattr(self, f.name)!r}' for f in shown)})"

    return show


def _values(known: Fields) -> Method:
    """What two of a kind are compared by; one field is compared as it is, none as nothing."""
    return operator.attrgetter(*(field.name for field in known)) if known else lambda _: ()


def _comparison(compare: Method, known: Fields) -> Method:
    values = _values(known)

    def compared(self: Any, other: Any) -> Any:
        return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return compared


def _hash(known: Fields) -> Method:
    values = _values(known)
    return lambda self: hash(values(self))


def _refuse(self: Any, name: str, _value: Any = None) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} stays as it is")
