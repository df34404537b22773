"""A pact's letters and its standing, on a terminal and in the body of a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.language import LANGUAGES, N_
from fupan.lean import dataclass
from fupan.model import Cause, Outcome
from fupan.pact_form import form
from fupan.pacts import eight_words
from fupan.render.cells import one_line
from fupan.render.lines import Lines
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from fupan.language import Language
    from fupan.long_view import Pact, PactLetter
    from fupan.pacts import Letter, PactNews

SEEN: Mapping[str, str] = {
    "goals": N_("goals"),
    "outcomes": N_("outcomes"),
    "hours": N_("hours"),
    "proofs": N_("proofs"),
    "promises": N_("promises"),
    "grades": N_("grades"),
    "verdicts": N_("verdicts"),
}
GRADES = ("1", "2", "3", "4", "5")  # what else is given for one is shown as it was written
ROLES: Mapping[str, str] = {"partner": N_("partner"), "mentor": N_("mentor"), "boss": N_("boss")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading with its rows; the first line of a row is what it is about."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def parts(facts: Mapping[str, Any], say: Language) -> tuple[Part, ...]:
    """The facts of a letter, read: whatever came, only texts and numbers of known names are shown."""
    words = Words(say)
    found = [
        Part(title=say("What this letter shows"), rows=tuple((row,) for row in _moved(facts, say))),
        Part(title=say("What came of it"), rows=tuple(_goal(goal, words) for goal in _list(facts, "goals"))),
        Part(title=say("Promised next"), rows=tuple(_promise(goal, words) for goal in _list(facts, "promises"))),
        Part(title=say("Grades, 1 to 5"), rows=_grades(facts.get("grades"), say)),
        Part(title=say("Verdicts"), rows=tuple(_verdict(one, words) for one in _list(facts, "verdicts"))),
    ]
    return tuple(part for part in found if part.rows)


def heading(letter: Letter, say: Language) -> str:
    """What a letter is called: its week, and whose it is if they said how they are called."""
    if not letter.name:
        return say("Week %(week)s", week=letter.week)
    return say("Week %(week)s, from %(name)s", week=letter.week, name=one_line(letter.name))


def preview(letter: Letter, say: Language, *, width: int = 80) -> str:
    """Every word that goes, as it goes."""
    lines = Lines(width)
    lines.put(heading(letter, say), "bold")
    if letter.text:
        lines.quote(letter.text)
    for part in parts(letter.facts, say):
        lines.heading(part.title)
        for first, *more in part.rows:
            lines.put(one_line(first) or "–", first="  · ")
            lines.dots([one_line(line) for line in more], indent=4)
    return lines.plain()


def mail_body(letter: Letter, say: Language) -> str:
    """What stands in the mail itself: the letter, and the form for who has no fupan."""
    told = say("Your answer: with fupan, `fupan pact send`; without, reply and write behind the colons.")
    return f"{preview(letter, say, width=76)}\n{told}\n\n{form(letter.week, say.code)}"


def made(pact: Pact, key: str, say: Language, *, width: int = 80) -> str:
    """Said once a pact is made: what they will see, and the words to compare."""
    lines = Lines(width)
    lines.put(say("Pact %(id)s with %(partner)s.", id=pact.id, partner=one_line(pact.partner)))
    lines.put(say("They will see: %(names)s.", names=_sees(pact, say)))
    lines.put(say("Never, in any letter: motives, whys, the mentor's lines, notes."))
    lines.put(say("Your eight words, for them to compare once, by voice:"))
    for code in LANGUAGES:  # theirs may be the other one
        lines.put(eight_words(key, code), "bold", first="  ")
    return lines.plain()


def changing(pact: Pact, wanted: Collection[str], address: str, say: Language, *, width: int = 80) -> str:
    """What a change would change, before a yes to it."""
    lines = Lines(width)
    lines.put(say("Pact %(id)s with %(partner)s.", id=pact.id, partner=one_line(pact.partner)))
    lines.put(say("They see: %(names)s.", names=_sees(pact, say)))
    now = [name for name, seen in pact.sees.items() if seen]
    for row in _moved({"shows": list(wanted), "showed": now}, say):
        lines.put(row, "bold", first="  ")
    if set(now) != set(wanted):
        lines.put(say("The next letter tells them so. What they were sent already stays with them."))
    if address != pact.address:
        lines.put(say("Letters go to %(address)s.", address=one_line(address)))
    return lines.plain()


def changed(pact: Pact, say: Language, *, width: int = 80) -> str:
    """Said once a pact is changed."""
    lines = Lines(width)
    lines.put(say("Pact %(id)s with %(partner)s.", id=pact.id, partner=one_line(pact.partner)))
    lines.put(say("They will see: %(names)s.", names=_sees(pact, say)))
    if pact.address:
        lines.put(say("Letters go to %(address)s.", address=one_line(pact.address)))
    return lines.plain()


def standing(found: Sequence[PactNews], keys: Mapping[str, str], say: Language, *, width: int = 80) -> str:
    """Every pact: since when, what they see, what went and came last, the words."""
    lines = Lines(width)
    if not found:
        lines.put(say("No pact yet: `fupan pact new 'Li Wei'` makes one."))
    for news in found:
        pact = news.pact
        lines.heading(f"{pact.id}  {one_line(pact.partner)}")
        lines.dots([say(ROLES.get(pact.role, pact.role)), say("since %(week)s", week=str(pact.since))])
        lines.put(say("They see: %(names)s.", names=_sees(pact, say)), first="  ")
        lines.put(_went(news, say), first="  ")
        _words(say("Your words"), keys[pact.id], lines)
        if pact.key:
            _words(say("Their words"), pact.key, lines)
        if news.received:
            _answer(news.received, say, lines)
    return lines.plain()


def received(pact: Pact, letter: PactLetter, say: Language, *, width: int = 80) -> str:
    """A letter that came, attached to its week."""
    lines = Lines(width)
    told = {"partner": one_line(pact.partner), "week": str(letter.week)}
    lines.put(say("%(partner)s, week %(week)s:", **told), "bold")
    _answer(letter, say, lines, tally=False)  # all of it follows
    for part in parts(letter.facts, say):
        lines.heading(part.title)
        for first, *more in part.rows:
            lines.put(one_line(first) or "–", first="  · ")
            lines.dots([one_line(line) for line in more], indent=4)
    return lines.plain()


def on_monday(found: Iterable[PactNews], words: Words, lines: Lines) -> None:
    """What the review shows of the pacts: who answered what, and how long it is ago."""
    for news in found:
        lines.put(f"{one_line(news.pact.partner)}{words.colon}{_went(news, words.say)}")
        if news.received:
            _answer(news.received, words.say, lines)


def _words(name: str, key: str, lines: Lines) -> None:
    """A key's eight words in both languages: a partner's may be the other one."""
    lines.put(name, "dim", first="  ")
    for code in LANGUAGES:
        lines.put(eight_words(key, code), "dim", first="    ")


def _answer(letter: PactLetter, say: Language, lines: Lines, *, tally: bool = True) -> None:
    """Their words, with how much they can be trusted to be theirs."""
    request, grade = letter.facts.get("request"), letter.facts.get("grade")
    for text in (letter.text, str(request) if request else ""):
        if text:
            lines.quote(text)
    if tally:
        lines.dots(_tally(letter.facts, Words(say)))
    facts = []
    if grade:
        told = one_line(str(grade))
        facts.append(say("grade %(grade)s of 5", grade=told) if told in GRADES else say("grade: %(grade)s", grade=told))
    facts.append(say("signed with their key") if letter.signed else say("not signed: anybody could have written it"))
    lines.dots(facts, style="dim")


def _tally(facts: Mapping[str, Any], words: Words) -> list[str]:
    """Their week in short: how many goals came out how, and the hours."""
    goals = _list(facts, "goals")
    came = [goal.get("outcome") for goal in goals]
    told = [f"{words.name(outcome)} {n}" for outcome in Outcome if (n := came.count(outcome.value))]
    hours = [[goal.get(name) for goal in goals] for name in ("actual_hours", "planned_hours")]
    real, planned = (sum(one for one in of if isinstance(one, (int, float))) for of in hours)
    return [*told, words.hours_of(real, planned)] if real or planned else told


def _went(news: PactNews, say: Language) -> str:
    sent, received = news.days_since_sent, news.days_since_received
    if sent is None:
        told_sent = say("you have sent nothing yet")
    elif sent < 1:
        told_sent = say("you last sent today")
    else:
        told_sent = say.plural("you last sent %(n)d day ago", "you last sent %(n)d days ago", sent)
    if received is None:
        told_received = say("no answer yet")
    elif received < 1:
        told_received = say("last answer today")
    else:
        told_received = say.plural("last answer %(n)d day ago", "last answer %(n)d days ago", received)
    return f"{told_sent} · {told_received}"


def _sees(pact: Pact, say: Language) -> str:
    return _named([name for name, seen in pact.sees.items() if seen], say) or say("nothing")


def _moved(facts: Mapping[str, Any], say: Language) -> Iterator[str]:
    """What is new in a letter, and what is no longer there, where it shows other things than the last one."""
    shows, showed = (
        {one for one in told if isinstance(one, str) and one in SEEN} if isinstance(told, list) else set()
        for told in (facts.get("shows"), facts.get("showed"))
    )
    if not isinstance(facts.get("showed"), list):
        return
    for message, names in (
        (N_("New in it: %(names)s"), shows - showed),
        (N_("No longer in it: %(names)s"), showed - shows),
    ):
        if names:
            yield say(message, names=_named(names, say))


def _named(names: Collection[str], say: Language) -> str:
    return ("、" if say.zh else ", ").join(say(spoken) for name, spoken in SEEN.items() if name in names)


def _list(facts: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = facts.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _goal(goal: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    say = words.say
    rows = [str(goal.get("title") or ""), _outcome(goal.get("outcome"), words)]
    planned, actual = goal.get("planned_hours"), goal.get("actual_hours")
    if isinstance(actual, (int, float)) or isinstance(planned, (int, float)):
        rows.append(say("%(actual)s of %(planned)s hours", actual=_number(actual), planned=_number(planned)))
    if goal.get("proof"):
        rows.append(say("proof: %(proof)s", proof=str(goal["proof"])))
    if goal.get("measure") and not goal.get("proof"):
        rows.append(say("seen by: %(measure)s", measure=str(goal["measure"])))
    return tuple(row for n, row in enumerate(rows) if row or n == 0)


def _promise(goal: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    say = words.say
    hours = goal.get("planned_hours")
    rows = [str(goal.get("title") or "")]
    rows += [say("%(hours)s hours", hours=_number(hours))] if isinstance(hours, (int, float)) else []
    rows += [say("seen by: %(measure)s", measure=str(goal["measure"]))] if goal.get("measure") else []
    return tuple(rows)


def _grades(given: Any, say: Language) -> tuple[tuple[str, ...], ...]:
    if not isinstance(given, dict):
        return ()
    names = (("boss", say("as my boss")), ("self", say("as myself")))
    return tuple((f"{spoken}: {_number(given[name])}",) for name, spoken in names if given.get(name) is not None)


def _verdict(one: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    known = {cause.value: cause for cause in Cause}
    final = str(one.get("final") or "")
    told = words.name(known[final]) if final in known else final
    title = str(one.get("title") or "")
    return (f"{title}: {told}" if title else told,)


def _outcome(given: Any, words: Words) -> str:
    known = {outcome.value: outcome for outcome in Outcome}
    return words.name(known[given]) if isinstance(given, str) and given in known else ""


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else "–"
