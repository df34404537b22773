"""One rich quarter, made by hand: what the golden papers and the report's tests are built of.

2026-Q4 of a doctoral student who writes in two languages: 14 weeks, two of them empty, one late; goals that
were done, missed for each cause, dropped, carried; responses that did and did not work; a motive that turned.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from fupan.model import (
    Call,
    Carry,
    Cause,
    Change,
    Diagnosis,
    Field,
    Finding,
    Gap,
    Goal,
    GoalWeek,
    Kind,
    Level,
    Motive,
    MotiveKind,
    Note,
    Outcome,
    QuarterlyReview,
    Reason,
    Score,
    Trial,
    TrialResult,
    TrialWeek,
    Verdict,
    WeeklyReview,
)
from fupan.periods import Quarter, Week
from fupan.report import Material
from fupan.responses import Offer, catalogue

QUARTER = Quarter(2026, 4)
NEXT = QUARTER.shift(1)
BEGAN = datetime(2026, 9, 28, 12, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"

D, P, M, X = Outcome.DONE, Outcome.PARTLY, Outcome.MISSED, Outcome.DROPPED


def week(number: int) -> Week:
    return Week(2026, number)


def goal(id: str, title: str, **more: object) -> Goal:  # noqa: A002 - the noun's own field
    return Goal(**{"id": id, "title": title, "created": BEGAN, **more})


# fmt: off
GOALS = (
    goal("g1", "把评测论文投到 MLSys", level=Level.QUARTER, quarter=QUARTER, field=Field.RESEARCH, measure="投稿系统显示 submitted，导师签过字", hours=110),
    goal("g2", "Publish the evaluation dataset", level=Level.QUARTER, quarter=QUARTER, field=Field.RESEARCH, measure="1,200 labelled items on the public page, two outside users", hours=60),
    goal("g3", "证明收敛引理并写进论文", level=Level.QUARTER, quarter=QUARTER, field=Field.RESEARCH, measure="导师逐行读过并认可", hours=50),
    goal("g4", "雅思写作从 5.5 到 6.5", level=Level.QUARTER, quarter=QUARTER, kind=Kind.STRETCH, field=Field.STUDY, measure="12 月的考试", hours=40),
    goal("g5", "跑通基线，复现 Table 2 第一行", parent="g1", closed=BEGAN, outcome=D),
    goal("g6", "写完第 3 章初稿（4000 字）", parent="g1", closed=BEGAN, outcome=D),
    goal("g7", "Label 300 items", parent="g2"),
    goal("g8", "引理 3 的归纳步", parent="g3"),
    goal("g9", "写作 4 篇，请人批改 2 篇", parent="g4", closed=BEGAN, outcome=D),
    goal("g10", "办签证材料", measure="递交回执"),
    goal("g11", "Learn Rust", closed=BEGAN, outcome=X, why="It served nothing this quarter; the hours go to the lemma."),
    goal("g12", "周二、四、六各跑 5 公里", field=Field.HEALTH, closed=BEGAN, outcome=D),
    goal("g13", "Prepare the reading group talk", measure="12 slides sent on Thursday"),
    goal("g14", "整理实验记录"),
    goal("g15", "引理绕开：用现成的定理 2.4 重写第 4 章", level=Level.QUARTER, quarter=NEXT, field=Field.RESEARCH, measure="导师认可新的第 4 章", hours=60, confidence=70),
    goal("g16", "Publish the dataset, 600 items first", level=Level.QUARTER, quarter=NEXT, kind=Kind.STRETCH, field=Field.RESEARCH, measure="600 items public by the end of February", hours=30, confidence=60),
)


def row(id: str, number: int, title: str, hours: str, outcome: Outcome | None, **more: object) -> GoalWeek:  # noqa: A002
    """`hours` are planned/real, e.g. "8/3"; "?" is not recorded, "~" a guess."""
    planned, _, actual = hours.partition("/")
    known = {"goal": id, "week": week(number), "title": title, "outcome": outcome}
    known["planned_hours"] = None if planned == "?" else float(planned)
    known["actual_hours"] = None if actual == "?" else float(actual.lstrip("~"))
    known["estimated"] = actual.startswith("~")
    return GoalWeek(**{**known, **more})


ROWS = {
    40: (
        row("g5", 40, "跑通基线", "10/9", P, progress=0.5, measure="误差 ≤0.5", confidence=80, proof="日志 run-07"),
        row("g7", 40, "Label 300 items", "6/1", M, measure="300 rows", confidence=90, gap=Gap(why="Opened the sheet on Sunday evening. The rest of the week I watched series.", start="late")),
        row("g12", 40, "周二、四、六各跑 5 公里", "3/3", D, confidence=95, proof="三次记录"),
    ),
    41: (
        row("g5", 41, "跑通基线，复现 Table 2 第一行", "8/10", D, carried=1, carried_as=Carry.CHANGE, progress=1.0, measure="误差 ≤0.5", confidence=85, proof="误差 0.3，见 results/table2.csv", credit="effort"),
        row("g7", 41, "Label 300 items", "6/0", M, carried=1, carried_as=Carry.KEEP, measure="300 rows", confidence=80, gap=Gap(why="一次都没打开，晚上一躺下就刷视频", would_have_made_it="yes")),
        row("g11", 41, "Learn Rust", "4/1", P, confidence=70),
    ),
    42: (
        row("g8", 42, "引理 3 的归纳步", "10/12", M, measure="写满两页", confidence=60, progress=0.2, gap=Gap(why="试了三种办法都卡在同一步", stuck_at="归纳步的界", stuck_hours=9, approaches_tried=3)),
        row("g7", 42, "Label 150 items", "4/2", P, carried=2, carried_as=Carry.SHRINK, measure="150 rows", confidence=70, progress=0.1, proof="40 rows", gap=Gap(why="Tuesday in the library went well, then I stayed at home")),
        row("g11", 42, "Learn Rust", "2/0", X, let_go="decided", replaced_by="引理 3"),
    ),
    43: (
        row("g8", 43, "引理 3 的归纳步", "10/11", M, carried=1, carried_as=Carry.KEEP, progress=0.2, measure="写满两页", confidence=40, gap=Gap(why="不是懒，是真的不会；问了师兄，他也说这里要新工具", asked_for_help="yes")),
        row("g6", 43, "写完第 3 章初稿（4000 字）", "8/7", P, measure="4000 字", confidence=75, progress=0.6, proof="chapter3.pdf"),
    ),
    45: (
        row("g6", 45, "写完第 3 章初稿（4000 字）", "6/8", D, carried=1, carried_as=Carry.KEEP, measure="4000 字", confidence=80, progress=1.0, proof="11 月 8 日发给导师", credit="skill"),
        row("g10", 45, "办签证材料", "5/1", M, measure="递交回执", confidence=90, gap=Gap(why="流感，周二到周日卧床", outside_hours=4, outside_what="流感")),
        row("g7", 45, "Label 150 items", "4/0", M, carried=3, carried_as=Carry.KEEP, measure="150 rows", gap=Gap(why="Flu until Friday", outside_hours=2)),
    ),
    46: (
        row("g7", 46, "Label 100 items with Lin", "5/5", D, carried=4, carried_as=Carry.CHANGE, measure="100 rows", confidence=70, progress=0.35, proof="112 rows, sheet v3"),
        row("g8", 46, "引理 3：找会的人聊一小时", "6/7", P, carried=2, carried_as=Carry.CHANGE, measure="一页纸", confidence=60, progress=0.25, gap=Gap(why="聊过了，他说这条路可能走不通")),
    ),
    47: (
        row("g9", 47, "写作 4 篇，请人批改 2 篇", "8/9", D, measure="4 篇存档", confidence=80, proof="批改稿两份", credit="effort"),
        row("g13", 47, "Prepare the reading group talk", "6/2", M, measure="12 slides sent on Thursday", confidence=60, gap=Gap(why="Chose easier tickets first; by Thursday I did not know what to say about section 4")),
    ),
    48: (
        row("g7", 48, "Label 200 items with Lin", "8/7", D, carried=1, measure="200 rows", confidence=75, progress=0.5, proof="205 rows"),
        row("g14", 48, "整理实验记录", "3/?", M, gap=Gap(why="没顾上")),
    ),
    49: (
        row("g8", 49, "引理 3 的归纳步，换第三种打法", "10/10", M, carried=3, carried_as=Carry.CHANGE, measure="写满两页", confidence=30, progress=0.25, gap=Gap(why="十个小时，还是同一步")),
        row("g7", 49, "Label 200 items", "6/1.5", M, measure="200 rows", confidence=80, gap=Gap(why="Lin was away and I did not go alone")),
    ),
    51: (
        row("g1", 51, "投稿", "20/22", D, measure="submitted", confidence=85, proof="MLSys #482", credit="effort"),
        row("g7", 51, "Label 100 items", "4/~1", M, measure="100 rows", gap=Gap(why="圣诞前聚会")),
    ),
    52: (row("g9", 52, "雅思考试", "4/4", D, measure="成绩单", confidence=50, proof="写作 6.0"),),
    53: (
        row("g7", 53, "Label what is left of 600", "4/~0.5", M, measure="600 rows", confidence=50, gap=Gap(why="Holidays; I did not want to")),
    ),
}

VERDICTS = (
    Verdict(goal="g7", period="2026-W40", own=Call.LAZINESS, mentor=Call.LAZINESS, final=Cause.LAZINESS),
    Verdict(goal="g7", period="2026-W41", own=Call.LAZINESS, mentor=Call.LAZINESS, final=Cause.LAZINESS),
    Verdict(goal="g8", period="2026-W42", own=Call.LAZINESS, mentor=Call.ABILITY, final=Cause.ABILITY),
    Verdict(goal="g8", period="2026-W43", own=Call.ABILITY, mentor=Call.ABILITY, final=Cause.ABILITY),
    Verdict(goal="g10", period="2026-W45", own=Call.NEITHER, mentor=Call.NEITHER, final=Cause.UNCLEAR, reason=Reason.OUTSIDE),
    Verdict(goal="g7", period="2026-W45", own=Call.NEITHER, final=Cause.UNCLEAR, reason=Reason.OUTSIDE),
    Verdict(goal="g13", period="2026-W47", own=Call.BOTH, mentor=Call.ABILITY, final=Cause.UNCLEAR, reason=Reason.MIXED),
    Verdict(goal="g8", period="2026-W49", own=Call.ABILITY, mentor=Call.ABILITY, final=Cause.ABILITY),
    Verdict(goal="g7", period="2026-W49", own=Call.LAZINESS, mentor=Call.LAZINESS, final=Cause.LAZINESS),
    Verdict(goal="g7", period="2026-W51", own=Call.LAZINESS, mentor=Call.BOTH, final=Cause.LAZINESS),
)


def finding(code: str, side: Cause, weight: float, number: int | None = None, **values: float) -> Finding:
    return Finding(code=code, side=side, weight=weight, week=week(number) if number else None, values=values)


LAZY, UNABLE = Cause.LAZINESS, Cause.ABILITY
DIAGNOSES = {
    "g2": Diagnosis(
        cause=LAZY,
        p_laziness=0.91,
        log_odds=3.7,
        findings=(
            finding("effort_low", LAZY, 1.1, actual=18, planned=47),
            finding("would_have_made_it_with_planned_hours.yes", LAZY, 1.0, 41),
            finding("self_call.laziness", LAZY, 0.6),
            finding("start.late", LAZY, 0.6, 40),
            finding("mentor_call.laziness", LAZY, 0.9),
            replace(finding("repeats_low", LAZY, 0.3, n=6), quote="一次都没打开"),
            finding("pace_short", UNABLE, 0.8, times=2.1),
        ),
        pattern="LF",
        change_my_mind="full_hours_no_result",
    ),
    "g3": Diagnosis(
        cause=UNABLE,
        p_laziness=0.04,
        log_odds=-5.1,
        findings=(
            finding("effort_full", UNABLE, 1.8, actual=40, planned=36),
            finding("stalled", UNABLE, 1.1, 43, hours=11),
            finding("ways_tried", UNABLE, 0.8, 42, n=3),
            finding("asked_for_help.yes", UNABLE, 0.4, 43),
            finding("self_call.laziness", LAZY, 0.6),
        ),
        pattern="AS",
        change_my_mind="hours_not_real",
    ),
    "g10": Diagnosis(
        cause=Cause.UNCLEAR,
        reason=Reason.OUTSIDE,
        p_laziness=0.5,
        log_odds=0.0,
        pattern="X",
        change_my_mind="outside_smaller",
        outside_share=0.8,
    ),
    "g13": Diagnosis(
        cause=Cause.UNCLEAR,
        reason=Reason.MIXED,
        p_laziness=0.55,
        log_odds=0.3,
        findings=(
            finding("effort_low", LAZY, 1.0, 47, actual=2, planned=6),
            finding("knew_next_step.no", UNABLE, 1.1, 47),
        ),
        pattern="M",
        probe="knew_next_step",
        change_my_mind="probe_answered",
    ),
    "g14": Diagnosis(
        cause=Cause.UNCLEAR,
        reason=Reason.NO_FACTS,
        p_laziness=0.5,
        log_odds=0.0,
        probe="hours",
        change_my_mind="probe_answered",
    ),
}

TRIALS = (
    Trial(
        id="r1",
        goal="g7",
        response="L01",
        slots={"partner": "林悦", "slot": "周二 19:00", "place": "图书馆三楼"},
        started=week(46),
        dose_planned=1,
        weeks=(
            TrialWeek(week=week(46), doses=1, helped="helped"),
            TrialWeek(week=week(47), doses=1, helped="helped"),
            TrialWeek(week=week(48), doses=1, helped="helped"),
            TrialWeek(week=week(49), doses=0),
        ),
        result=TrialResult.WORKED,
        ended=week(49),
    ),
    Trial(
        id="r2",
        goal="g8",
        response="A04",
        slots={"partner": "师兄", "slot": "周四 15:00"},
        started=week(44),
        dose_planned=1,
        weeks=(TrialWeek(week=week(46), doses=1, helped="cant_tell"),),
        result=TrialResult.NO_EFFECT,
        ended=week(46),
    ),
    Trial(
        id="r3", goal="g7", response="L04", started=week(50), dose_planned=3, weeks=(TrialWeek(week=week(51), doses=0),)
    ),
)

STRENGTHS = {40: 6, 41: 6, 42: 5, 43: 4, 45: 3, 46: 5, 47: 6, 48: 7, 49: 6, 51: 8, 52: None, 53: 7}
MOTIVES = {
    40: Motive(
        week=week(40),
        kind=MotiveKind.FEAR,
        of="怕一直不如同届",
        positive="我要把评测做成别人离不开的东西，好让去留由我选",
    ),
    43: Motive(week=week(43), kind=MotiveKind.FEAR, change=Change.WEAKER, event="引理卡住，连着两周提不起劲"),
    46: Motive(
        week=week(46),
        kind=MotiveKind.DESIRE,
        change=Change.DIFFERENT,
        event="Two people from another lab asked for the dataset",
        of="别人真的会用",
    ),
    51: Motive(week=week(51), kind=MotiveKind.DESIRE, change=Change.STRONGER, event="投出去了"),
}

ANSWERS = {
    40: {
        "mentor.solid": "基线跑了一半，日志齐",
        "mentor.not_pass": "标注一周只开了一次",
        "mentor.request": "标注放到上午",
        "rule": "先开表格，再开邮箱",
    },
    41: {
        "mentor.solid": "误差 0.3，表格能直接进论文",
        "mentor.request": "Two evenings in the library, phone at home",
        "rule": "能复现的先写下来",
    },
    42: {"mentor.request": "卡 45 分钟就问", "rule": "Stuck twice on the same step means: ask"},
    43: {"mentor.request": "约师兄一小时", "rule": "卡在同一步第二次，就不是时间的事"},
    45: {"rule": "病了就减计划，不补"},
    46: {
        "mentor.solid": "112 rows in one week, with someone beside you",
        "mentor.request": "把周二固定下来",
        "rule": "一个人不去的地方，约一个人去",
    },
    47: {"mentor.request": "Slides two days before the talk"},
    48: {"rule": "两个人比一个闹钟管用"},
    49: {"mentor.request": "问清引理绕不绕得开"},
    51: {"mentor.solid": "投稿了，比截止早一天", "rule": "大的一块放在最前面的两天"},
    52: {"rule": "考试当周别的都停"},
    53: {"mentor.request": "第一周只做一件事", "rule": "假期就写假期，不写计划"},
}
for number, boss, own in ((40, 2, 4), (41, 4, 4), (42, 3, 4), (43, 2, 3), (46, 4, 3), (47, 3, 3)):
    ANSWERS[number] |= {"grade.boss": boss, "grade.self": own}
for number, acted in ((41, "yes"), (42, "no"), (43, "yes"), (45, "partly"), (47, "yes"), (48, "yes"), (51, "no")):
    ANSWERS[number]["request.acted"] = acted

PROMISES = (
    GoalWeek(goal="g7", week=Week(2027, 1), title="Label 100 items, Tuesday with Lin", measure="100 rows", planned_hours=5, confidence=75, first_step="周二 19:00 图书馆三楼，先标 10 条；要是林悦不来，我就在楼下咖啡馆做一小时", carried=1, carried_as=Carry.CHANGE),
    GoalWeek(goal="g8", week=Week(2027, 1), title="读定理 2.4 的证明，写半页", measure="半页发给导师", planned_hours=6, confidence=80),
)
# fmt: on

LETTER = """这个季度你投出了论文，早了一天。
数据集缺的不是本事：有人陪的三周标了四百多条，一个人的七周几乎没有。
引理给了四十个小时、三种办法，够了；绕开它。
别再把“快好了”写成计划。
下个季度只看两件事。"""


def offered(name: str, tried: int = 0, worked: int = 0) -> Offer:
    response = catalogue()[name]
    return Offer(response=response, reason=response.because, tried=tried, worked=worked)


def motive(number: int) -> Motive:
    known = max(key for key in MOTIVES if key <= number)
    said = MOTIVES[known]
    if known != number:
        said = replace(said, week=week(number), change=Change.SAME, event="", positive="")
    return replace(said, strength=STRENGTHS[number])


def reviews() -> tuple[WeeklyReview, ...]:
    return tuple(_review(number) for number in ROWS)


def _review(number: int) -> WeeklyReview:
    late = number == 47
    written = datetime.combine(week(number).sunday, datetime.min.time(), UTC) + timedelta(
        days=12 if late else 1, hours=12
    )
    return WeeklyReview(
        week=week(number),
        started=written - timedelta(minutes=28),
        written=written,
        zone=ZONE,
        late=late,
        mode="short" if number == 52 else "full",
        minutes=28,
        quality={45: 64, 47: 52, 48: 58, 52: 45, 53: 60}.get(number, 82),
        answers=ANSWERS[number],
        goals=tuple(replace(goal, estimated=True) if late else goal for goal in ROWS[number]),
        motive=motive(number),
        verdicts=tuple(verdict for verdict in VERDICTS if verdict.period == str(week(number))),
        promises=PROMISES if number == 53 else (),
    )


def quarterly() -> QuarterlyReview:
    closed = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)
    return QuarterlyReview(
        quarter=QUARTER,
        started=closed,
        written=closed,
        zone=ZONE,
        marks={"best": week(46), "worst": week(41), "turning": week(43)},
        scores=(
            Score(goal="g1", own=1.0, computed=1.0, final=1.0),
            Score(goal="g2", own=0.4, computed=0.34, final=0.4),
            Score(goal="g3", own=0.5, computed=0.25, final=0.3),
            Score(goal="g4", own=0.6, computed=None, final=0.6),
        ),
        verdicts=(
            Verdict(
                goal="g2",
                period="2026-Q4",
                own=Call.LAZINESS,
                mentor=Call.LAZINESS,
                program=DIAGNOSES["g2"],
                final=LAZY,
            ),
            Verdict(
                goal="g3",
                period="2026-Q4",
                own=Call.LAZINESS,
                mentor=Call.ABILITY,
                program=DIAGNOSES["g3"],
                final=UNABLE,
                around="yes",
            ),
            Verdict(
                goal="g13",
                period="2026-Q4",
                own=Call.BOTH,
                mentor=Call.ABILITY,
                program=DIAGNOSES["g13"],
                final=Cause.UNCLEAR,
                reason=Reason.MIXED,
                overruled="The slides were there; what I lacked was section 4.",
            ),
        ),
        answers={
            "seen_now": "一个人的周和两个人的周，是两种周。I wrote “start tomorrow” five times.",
            "reread.2026-W43": "这里就该问“绕得开吗”，我等了六周。",
            "reread.2026-W46": "From here on I knew what works.",
            "goals.g2.why_now": "有人在旁边就做，没人就不做；不是不会。",
            "goals.g3.why_now": "四十个小时都给了，工具不够。",
            "credits.g1": "effort",
            "credits.g4": "skill",
            "strengths": "组里的评测脚本都来找我改",
            "motive.strength": 8,
            "motive.positive": "I want the dataset to be what two labs build on, so that my next place is my own choice.",
            "direction.again": "yes",
            "direction.why": "评测这条线有人等着用；引理只是手段，不是目的。",
            "direction.stop": "不再一个人在家做标注",
            "next.new1.title": "引理绕开：用现成的定理 2.4 重写第 4 章",
            "next.new1.premortem": "定理的条件不满足，我又硬推了六周",
            "letter": LETTER,
        },
    )


NOTES = (
    Note(
        id="n1",
        day=date(2026, 11, 10),
        week=week(46),
        text="和林悦在三楼，两小时 48 条",
        goal="g7",
        hours=2,
        written=BEGAN,
    ),
    Note(id="n2", day=date(2026, 11, 12), week=week(46), text="The advisor asked for a one-page plan", written=BEGAN),
)


def rich_quarter() -> Material:
    """The whole quarter, closed."""
    return Material(
        period=QUARTER,
        today=Week(2027, 1),
        reviews=reviews(),
        goals=GOALS,
        verdicts=VERDICTS,
        trials=TRIALS,
        motives=tuple(motive(number) for number in ROWS),
        quarterlies=(quarterly(),),
        diagnoses=DIAGNOSES,
        offers={"g2": (offered("L02", tried=2, worked=1), offered("L06")), "g3": (offered("A02"), offered("A15"))},
        notes=NOTES,
    )


def unfinished_quarter() -> Material:
    """The same quarter in its fifth week: three weeks written, nothing closed."""
    whole = rich_quarter()
    kept = tuple(review for review in whole.reviews if review.week <= week(42))
    goals = tuple(replace(goal, closed=None, outcome=None, why="") for goal in GOALS if goal.quarter != NEXT)
    return Material(period=QUARTER, today=week(44), reviews=kept, goals=goals, verdicts=VERDICTS[:3])


def one_week() -> Material:
    """The report of one week, W46, with its notes."""
    whole = rich_quarter()
    review = replace(whole.reviews[5], promises=ROWS[47])
    return replace(whole, period=week(46), reviews=(review,), quarterlies=(), diagnoses={}, offers={})


THIRD = Quarter(2026, 3)


def third() -> QuarterlyReview:
    """The close of the quarter before."""
    return QuarterlyReview(
        quarter=THIRD,
        started=BEGAN,
        written=BEGAN,
        zone=ZONE,
        marks={"best": week(30), "worst": week(31), "turning": week(30)},
        scores=(Score(goal="g17", own=0.2, computed=0.5, final=0.2),),
        verdicts=(Verdict(goal="g17", period="2026-Q3", final=Cause.ABILITY),),
        answers={"seen_now": "It was two goals.", "direction.again": "unsure", "goals.g17.why_now": "Two goals."},
    )


def rich_year() -> Material:
    """The rich quarter, and before it one with a single written week."""
    rich = rich_quarter()
    lived = row("g17", 30, "Read 40 papers and choose a question", "8/3", P, progress=0.5)
    before = replace(rich.reviews[0], week=week(30), goals=(lived,), verdicts=(), promises=(), motive=None)
    return replace(
        rich,
        period=QUARTER.iso_year,
        reviews=(before, *rich.reviews),
        goals=(*rich.goals, goal("g17", "Read 40 papers and choose a question", level=Level.QUARTER, quarter=THIRD)),
        quarterlies=(*rich.quarterlies, third()),
    )
