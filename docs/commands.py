"""Write the reference pages that the program itself knows: its commands, and the keys of every answer.

`python docs/commands.py` writes docs/reference/commands and answers in both languages; `--check` names
the pages that are no longer true and exits with 1.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from fupan import cli
from fupan.app import App
from fupan.cli import REGISTRY
from fupan.cli.door import Door
from fupan.cli.root import tree
from fupan.cli.tree import EVERYWHERE
from fupan.questions import choices, entries
from fupan.render.interview import SECTIONS
from fupan.render.speaking import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).resolve().parent / "reference"
SUFFIX = {"en": ".md", "zh": ".zh.md"}
MADE = "<!-- Made by docs/commands.py from the program itself; change the program, then run it. -->"

COMMANDS = {
    "en": """# Commands

What `--help` says of every command. A period (`PERIOD`, `WEEK`, `QUARTER`) is written in any of
[these ways](periods.md); [exit codes](exit-codes.md), [settings](settings.md) and [JSON](json.md) have pages of
their own.

These may stand anywhere on any command line:
""",
    "zh": """# 命令

每个命令的 `--help`。时段（`PERIOD`、`WEEK`、`QUARTER`）的写法见[时段](periods.zh.md)；
另见[退出码](exit-codes.zh.md)、[设置](settings.zh.md)和 [JSON](json.zh.md)。

下面这些放在命令行的任何位置都行：
""",
}

ANSWERS = {
    "en": """# The answers of a review

The keys that `fupan week --answers FILE` and `fupan quarter --answers FILE` take, in JSON or TOML.
`fupan schema week` and `fupan schema quarter` print the same as JSON Schema.
[How to write a week from a script](../how-to.md#write-a-week-from-a-script) has whole examples.

- A dotted key is a path: `goals.g7.outcome` is `{"goals": {"g7": {"outcome": …}}}`.
- `{goal}` is a goal's id (`g7`). A goal that is being named has no id yet: `had1` to `had3` for goals of
  the week that ended (first review only), `new1` to `new3` for next week's or next quarter's.
  `{n}` is 1 to 3, `{trial}` is a response's id (`r3`), `{week}` is a week (`2026-W47`).
- Only what the interview would ask may be answered, and everything else is refused by name: hours of a
  goal that was met need no why. Everything that is not marked **required** may be left out or `null`:
  it is stored as not recorded, never as zero.
- hours: `1.5`, `"1.5h"`, `"90m"`, `"1h30"`, `"1小时半"`; with `~` in front an estimate: `"~3"`.
  pair: planned and spent hours, `"6/2"`, `"?/2"`. percent: `70` or `"70%"`. scale: 0 to 10.
  grade: 1 to 5. score: 0.0 to 1.0. week: one of the quarter's written weeks.
- For each miss the quarter asks the week's questions on it again, so its document also takes, of the week's keys,
  `goals.{goal}.own`, `mentor`, `probe`, `agree`, `overruled`, `around`, `response`, the `slot_…` and `doses`.
""",
    "zh": """# 复盘的答案

`fupan week --answers FILE` 和 `fupan quarter --answers FILE` 收的键，写成 JSON 或 TOML 都行。
`fupan schema week`、`fupan schema quarter` 打印同样内容的 JSON Schema。
完整例子见[用脚本写一周](../how-to.zh.md#用脚本写一周)。

- 带点的键是路径：`goals.g7.outcome` 就是 `{"goals": {"g7": {"outcome": …}}}`。
- `{goal}` 是目标编号（`g7`）。刚起名、还没有编号的目标：`had1` 到 `had3` 是刚结束那周已有的目标
  （只在第一次复盘），`new1` 到 `new3` 是下周或下季度的新目标。`{n}` 是 1 到 3，`{trial}` 是对策编号
  （`r3`），`{week}` 是某一周（`2026-W47`）。
- 只收访谈会问到的；多出来的键会一个个点名拒绝（做成了的目标就不必交代为什么没做成）。没标**必填**的，
  可以不写或写 `null`：记作“没有记录”，绝不当成零。
- hours：`1.5`、`"1.5h"`、`"90m"`、`"1h30"`、`"1小时半"`；前面加 `~` 表示估的：`"~3"`。
  pair：计划／实际小时，`"6/2"`、`"?/2"`。percent：`70` 或 `"70%"`。scale：0 到 10。
  grade：1 到 5。score：0.0 到 1.0。week：本季度写过的某一周。
- 季度里每个未达成的目标，会把周复盘的几个问题再问一遍，所以季度的文件也收周的这些键：
  `goals.{goal}.own`、`mentor`、`probe`、`agree`、`overruled`、`around`、`response`、各个 `slot_…` 和 `doses`。
""",
}
SHEETS = {
    "en": {"week": "The week", "quarter": "The quarter"},
    "zh": {"week": "周复盘", "quarter": "季度复盘"},
}
TABLE = {
    "en": ("key", "takes", "question"),
    "zh": ("键", "收什么", "问题"),
}
PLACE = re.compile(r"%\(\w+\)s")  # what the interview fills in
KIND = {"en": "an envelope of kind", "zh": "信封的 kind 是"}
SEVERAL = {  # where the source names it in another room
    "show": ["weekly_review", "quarterly_review", "weekly_reviews"],
    "report": ["report"],
    "status": ["standing"],
    "goal list": ["goals"],
    "pact read": ["pact_letter"],
    "mentor read": ["pact_letter"],
    "encrypt": ["encrypted"],
    "rekey": ["encrypted"],
}
REQUIRED = {"en": "**required**", "zh": "**必填**"}


def pages() -> dict[Path, str]:
    """Every page that is made here, by its path."""
    made = {}
    for code, suffix in SUFFIX.items():
        made[REFERENCE / f"commands{suffix}"] = commands(code)
        made[REFERENCE / f"answers{suffix}"] = answers(code)
    return made


# --- commands --------------------------------------------------------------------------------------------


@mock.patch.dict(os.environ, {"COLUMNS": "90"})  # the help is as wide as the terminal
def commands(code: str) -> str:
    door = Door(App(environ={"FUPAN_LANG": code}, overrides={"language": code}))
    root = tree(REGISTRY, door.say)
    context = root.make_context("fupan", ["--version"], obj=door, resilient_parsing=True)
    everywhere = [f"- `{name}`: {door.say(use)}" for name, use in EVERYWHERE]
    body = [MADE, "", COMMANDS[code].rstrip(), "", *everywhere, ""]
    known = kinds()
    for path, text in _helps(root, context, door):
        shown = text.partition(f"\n\n{door.say('Everywhere:')}")[0]
        body += [f"{'#' * (2 + path.count(' ') // 2)} {path}", "", "```text", shown, "```", ""]
        if given := known.get(path.removeprefix("fupan").strip()):
            body += [f"`--json`: {KIND[code]} {', '.join(f'`{kind}`' for kind in given)}", ""]
    return "\n".join(body)


def kinds() -> dict[str, list[str]]:
    """The kinds of envelope that each command gives, as its source names them."""
    found = {"": ["standing"], **SEVERAL}
    for room in sorted(Path(cli.__file__).parent.glob("*.py")):
        code = ast.parse(room.read_text(encoding="utf-8"))
        functions = {part.name: part for part in code.body if isinstance(part, ast.FunctionDef)}
        groups = [call.args[0] for call in ast.walk(code) if _calls(call, "group")]
        prefix = f"{ast.literal_eval(groups[0])} " if groups else ""
        for bare in _bare(code):  # what a group's own name does
            found.setdefault(prefix.strip(), list(dict.fromkeys(_named(functions[bare], functions))))
        for function in functions.values():
            for mark in (mark for mark in function.decorator_list if _calls(mark, "command")):
                name = prefix + ast.literal_eval(mark.args[1])
                found.setdefault(name, list(dict.fromkeys(_named(function, functions))))
    return found


def _calls(part: ast.AST, name: str) -> bool:
    return isinstance(part, ast.Call) and getattr(part.func, "id", getattr(part.func, "attr", "")) == name


def _bare(code: ast.Module) -> Iterator[str]:
    """The function that a group runs when no command of its own is named."""
    for call in ast.walk(code):
        if _calls(call, "group"):
            yield from (one.value.id for one in call.keywords if one.arg == "bare" and isinstance(one.value, ast.Name))


def _named(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> Iterator[str]:
    """The kinds in a function, and in those of its module that it calls."""
    for part in (part for part in ast.walk(function) if isinstance(part, ast.Call)):
        given = [part.args[0]] if _calls(part, "answer") else [one.value for one in part.keywords if one.arg == "kind"]
        yield from (one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))
        below = functions.get(getattr(part.func, "id", ""))
        if below is not None and below is not function:
            yield from _named(below, functions)


def _helps(command: Any, context: Any, door: Door) -> Iterator[tuple[str, str]]:
    """The whole help of a command and of everything under it."""
    yield context.command_path, plain_lines(command.get_help(context))
    for name in getattr(command, "commands", {}):
        _, below, _ = command.resolve_command(context, [name])
        yield from _helps(below, type(context)(below, info_name=name, parent=context, obj=door), door)


def plain_lines(text: str) -> str:
    return "\n".join(plain(line).rstrip() for line in text.split("\n"))


# --- answers ---------------------------------------------------------------------------------------------


def answers(code: str) -> str:
    body = [MADE, "", ANSWERS[code].rstrip(), ""]
    for sheet, title in SHEETS[code].items():
        body += [f"## {title}", ""]
        by_key = {entry["key"]: entry for entry in reversed(entries(sheet).values())}  # the first wording of each
        asked = [entry for entry in reversed(by_key.values()) if entry["kind"] != "show"]
        for section in dict.fromkeys(entry["section"] for entry in asked):
            body += [f"### {_section(section, code)}", "", _row(TABLE[code]), _row(("---",) * 3)]
            body += [_answer(entry, code) for entry in asked if entry["section"] == section]
            body.append("")
    return "\n".join(body)


def _section(name: str, code: str) -> str:
    return App(environ={}, overrides={"language": code}).say(SECTIONS[name])


def _answer(entry: dict[str, Any], code: str) -> str:
    offered = choices(entry.get("choices", ""))
    takes = ", ".join(f"`{choice.value}`" for choice in offered) or entry["kind"]
    if entry.get("required"):
        takes += f"; {REQUIRED[code]}"
    words = PLACE.sub("…", entry[code]).replace("%%", "%").replace("|", "\\|")
    return _row((f"`{entry['key']}`", takes, f"{entry['id']} · {words}"))


def _row(columns: tuple[str, ...]) -> str:
    return "| " + " | ".join(columns) + " |"


def main() -> int:
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if "--check" in sys.argv:
            print(f"no longer true: {path.relative_to(REFERENCE.parent)}; run python docs/commands.py")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(pages()[path], encoding="utf-8")
            print(f"written: {path.relative_to(REFERENCE.parent)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
