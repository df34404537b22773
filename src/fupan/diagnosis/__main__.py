"""`python -m fupan.diagnosis CASES.jsonl [--json]` judges a file of cases."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from fupan.diagnosis.cases import KNOWN, read_cases
from fupan.diagnosis.diagnose import diagnose
from fupan.diagnosis.figures import FIGURES, Judged, report

BAD_LINES, UNREADABLE = 2, 2


def main(arguments: list[str] | None = None) -> int:
    """Judge a file, print its figures, and name its bad lines; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m fupan.diagnosis", description="Judge a labelled file of missed goals."
    )
    parser.add_argument("cases", metavar="CASES.jsonl", help="one case a line; see docs/reference/cases.md")
    parser.add_argument("--json", action="store_true", help="print one JSON envelope")
    given = parser.parse_args(arguments)
    try:
        lines = Path(given.cases).read_text(encoding="utf-8-sig").split("\n")  # a string may hold U+2028
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{given.cases}: {error}\n")
        return UNREADABLE
    cases, bad = read_cases(lines)
    data = report([Judged(case=case, diagnosis=diagnose(case.record)) for case in cases])
    if given.json:
        sys.stdout.write(json.dumps({"fupan": 1, "kind": "diagnosis", "data": data}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(table(data)) + "\n")
    for number, why in bad:
        sys.stderr.write(f"{given.cases}:{number}: {why}\n")
    return BAD_LINES if bad else 0


def table(data: dict[str, Any]) -> list[str]:
    """The figures as lines of at most 80 columns."""
    heads = ("n", "accuracy", "macro F1", "coverage", "right*", "wrong way", "forced")
    rows = [("all", data)]
    rows += [(lang, data["by"]["lang"][lang]) for lang in ("zh", "en")]
    rows += [(name, data["by"]["known"][name]) for name in KNOWN]
    lines = [" " * 9 + "".join(f"{head:>10}" for head in heads)]
    for name, part in rows:
        cells = [str(part["n"]), *(_cell(part[figure]) for figure in FIGURES)]
        lines.append(f"{name:<9}" + "".join(f"{cell:>10}" for cell in cells))
    lines += ["", "95 % intervals (bootstrap over cases), all:"]
    for figure in FIGURES:
        low_high = data["intervals"][figure]
        lines.append(f"  {figure:<20}" + (f"{low_high[0]:.3f} – {low_high[1]:.3f}" if low_high else "–"))
    return [*lines, "* accuracy over the cases that were not answered “unclear”."]


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
