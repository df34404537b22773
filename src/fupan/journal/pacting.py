"""Pacts: made, what goes out, what comes back, and what Monday shows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.errors import NothingFound, Unnamed
from fupan.journal.desk import Desk
from fupan.long_view import Pact, PactLetter, Side
from fupan.pacts import Letter, PactNews, PactStands, SignedAlready, chosen, facts_of, last, named
from fupan.periods import Week

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from fupan.store import Store


class Pacting(Desk):
    def new_pact(
        self, partner: str, *, role: str, address: str, language: str, see: Iterable[str], secret: str
    ) -> Pact:
        """Promise one partner to show them a few things, chosen here once; `secret` is the key of this pact alone."""
        if not partner.strip():
            raise Unnamed
        for pact in self.store.pacts():
            if pact.ended is None and pact.partner.casefold() == partner.strip().casefold():
                raise PactStands(partner, pact.id)
        with self.store.writing() as writing:
            return writing.put(
                Pact(
                    id=writing.new_id("a"),
                    partner=partner,
                    role=role,
                    address=address,
                    language=language,
                    sees=chosen(see),
                    secret=secret,
                    since=Week.of(self.moment.today),
                )
            )

    def pact(self, name: str) -> Pact:
        return named(self.store.pacts(), name)

    def pacts(self) -> tuple[PactNews, ...]:
        """Every pact that stands, with what went and came last."""
        with self.store.snapshot():
            standing = [pact for pact in self.store.pacts() if pact.ended is None]
            return tuple(news_of(self.store, pact, self.moment.utc) for pact in standing)

    def letter_for(self, pact: Pact, week: Week | None, *, name: str, text: str, key: str) -> Letter:
        """What would go to a partner about a written week, the last one unless another is meant."""
        with self.store.snapshot():
            review = self.store.review(week) if week else self.store.last_review(Week.of(self.moment.today).shift(1))
            before = last(self.store.pact_letters(pact.id), Side.SENT)
        if review is None:
            raise NothingFound(str(week or self.moment.week_under_review))
        facts = facts_of(review, pact.sees, before.facts if before else None)
        return Letter(week=str(review.week), name=name, text=text, facts=facts, key=key)

    def keep_sent(self, pact: Pact, letter: Letter) -> PactLetter:
        return self._file(pact, Side.SENT, Week.read(letter.week), letter.text, letter.facts, signed=True)

    def keep_received(
        self, pact: Pact, *, week: str, text: str, facts: Mapping[str, Any], signed: bool, key: str = ""
    ) -> PactLetter:
        """Keep what came; a key that was compared becomes the partner's own. Raises SignedAlready."""
        pact = self.pact(pact.id)  # with its secret, which news leave behind
        meant = Week.read(week) if week else self.moment.week_under_review
        known = self._kept(pact, Side.RECEIVED, meant)
        if known and known.signed and not signed:
            raise SignedAlready(pact.partner, str(meant))
        if key and key != pact.key:
            with self.store.writing() as writing:
                writing.put(replace(pact, key=key, compared=True))
        return self._file(pact, Side.RECEIVED, meant, text, facts, signed=signed)

    def change_pact(self, name: str, *, see: Iterable[str], address: str) -> Pact:
        """What the partner sees from the next letter on, and where it goes; they learn of it in that letter."""
        pact = self.pact(name)
        with self.store.writing() as writing:
            return writing.put(replace(pact, sees=chosen(see), address=address))

    def end_pact(self, name: str) -> Pact:
        pact = self.pact(name)
        with self.store.writing() as writing:
            return writing.put(replace(pact, ended=Week.of(self.moment.today)))

    def _file(
        self, pact: Pact, side: Side, week: Week, text: str, facts: Mapping[str, Any], *, signed: bool
    ) -> PactLetter:
        known = self._kept(pact, side, week)
        letter = PactLetter(
            pact=pact.id, week=week, side=side, at=self.moment.utc, text=text, facts=dict(facts), signed=signed,
            version=known.version if known else 1,
        )  # fmt: skip
        with self.store.writing() as writing:
            return writing.put(letter)

    def _kept(self, pact: Pact, side: Side, week: Week) -> PactLetter | None:
        letters = self.store.pact_letters(pact.id)
        return next((one for one in letters if (one.week, one.side) == (week, side)), None)


def news_of(store: Store, pact: Pact, now: datetime) -> PactNews:
    """A pact with what went and came last; its secret key stays behind."""
    letters = store.pact_letters(pact.id)
    sent, received = last(letters, Side.SENT), last(letters, Side.RECEIVED)
    return PactNews(
        pact=replace(pact, secret=""),
        sent=sent,
        received=received,
        days_since_sent=(now - sent.at).days if sent else None,
        days_since_received=(now - received.at).days if received else None,
    )
