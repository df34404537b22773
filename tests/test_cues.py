"""Reading words: cues, denials, other subjects, outside causes, and the traps of both languages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from fupan.diagnosis import cues, patterns, wording
from fupan.diagnosis.diagnose import diagnose
from fupan.diagnosis.reading import read
from fupan.diagnosis.weights import data, weights
from fupan.model import Cause, Reason
from test_diagnosis import record
from wording.needs import FILE
from wording.needs import text as text_of_needs


def codes(text):
    """The codes told in a text, each with the sign of its weight."""
    return {(hit.code, hit.weight > 0) for clause in cues.clauses(text) for hit in cues.hits(clause)}


def told(text):
    return {code for code, _ in codes(text)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("晚上一躺下就刷视频", "leisure"),
        ("watched Netflix instead", "leisure"),
        ("按掉闹钟接着睡", "idle"),
        ("slept in again", "idle"),
        ("一直拖着", "put_off"),
        ("kept putting it off", "put_off"),
        ("周日晚上才开始", "last_minute"),
        ("crammed on Sunday", "last_minute"),
        ("提不起劲", "no_drive"),
        ("couldn't be bothered", "no_drive"),
        ("忘了这回事", "forgot"),
        ("it slipped my mind", "forgot"),
        ("一次都没打开", "not_opened"),
        ("never opened it", "not_opened"),
        ("did the easy tickets first", "easier_work"),
        ("真的不会", "cannot"),
        ("way over my head", "cannot"),
        ("看不懂推导", "not_understood"),
        ("don't understand the proof", "not_understood"),
        ("不知从何下手", "no_next_step"),
        ("不知道从哪里下手", "no_next_step"),
        ("no idea how to begin", "no_next_step"),
        ("卡在第二步", "stuck"),
        ("hit a wall", "stuck"),
        ("试了三种办法", "tried_many"),
        ("tried everything", "tried_many"),
        ("花了三周", "hours_in"),
    ],
)
def test_events_are_found(text, code):
    """A plain event of each kind is found in both languages."""
    assert code in told(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不是懒", "said_lazy"),
        ("并非拖延症", "said_lazy"),
        ("not stuck", "stuck"),
        ("I'm not stuck", "stuck"),
        ("没卡住", "stuck"),
        ("没有卡住", "stuck"),
        ("it is not that I forgot", "forgot"),
        ("从没忘记", "forgot"),
        ("not really confused", "not_understood"),
        ("谈不上看不懂", "not_understood"),
        ("no netflix", "leisure"),
        ("没刷手机", "leisure"),
        ("didn't procrastinate", "put_off"),
        ("没有躺平", "idle"),
    ],
)
def test_denial_never_counts_for_its_cue(text, code):
    """A denied cue gives a little to the other side and nothing to its own."""
    side = data("cues")["cues"][code]["side"] == "laziness"
    assert (code, side) not in codes(text)


@pytest.mark.parametrize("text", ["不是不会", "不是不会做，就是没做", "not that I can't", "it's not that I couldn't"])
def test_double_negation_is_one_cue(text):
    """`Not that I can't` says that one can, and swallows the denial inside it."""
    assert ("could_do", True) in codes(text)
    assert "cannot" not in told(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("以后不会再拖了", "cannot"),
        ("钱不会花在这上面", "cannot"),
        ("卡在审批", "stuck"),
        ("stuck in traffic", "stuck"),
        ("stuck in approval", "stuck"),
        ("看视频教程看到很晚", "leisure"),
        ("lost two days to the move", "slow_or_stalled"),
        ("队友太懒", "said_lazy"),
        ("my teammate slept in", "idle"),
        ("同事一直在刷手机", "leisure"),
        ("she never opened the file", "not_opened"),
    ],
)
def test_traps(text, never):
    """Look-alikes tell nothing: another sense of the word, or someone else as the subject."""
    assert never not in told(text)


@pytest.mark.parametrize("text", ["卡在审批", "stuck in approval", "等法务审批", "waiting for the vendor's reply"])
def test_blocked_is_outside(text):
    """Being held up by others is an outside cause."""
    assert "blocked" in cues.outside_codes(text)


@pytest.mark.parametrize("text", ["没有生病", "not ill at all", "I was not sick"])
def test_denied_outside(text):
    """A denied illness excuses nothing."""
    assert not cues.outside_codes(text)


def test_flu_in_bed_is_rest():
    """Rest during illness is never idling."""
    found = diagnose(record((6, 0, None, "Flu, in bed from Tuesday to Sunday")))
    assert found.reason is Reason.OUTSIDE
    assert not found.of(Cause.LAZINESS) or all(not f.code.startswith("text.") for f in found.of(Cause.LAZINESS))


def test_illness_excuses_only_its_week():
    """Illness in week 3 does not excuse weeks 1 and 2."""
    weeks = ((6, 0, None, "刷视频"), (6, 0, None, "一直拖着没动"), (6, 0, None, "发烧住院"))
    shares = read(record(*weeks)).shares
    assert shares[2] >= 0.5
    assert max(shares[:2]) < 0.5
    assert diagnose(record(*weeks)).cause is Cause.LAZINESS


def test_busy_alone_neither_excuses_nor_convicts():
    """`Too busy` asks where the hours went."""
    found = diagnose(record((8, 5, None, "太忙了，没做完")))
    assert found.cause is Cause.UNCLEAR
    assert found.reason is not Reason.OUTSIDE


def test_after_but_weighs_more():
    """What stands after a `but` weighs more than what stands before it."""
    before = {h.code: h.weight for c in cues.clauses("看不懂，但一直在刷手机") for h in cues.hits(c)}
    rule = weights()["text"]
    assert before["leisure"] == pytest.approx(1.1 * rule["after_but"])
    assert before["not_understood"] == pytest.approx(-1.05 * rule["before_but"])


def test_second_hit_half_third_nothing():
    """The same code twice gives one and a half, thrice no more."""
    one, two, three = (
        sum(f.weight for f in read(record(*[(5, 4, None, "卡在这一步")] * n)).findings if f.code == "text.stuck")
        for n in (1, 2, 3)
    )
    assert two == pytest.approx(1.5 * one)
    assert three == pytest.approx(two)


def test_words_are_capped():
    """All words of one side together weigh at most two."""
    whole = "刷视频，打游戏，躺平，一直拖，提不起劲，忘了，一次都没打开，其实不难"
    found = diagnose(record((5, 2, None, whole)))
    words = sum(f.weight for f in found.of(Cause.LAZINESS) if f.code.startswith("text.") or f.code == "wording")
    assert words == pytest.approx(weights()["text"]["cap"])


def test_verdict_words_are_nearly_worthless():
    """Calling oneself lazy after full hours without result does not turn the verdict."""
    assert diagnose(record((10, 10, 0.1), (10, 11, 0.1, "我太懒了"))).cause is Cause.ABILITY
    assert abs(wording.hear("懒").lean - wording.hear("").lean) < 0.01


def test_irony_abstains():
    """Irony is left to the question."""
    assert (
        diagnose(record((None, None, None, "What a triumph. Historians will write about this one."))).cause
        is Cause.UNCLEAR
    )


def test_no_longer_wanted():
    """A goal that is no longer wanted was dropped, not missed."""
    for text in ("说实话已经不想读博了", "honestly I no longer want a PhD"):
        found = diagnose(record((4, 0, None, text)))
        assert (found.reason, found.pattern) == (Reason.NOT_WANTED, "W")


SAME = [
    ("一直在刷手机", "kept scrolling on my phone"),
    ("不知道从哪里下手", "no idea where to start"),
    ("试了三种办法都卡在同一步", "tried three ways, stuck at the same step"),
    ("一直拖着没开始", "kept putting it off, never started"),
    ("懒得动", "couldn't be bothered"),
    ("忘了", "forgot"),
    ("看不懂", "don't understand it"),
    ("发烧，躺了一周", "fever, in bed all week"),
    ("等对方回复", "waiting for their reply"),
    ("太忙了", "too busy"),
    ("没做完", "didn't finish"),
]


@pytest.mark.parametrize(("zh", "en"), SAME)
@pytest.mark.parametrize(("planned", "actual"), [(10, 3), (10, 9)])
def test_both_languages_weigh_alike(zh, en, planned, actual):
    """The same words in the other language change the log-odds by less than one half."""
    odds = [
        diagnose(replace(record((planned, actual, None, text)), language=lang)).log_odds
        for text, lang in ((zh, "zh"), (en, "en"))
    ]
    assert abs(odds[0] - odds[1]) < 0.5


def test_every_pattern_compiles_and_no_code_is_empty():
    """The cue file is whole: every code has phrases in both languages."""
    for section in ("cues", "outside"):
        for code, entry in data("cues")[section].items():
            assert entry["zh"], code
            assert entry["en"], code
    for at in patterns.places():
        re.compile(at.pattern)


def test_only_patterns_that_cannot_match_are_left_out():
    """What is read of a text is what all patterns of a code together find in it."""
    texts = [text for text in sorted(corpus()) if len(text) < 200][::7]
    assert len(texts) > 200
    for section in patterns.SECTIONS:
        for languages in (("zh",), ("en",), patterns.LANGUAGES):
            entries = data("cues")[section].items()
            whole = {c: patterns.union(tuple(p for lang in languages for p in e[lang])) for c, e in entries}
            for text in map(cues.plain, texts):
                found = {code: spans(some, text) for code, some in patterns.readers(section, text, languages)}
                every = {code: spans(all_of_it, text) for code, all_of_it in whole.items()}
                assert [(c, s) for c, s in found.items() if s] == [(c, s) for c, s in every.items() if s]


def spans(reader, text):
    return [match.span() for match in reader.finditer(text)]


def corpus():
    """Clauses of the learned wording, which were written apart from the cues."""
    for file in (Path(__file__).parent / "wording").glob("*.txt"):
        yield from file.read_text(encoding="utf-8").splitlines()


def test_the_needs_of_the_patterns_are_up_to_date():
    """`python tests/wording/needs.py` was run after the last change of cues.json."""
    assert FILE.read_text(encoding="utf-8") == text_of_needs()


def test_cues_are_data(monkeypatch):
    """A phrase added to the file is read."""
    text = "去养蚂蚁了"
    assert "leisure" not in told(text)
    monkeypatch.setitem(data("cues")["cues"]["leisure"], "zh", ["养蚂蚁"])
    clear()
    assert "leisure" in told(text)
    monkeypatch.undo()
    clear()


def clear():
    patterns._index.cache_clear()
    patterns._possible.cache_clear()


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("外公去世", 0.7),
        ("住院", 0.7),
        ("flu", 0.5),
        ("family emergency", 0.5),
        ("waiting for access", 0.6),
        ("reorg", 0.6),
        ("overtime", 0.4),
        ("发烧，等审批", 0.8),
    ],
)
def test_share_of_each_outside_cause(text, share):
    """Each outside cause takes its printed share of the week, and causes of one week combine."""
    assert read(record((5, 0, None, text))).shares[0] == pytest.approx(share)


def test_denial_gives_two_fifths():
    """`Not stuck` gives two fifths of the cue's weight to the other side."""
    (hit,) = [h for c in cues.clauses("not stuck") for h in cues.hits(c)]
    assert hit.weight == pytest.approx(0.4 * 0.9)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("外婆过世，回老家办后事", "bereavement"),
        ("we buried my uncle on Friday", "bereavement"),
        ("急性阑尾炎，开刀了", "hospital"),
        ("tore my meniscus on Sunday", "hospital"),
        ("偏头痛三天没睁眼", "illness"),
        ("崴了脚，走不了路", "illness"),
        ("孕吐严重，医生让躺着", "illness"),
        ("came down with bronchitis", "illness"),
        ("root canal, could not chew or think", "illness"),
        ("the midwife put me on bed rest", "illness"),
        ("女儿得了手足口", "family"),
        ("陪爸化疗", "family"),
        ("both kids off school with a fever", "family"),
        ("our childminder quit on Monday", "family"),
        ("冰箱坏了，样本全完", "blocked"),
        ("服务器宕机到周五", "blocked"),
        ("零件还在路上", "blocked"),
        ("房东要卖房，逼着我们搬", "blocked"),
        ("编辑休假，稿子没回", "blocked"),
        ("答辩被推迟到下个月", "blocked"),
        ("the freezer died and took the cells with it", "blocked"),
        ("my laptop was stolen on the train", "blocked"),
        ("the parts are still stuck at customs", "blocked"),
        ("no reply from the embassy", "blocked"),
        ("the hiring freeze reached us", "blocked"),
        ("the exam was postponed", "blocked"),
        ("snowed in until Sunday", "blocked"),
        ("the pool is closed for the season", "blocked"),
        ("整组被拉去做审计材料", "priority_changed"),
        ("这条业务线不做了", "priority_changed"),
        ("老板说先别写了", "priority_changed"),
        ("the lab was dissolved", "priority_changed"),
        ("handed everything over to the Warsaw team", "priority_changed"),
        ("I was told to leave it", "priority_changed"),
        ("天天加班到后半夜", "overload"),
        ("mandatory overtime all month", "overload"),
    ],
)
def test_outside_causes_are_found(text, code):
    """Causes of many walks of life are found under their kind."""
    assert code in cues.outside_codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "等大块时间再写",
        "等有灵感了再说",
        "等个状态",
        "等新键盘到了再开始",
        "等打折",
        "堵在路上一次",
        "室友拉去打牌",
        "waiting for motivation",
        "waiting for the right mood",
        "waited for a free weekend",
        "waiting for the new boom arm",
        "waiting for Monday to begin",
        "stuck in traffic once",
        "copied it stroke by stroke",
        "brainstormed names",
        "the referral is waiting on me",
        "I was never sick",
        "no power cut this time",
        "没停电",
    ],
)
def test_own_excuses_are_not_outside(text):
    """One's own waiting, shopping and small mishaps excuse nothing."""
    assert not cues.outside_codes(text) - {"busy"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("every evening went to videos", "leisure"),
        ("watched the whole tournament instead", "leisure"),
        ("binged two seasons", "leisure"),
        ("slept through the alarm", "idle"),
        ("tidied the kitchen instead", "easier_work"),
        ("called the whole week off", "put_off"),
        ("等整块时间", "put_off"),
        ("一直在看热搜", "leisure"),
        ("froze when he asked", "cannot"),
        ("failed every mock", "cannot"),
        ("kept getting the sign wrong", "cannot"),
        ("I don't get why it diverges", "not_understood"),
        ("no idea what's wrong with it", "not_understood"),
        ("接线图对不上号", "not_understood"),
    ],
)
def test_more_events_are_found(text, code):
    """Events as they are told in passing."""
    assert code in told(text)


def test_few_excuses_are_read_into_other_words():
    """Few clauses that tell of laziness or ability are taken for an outside cause, though some begin with an excuse."""
    folder = Path(__file__).parent / "wording"
    for lang in ("zh", "en"):
        for side in ("laziness", "ability", "neutral"):
            lines = (folder / f"{lang}_{side}.txt").read_text(encoding="utf-8").splitlines()
            clauses = [line for line in lines if line.strip() and not line.startswith("# ")]
            taken = [c for c in clauses if cues.outside_codes(c) - {"busy", "overload"}]
            assert len(taken) <= 0.03 * len(clauses), taken
