"""Pacts: what a letter holds, whose it is, how it goes by mail, and what Monday shows of the answer."""

from __future__ import annotations

import email
import json
import re
import shutil
import socket
import stat
import sys
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

import store_nouns as sn
from fupan.long_view import Side
from fupan.pact_file import BadLetter, canonical, document, read_document
from fupan.pact_form import form, read_form, text_of, unfold
from fupan.pacts import SHOWN, Letter, chosen, eight_words, facts_of, file_name
from fupan.periods import Week
from fupan.posting import mailing, sealing, signing
from test_audience_cut import private_words

KEY = "ab" * 32


# --- the file ----------------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
plain = st.none() | st.booleans() | st.integers(-999, 999) | texts
facts = st.dictionaries(texts, plain | st.lists(st.dictionaries(texts, plain, max_size=3), max_size=3), max_size=4)
letters = st.builds(Letter, week=sn.weeks.map(str), name=texts, text=texts, facts=facts, key=st.just(KEY))


@given(letters)
def test_a_letter_comes_as_it_went(letter):
    """Whatever is written into the file is read out of it, and the bytes that are signed are the same."""
    found, signature = read_document(document(letter, "cd" * 64).encode(), "f")
    assert found == letter
    assert canonical(found) == canonical(letter)
    assert signature == "cd" * 64


@given(st.binary(max_size=300))
def test_junk_is_no_letter(raw):
    """Any bytes are refused by name, never by a crash."""
    with pytest.raises(BadLetter):
        read_document(raw, "junk")


broken = st.sampled_from(["\ud800", "a\udfffb"])
odd = plain | broken | st.floats() | st.lists(plain, max_size=2) | st.dictionaries(texts | broken, plain, max_size=2)


@given(st.sampled_from(["v", "week", "name", "text", "facts", "key", "signature"]), odd)
def test_a_letter_with_anything_in_it_is_whole_or_refused(name, value):
    """Whatever stands in a field, half a surrogate pair too: it is refused by name, or can be signed and stored."""
    told = json.loads(document(Letter(week="2026-W47", key=KEY), "cd" * 64))
    told["data"][name] = value
    try:
        found, _ = read_document(json.dumps(told).encode(), "f")
    except BadLetter:
        return
    assert canonical(found)
    assert isinstance(found.facts, dict)


@pytest.mark.parametrize(
    "facts",
    [["goals"], "goals", {"goals": ["\ud800"]}, {"\ud800": 1}, {"n": 1e300}],
    ids=["list", "text", "half", "name", "number"],
)
def test_facts_that_are_none_are_refused(facts):
    """Facts have names, words that can be written, and numbers that a file can keep."""
    told = json.loads(document(Letter(week="2026-W47", key=KEY), "cd" * 64))
    told["data"]["facts"] = facts
    with pytest.raises(BadLetter):
        read_document(json.dumps(told).encode(), "f")


@pytest.mark.parametrize("field", ["week", "text", "facts", "name"])
def test_a_changed_letter_does_not_hold(field):
    """One changed word, fact or week breaks the signature; so does another key."""
    secret = signing.new_secret()
    letter = Letter(week="2026-W47", name="A", text="hello", facts={"n": 1}, key=signing.public_of(secret))
    signature = signing.sign(secret, canonical(letter))
    assert signing.holds(letter.key, signature, canonical(letter))
    changed = {"week": "2026-W48", "text": "hullo", "facts": {"n": 2}, "name": "B"}[field]
    other = Letter(
        **{"week": "2026-W47", "name": "A", "text": "hello", "facts": {"n": 1}, "key": letter.key, field: changed}
    )
    assert not signing.holds(letter.key, signature, canonical(other))
    assert not signing.holds(signing.public_of(signing.new_secret()), signature, canonical(letter))


def test_eight_words_tell_keys_apart():
    """Two lists of 256 words without a double, and a key always has the same eight of them."""
    assert len(eight_words(KEY, "en").split()) == len(eight_words(KEY, "zh").split()) == 8
    assert eight_words(KEY, "en") == eight_words(KEY, "en") != eight_words("ac" * 32, "en")
    from fupan.pacts import _lists

    for words in _lists().values():
        assert len(set(words)) == len(words) == 256


@given(texts)
def test_a_name_leads_nowhere(name):
    """A partner's name is a file's name and never a path."""
    found = file_name("2026-W47", name, ".html")
    assert re.fullmatch(r"2026-W47-for-[\w-]+\.html", found)


def test_the_seal_is_age():
    """A passphrase opens its own seal and no other."""
    sealed = sealing.seal(b"words", "correct horse")
    assert sealing.is_sealed(sealed)
    assert sealing.unseal(sealed, "correct horse", "f") == b"words"
    with pytest.raises(sealing.WrongSeal):
        sealing.unseal(sealed, "wrong horse", "f")
    with pytest.raises(sealing.WrongSeal):
        sealing.unseal(sealed[:-3] + b"xyz", "correct horse", "f")


# --- the form of who has no fupan --------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("quote", ["", "> ", ">> "])
def test_the_form_is_read_however_it_was_quoted(code, quote):
    """Answers behind the colons, over several lines, quoted by a mail program or not."""
    blank = form("2026-W47", code)
    with pytest.raises(BadLetter):
        read_form(blank, "mail")
    rows = blank.splitlines()
    rows[1] += "well done"
    rows[2] += "4"
    rows.insert(2, "twice")
    mail = "Hello\n\n" + "\n".join(quote + row for row in rows) + "\n\nBest, He"
    assert read_form(mail, "mail") == ("2026-W47", {"text": "well done\ntwice", "grade": "4"})


@given(texts)
def test_a_text_without_the_form_is_refused(text):
    """Nothing is guessed out of a mail that holds no form."""
    with pytest.raises(BadLetter):
        read_form(text, "mail")


@pytest.mark.parametrize("week", ["2026-W74", "2025-W53", "2026-W00", "0000-W01", "9999-W52", "2026-W4x", "٢٠٢٦-W47"])
def test_a_form_of_a_week_that_does_not_exist_is_refused(week):
    """The week at the head of a form is one of the calendar, or is asked for anew."""
    with pytest.raises(BadLetter) as refused:
        read_form(form(week, "en").replace("to them: ", "to them: good"), "mail")
    assert "does not exist" in refused.value.why


@given(
    st.lists(
        st.sampled_from([*form("2026-W47", "en").splitlines(), *form("2026-W74", "zh").splitlines(), "> 4", ""]) | texts
    )
)
def test_whatever_became_of_a_form_it_is_read_or_refused(lines):
    """A form torn apart by a mail program gives answers about a week that exists, or is refused by name."""
    try:
        week, told = read_form("\n".join(lines), "mail")
    except BadLetter:
        return
    assert week == "2026-W47"
    assert told
    assert all(told.values())


def test_an_answer_below_the_empty_form_is_found():
    """A reply that quotes the form as it was sent, and fills in a copy of it, is read by the copy."""
    blank = form("2026-W47", "en")
    mail = "\n".join("> " + line for line in blank.splitlines()) + "\n\n" + blank.replace("5: ", "5: 3")
    assert read_form(mail.replace("---", "—"), "mail") == ("2026-W47", {"grade": "3"})


@pytest.mark.parametrize(
    ("said", "kept"),
    [("4", "4"), ("4/5", "4"), ("4 分", "4"), ("４", "4"), ("4.5", "4.5"), ("很好", "很好"), ("45", "45")],
)
def test_a_grade_is_one_of_five_or_stays_as_it_was_said(said, kept):
    """4/5 is a 4; what is no grade of the five is not made one."""
    assert read_form(form("2026-W47", "en").replace("1 to 5: ", f"1 to 5: {said}"), "mail")[1] == {"grade": kept}


# --- out of a mail -----------------------------------------------------------------------------------------


def reply(text, charset="utf-8", cte="base64", attached=b""):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "wei@example.org", "回复"
    mail.set_content(text, charset=charset, cte=cte)
    mail.add_alternative("<p>html</p>", subtype="html")
    if attached:
        mail.add_attachment(attached, maintype="application", subtype="octet-stream", filename="2026-W47-for-ana.fupan")
    return bytes(mail)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("cte", ["base64", "quoted-printable", "8bit"])
def test_a_saved_mail_is_read(charset, cte):
    """A mail as a program saves it, whatever it is packed in, gives the form that stands in its text."""
    filled = form("2026-W47", "zh").replace("说的： ", "说的： 图书馆三次")
    assert read_form(text_of(unfold(reply(filled, charset, cte))), "mail")[1] == {"text": "图书馆三次"}


def test_a_saved_mail_brings_its_signed_file():
    """The file that hangs on a mail goes before the mail's own words."""
    assert unfold(reply("hello", attached=b'{"fupan": 1}')) == b'{"fupan": 1}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_read_as_its_writer_kept_it(encoding):
    """A form saved by an editor in one of the encodings that Chinese computers write."""
    filled = form("2026-W47", "zh").replace("说的： ", "说的： 图书馆三次")
    assert read_form(text_of(unfold(filled.encode(encoding))), "mail")[1] == {"text": "图书馆三次"}


@given(st.binary(max_size=300), st.sampled_from([b"", b"From: a@b\n", b"Content-Type: text/plain; charset=x\n\n"]))
def test_junk_unfolds_to_bytes(raw, head):
    """No mail is so broken that reading it fails."""
    assert isinstance(text_of(unfold(head + raw)), str)


# --- what is seen ------------------------------------------------------------------------------------------


@given(st.sets(st.sampled_from(sorted(SHOWN))))
def test_what_is_not_seen_has_no_key(names):
    """A letter's facts hold the chosen kinds and not even the names of the others."""
    import rich_quarter

    review = rich_quarter.rich_quarter().reviews[3]
    told = facts_of(review, chosen(names))
    for goal in told.get("goals", []):
        allowed = {field for name in names for field in SHOWN[name]}
        assert set(goal) <= allowed
    assert ("promises" in told) == ("promises" in names)
    assert "motive" not in json.dumps(told)


named = st.sampled_from(["goals", "promises", "grades", "verdicts", "shows", "showed", "request", "grade", "title", "final", "boss", "outcome", "actual_hours", "proof"])  # fmt: skip
foreign = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(named, inner, max_size=4))


@given(st.dictionaries(named, foreign, max_size=4), st.sampled_from(["en", "zh"]))
def test_whatever_facts_come_they_can_be_shown(facts, code):
    """Facts of any shape under the known names are drawn; a stranger's file never stops the program."""
    from fupan.language import Language
    from fupan.long_view import Pact, PactLetter
    from fupan.render import pacts

    week = Week(2026, 47)
    pact = Pact(id="a1", partner="Li Wei", since=week)
    letter = PactLetter(pact="a1", week=week, side=Side.RECEIVED, at=datetime(2026, 11, 28, tzinfo=UTC), facts=facts)
    assert pacts.received(pact, letter, Language.load(code))


# --- two people --------------------------------------------------------------------------------------------


@pytest.fixture
def two(lived, tmp_path, monkeypatch, home):
    """Two people with half a year each; gives a way to be one of them."""
    places = {name: tmp_path / name for name in ("ana", "wei")}
    for (name, place), language in zip(places.items(), ("en", "zh"), strict=True):
        shutil.copytree(lived[language], place)
        del name
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FUPAN_NOW", "2026-11-16T21:00:00+08:00")

    def be(name):
        monkeypatch.setenv("FUPAN_HOME", str(places[name]))
        monkeypatch.setenv("FUPAN_LANG", "en" if name == "ana" else "zh")

    return be


def data(ran):
    assert ran.status == 0, ran.err
    return json.loads(ran.out)["data"]


def test_a_week_goes_there_and_an_answer_comes_back(two, run, tmp_path):
    """Both make a pact, compare eight words once, and see each other's week; Monday shows the answer."""
    two("ana")
    ana = data(run("pact", "new", "Li Wei", "--json"))
    sent = data(run("pact", "send", "wei", "--text", "Library twice. You?", "--yes", "--json"))
    page, signed = (tmp_path / name for name in sent["files"])
    assert stat.S_IMODE(page.stat().st_mode) == stat.S_IMODE(signed.stat().st_mode) == 0o600
    two("wei")
    run("pact", "new", "Ana")
    unread = run("pact", "read", signed.name)
    assert unread.status == 2
    assert eight_words(ana["key"], "zh") in unread.err
    assert eight_words(ana["key"], "en") in unread.err
    kept = data(run("pact", "read", signed.name, "--yes", "--json"))
    assert (kept["signed"], kept["text"], kept["week"]) == (True, "Library twice. You?", "2026-W46")
    assert data(run("pact", "send", "Ana", "--text", "三次", "--yes", "--json"))["files"] == [
        "2026-W46-for-ana.html",
        "2026-W46-for-ana.fupan",
    ]
    two("ana")
    assert run("pact", "read", "2026-W46-for-ana.fupan", "--yes").status == 0
    status = run("pact").out
    assert "三次" in status
    assert "done 3 · 8.5/9 h" in status
    assert "signed with their key" in status
    assert "三次" in run("pact", "read", "2026-W46-for-ana.fupan").out  # compared already: nothing is asked


def test_monday_shows_the_answer(two, run, journal):
    """The opening of the review says who answered what, and whether it is surely theirs."""
    from fupan.language import Language
    from fupan.render.compass import from_afar
    from fupan.render.lines import Lines
    from fupan.render.words import Words

    pact = journal.new_pact("Li Wei", role="partner", address="", language="", see=(), secret=signing.new_secret())
    journal.keep_received(pact, week="2026-W47", text="图书馆 3/3", facts={"grade": "4"}, signed=False)
    afar = journal.open_week().afar
    assert afar.pacts[0].pact.secret == ""
    for code, told in (("en", "not signed"), ("zh", "没有签名")):
        lines = Lines(80)
        from_afar(afar, Words(Language.load(code)), lines)
        assert "图书馆 3/3" in lines.plain()
        assert told in lines.plain()


def test_a_letter_of_another_key_is_refused(two, run, tmp_path):
    """Once compared, only that key speaks for the partner; a changed file is refused too."""
    two("ana")
    run("pact", "new", "Li Wei")
    run("pact", "send", "wei", "--yes")
    two("wei")
    run("pact", "new", "Ana")
    assert run("pact", "read", "2026-W46-for-li-wei.fupan", "--yes").status == 0
    two("ana")
    run("pact", "end", "wei")
    run("pact", "new", "Li Wei")
    run("pact", "send", "wei", "--yes", "--force", "--text", "I lost my key")
    two("wei")
    stranger = run("pact", "read", "2026-W46-for-li-wei.fupan", "--from", "Ana", "--yes")
    assert (stranger.status, "Ana" in stranger.err) == (1, True)
    path = tmp_path / "2026-W46-for-li-wei.fupan"
    path.write_text(path.read_text("utf-8").replace("I lost my key", "I lost no key"), encoding="utf-8")
    assert run("pact", "read", path.name, "--from", "Ana", "--yes").status == 2


@pytest.mark.parametrize("name", ["ana", "wei"])
def test_no_private_word_is_in_a_letter(two, run, tmp_path, name):
    """With everything shown that can be shown, no motive, why, mentor's line or note stands in either file."""
    two(name)
    private = private_words(run)
    assert len(private) > 100
    run("pact", "new", "Somebody", "--see", ",".join(SHOWN))
    files = data(run("pact", "send", "somebody", "--yes", "--json"))["files"]
    for file in files:
        flat = " ".join((tmp_path / file).read_text("utf-8").split())
        assert not [text for text in private if " ".join(text.split())[:40] in flat]


def test_the_page_is_script_free_and_fetches_nothing(two, run, tmp_path):
    """Hostile words are text; the page allows itself no script and no address."""
    two("ana")
    run("pact", "new", "<script>alert(1)</script>")
    run("pact", "send", "a1", "--text", "<img src=x onerror=alert(1)> {{ 7*7 }}", "--yes")
    [page] = tmp_path.glob("*.html")
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    assert "default-src 'none'" in text
    assert not re.search(r"https?://|src=|@import|url\(", text.replace("&lt;img src=x", ""))


def test_nothing_is_made_without_a_yes(two, run, tmp_path):
    """The letter is shown first; nobody at a terminal to say yes means that no file is made."""
    two("ana")
    run("pact", "new", "Li Wei")
    refused = run("pact", "send", "wei")
    assert refused.status == 2
    assert "What came of it" in refused.err
    assert not list(tmp_path.glob("2026*"))


def test_a_pact_is_changed_and_the_partner_learns_of_it(two, run, tmp_path):
    """Nothing changes without a yes to what is shown first; the next letter says what is new and what is gone."""
    two("ana")
    run("pact", "new", "Li Wei")
    run("pact", "send", "wei", "--yes")
    asked = run("pact", "change", "wei", "--see", "goals,outcomes,verdicts,promises")
    assert asked.status == 2
    assert "New in it: verdicts" in asked.err
    assert "No longer in it: hours, proofs" in asked.err
    assert data(run("pact", "--json"))[0]["pact"]["sees"]["hours"] is True
    assert data(run("pact", "change", "wei", "--never", "hours,proofs", "--yes", "--json"))["sees"]["hours"] is False
    run("pact", "change", "wei", "--see", "goals,outcomes,verdicts,promises", "--yes")
    run("pact", "send", "wei", "--yes", "--force")
    page = (tmp_path / "2026-W46-for-li-wei.html").read_text("utf-8")
    assert "No longer in it: hours, proofs" in page
    assert " hours" not in page.replace("No longer in it: hours", "")
    two("wei")
    run("pact", "new", "Ana")
    told = run("pact", "read", "2026-W46-for-li-wei.fupan", "--yes").out
    assert "新增：判断" in told
    assert "不再有：小时、成果" in told
    two("ana")
    run("pact", "send", "wei", "--yes", "--force")
    assert "No longer in it" not in (tmp_path / "2026-W46-for-li-wei.html").read_text("utf-8")


def test_a_pact_may_show_nothing(two, run):
    """What is taken away is gone: where nothing is left, the usual does not come back by itself."""
    two("ana")
    made = data(run("pact", "new", "Li Wei", "--see", "goals", "--never", "goals", "--json"))
    assert not any(made["sees"].values())
    assert run("pact", "change", "wei").status == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_read_is_refused_with_a_way_out(two, run, tmp_path, language):
    """A form of no week, half a letter, the page, one's own letter: each is named, and nothing is kept."""
    two("ana" if language == "en" else "wei")
    run("pact", "new", "Partner", "--as", "mentor")
    sent = data(run("pact", "send", "partner", "--yes", "--json"))["files"]
    half = json.loads((tmp_path / sent[1]).read_text("utf-8"))
    half["data"]["text"] = "\ud800"
    (tmp_path / "half.fupan").write_text(json.dumps(half), encoding="utf-8")
    (tmp_path / "week.txt").write_text(
        form("2026-W74", language).replace("them: ", "them: hi").replace("说的： ", "说的： 好")
    )
    ways = {
        "half.fupan": ("once more", "重发"),
        "week.txt": ("2026-W47", "2026-W47"),
        sent[0]: (".fupan", ".fupan"),
        sent[1]: ("your own letter", "你自己"),
    }
    for file, way in ways.items():
        for command in (("pact", "read", file), ("mentor", "read", file, "--from", "partner")):
            refused = run(*command)
            assert (refused.status, file in refused.err, way[language == "zh"] in refused.err) == (2, True, True), (
                refused.err
            )
    assert "no answer yet" in run("pact").out or "还没有答复" in run("pact").out


def test_an_unsigned_text_does_not_replace_a_signed_letter(two, run, tmp_path):
    """What anybody could have written stands beside what the partner signed, never in its place."""
    two("wei")
    run("pact", "new", "Ana")
    run("pact", "send", "Ana", "--text", "三次", "--yes")
    two("ana")
    run("pact", "new", "Li Wei")
    assert run("pact", "read", "2026-W46-for-ana.fupan", "--yes").status == 0
    (tmp_path / "mail.txt").write_text(
        form("2026-W46", "en").replace("to them: ", "to them: never mind"), encoding="utf-8"
    )
    assert run("pact", "read", "mail.txt").status == 1
    assert "三次" in run("pact").out


def test_a_mentor_answers_by_mail(two, run, tmp_path):
    """A filled-in form is kept as what it is: not signed."""
    two("ana")
    run("pact", "new", "Prof. He", "--as", "mentor")
    (tmp_path / "mail.txt").write_text(form("2026-W46", "en").replace("to them: ", "to them: good"), encoding="utf-8")
    kept = data(run("mentor", "read", "mail.txt", "--from", "he", "--json"))
    assert (kept["signed"], kept["text"], kept["side"]) == (False, "good", "received")
    assert run("mentor", "read", "mail.txt", "--from", "nobody").status == 3


def test_what_cannot_be_shown_is_refused(two, run):
    """A motive cannot be chosen for a letter, and an unknown kind is named with what there is."""
    two("ana")
    for wrong in (["--see", "motive"], ["--never", "secrets"], ["--as", "friend"]):
        assert run("pact", "new", "Li Wei", *wrong).status == 2
    assert data(run("pact", "new", "Li Wei", "--never", "motive,why,hours", "--json"))["sees"]["hours"] is False


# --- mail --------------------------------------------------------------------------------------------------


class Inbox:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def smtp():
    """A real SMTP server on this machine."""
    from aiosmtpd.controller import Controller

    inbox = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, port
    controller.stop()


def test_a_letter_by_the_persons_own_server(two, run, smtp):
    """The mail holds the letter, the form and both files; what went is kept."""
    inbox, port = smtp
    two("ana")
    for name, value in (
        ("name", "Ana"),
        ("mail_from", "ana@example.org"),
        ("smtp_host", "127.0.0.1"),
        ("smtp_port", str(port)),
        ("smtp_security", "none"),
    ):
        assert run("config", "set", name, value).status == 0
    run("pact", "new", "Li Wei", "--mail", "wei@example.org")
    assert data(run("pact", "send", "wei", "--yes", "--mail", "--json"))["mailed"] is True
    [(sender, to, raw)] = inbox.mails
    assert (sender, to) == ("ana@example.org", ["wei@example.org"])
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert mail["Subject"] == "Week 2026-W46, from Ana"
    assert form("2026-W46", "en").splitlines()[0] in mail.get_body().get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "2026-W46-for-li-wei.html",
        "2026-W46-for-li-wei.fupan",
    ]


def test_a_letter_by_the_persons_own_program(two, run, tmp_path):
    """The mail goes to a program's standard input, as msmtp reads it; its failure keeps the files."""
    two("ana")
    out = tmp_path / "out.eml"
    program = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())\" {out}"
    run("config", "set", "mail_from", "ana@example.org")
    run("config", "set", "mail_program", program)
    run("pact", "new", "Li Wei", "--mail", "wei@example.org")
    assert run("pact", "send", "wei", "--yes", "--mail").status == 0
    assert email.message_from_bytes(out.read_bytes())["To"] == "wei@example.org"
    run("config", "set", "mail_program", "false")
    failed = run("pact", "send", "wei", "--yes", "--mail", "--force")
    assert (failed.status, "2026-W46-for-li-wei.html" in failed.err) == (1, True)
    assert (tmp_path / "2026-W46-for-li-wei.html").exists()


def test_what_a_mail_lacks_is_said_before_anything_is_made(two, run, tmp_path):
    """No address, no program, no sender: each is named in turn, and no file is left behind."""
    two("ana")
    run("pact", "new", "Li Wei")
    for way, mended in (
        ("pact change --mail", ("pact", "change", "wei", "--mail", "wei@example.org", "--yes")),
        ("mail_program", ("config", "set", "mail_program", "true")),
        ("mail_from", ("config", "set", "mail_from", "ana@example.org")),
    ):
        refused = run("pact", "send", "wei", "--yes", "--mail")
        assert (refused.status, way in refused.err) == (2, True)
        assert run(*mended).status == 0
    assert not list(tmp_path.glob("2026*"))
    assert run("pact", "send", "wei", "--yes", "--mail").status == 0


def test_who_has_no_pact_is_told_how_to_make_one(two, run):
    """With none at all, the way out is `pact new`; a letter without a name says so."""
    two("ana")
    assert "fupan pact new 'Li Wei'" in run("pact", "send", "Li Wei").err
    run("pact", "new", "Li Wei")
    assert "fupan config set name" in run("pact", "send", "Li Wei").err


def test_mail_without_encryption_stays_on_this_machine():
    """A server elsewhere is never spoken to in the clear."""
    mail = mailing.message("a@x.org", "b@x.org", "s", "b", ())
    with pytest.raises(mailing.MailNotSent):
        mailing.by_server(mail, mailing.Server(host="mail.example.org", port=25, security="none"), str)


def test_a_name_cannot_break_the_header(two, run):
    """A line break in a name or an address is refused before it comes near a mail."""
    two("ana")
    assert run("pact", "new", "Li\nBcc: x@y.z").status == 2
    assert run("config", "set", "name", "A\nBcc: x@y.z").status == 2
