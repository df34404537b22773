"""What the tables say, in English and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.commands import Both

COLUMNS: tuple[Both, ...] = (
    ("command", "命令"),
    ("instructions", "指令数"),
    ("time", "用时"),
    ("what it imports", "光是导入"),
    ("sqlite3 alone", "只用 sqlite3"),
    ("others", "别的程序"),
    ("memory, MB", "内存，MB"),
    ("target", "目标"),
)
MACHINE: Both = (
    "{cores} cores, {system}, Python {python}, SQLite {sqlite}; {libraries}. F: {floor}{counted} Medians of {rounds} rounds.",
    "{cores} 核，{system}，Python {python}，SQLite {sqlite}；{libraries}。F：{floor}{counted}取 {rounds} 轮的中位数。",
)
FLOOR_IS: Both = ("{ms:.1f} ms ({low:.1f}–{high:.1f}){million}.", "{ms:.1f} ms（{low:.1f}–{high:.1f}）{million}。")
MILLION: Both = (", {million:.1f} million instructions", "，{million:.1f} 百万条指令")
UNCOUNTED: Both = (" No valgrind here, so no instructions.", "这里没有 valgrind，所以没有指令数。")
BUSY: Both = (
    " Other work ran beside it (load {load:.1f}): trust the instructions more than the time.",
    "量的时候机器上还有别的活（负载 {load:.1f}）：指令数比用时可信。",
)
MISSING: Both = ("Not here, so not compared: {names}.", "这里没有，所以没有比：{names}。")
MISSED: Both = ("Missed: ", "没有达到：")
PAGES: tuple[Both, ...] = (
    ("page, ten years", "页面，十年"),
    ("median, ms", "中位数，ms"),
    ("95 of 100 within, ms", "百次里九十五次不超过，ms"),
    ("that ÷ F", "后者 ÷ F"),
)
PAGE_PEAK: Both = ("The server's peak: {peak:.0f} MB.", "服务进程的内存峰值：{peak:.0f} MB。")
GROWTH: tuple[Both, ...] = (
    ("journal", "日记"),
    ("10 years ÷ 1", "10 年 ÷ 1 年"),
    ("100 years ÷ 1", "100 年 ÷ 1 年"),
    ("Chinese ÷ English, 10 years", "中文 ÷ 英文，10 年"),
    ("target, 100 ÷ 1", "目标，100 ÷ 1"),
)
AGAINST: Both = ("× {what}", "× {what}")
UNDER: Both = ("< {megabytes:g} MB", "< {megabytes:g} MB")

_JINJA: Both = (
    "importing Jinja alone is 7.2 × F of it; the rest is making the report's values and setting them.",
    "其中光导入 Jinja 就是 7.2 × F，其余是算出报告的内容和排版。",
)
REASONS: dict[str, Both] = {  # why a row misses its target, where it is known; said only when it does
    "report-terminal": (
        "a report is made of a hundred small classes, and making those is a tenth of it; the rest is reading and wrapping.",
        "报告由一百来个小类组成，光定义它们就占一成，其余是读取和折行。",
    ),
    "snippet": (
        "bash reads the lines once a shell, which is 0.28 of it; each prompt after that costs 0.20.",
        "bash 每开一次要读一遍这几行，占其中 0.28；之后每次提示符只花 0.20。",
    ),
    "week": (
        "the line editor (prompt_toolkit) alone is 12.1 × F, the command line (typer) 6.0.",
        "光是行编辑器（prompt_toolkit）就是 12.1 × F，命令行（typer）6.0。",
    ),
    "export": (
        "every row is held against its digest and given in the documented form; sqlite3 prints what lies there.",
        "每一行都要和自己的校验值对过，再写成文档里说明的格式；sqlite3 只把存着的原样打印出来。",
    ),
    "report-md": _JINJA,
    "report-html": _JINJA,
}
