"""Schemathesis over /api: whatever it makes up, nothing fails, and every answer is as the description says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from web_served import serving

pytestmark = pytest.mark.browser
# A period is written as a person says it, in two languages, and an answer as its question asks: no schema can tell
# which words mean one, so a refusal of what the schema lets through is no fault.
LEFT_OUT = "positive_data_acceptance"
# Names that lead to something, so that what is made up beside them reaches the journal.
NAMES = """
[[operations]]
include-path-regex = "/weeks/"
parameters = { "path.named" = ["2026-W47", "last week", "2026-W38"], "path.key" = ["motive.kind", "next.new1.title"] }
[[operations]]
include-path-regex = "/quarters/"
parameters = { "path.named" = ["2026-Q4", "2026-Q3"], "path.key" = ["reread.2026-W41", "theme"] }
[[operations]]
include-path-regex = "/(goals|why)/[{]"
parameters = { "path.goal" = ["g1", "g2", "g5"], "path.named" = ["g5", "g6", "g7"] }
[[operations]]
include-path-regex = "/settings/"
parameters = { "path.name" = ["day_ends", "capacity", "language", "firmness"] }
"""


def test_the_interface_holds_what_its_description_says(tmp_path: Path, lived: dict[str, Path]) -> None:
    """Boundary values and made-up values for every address but the session's, on half a year of a life."""
    home = tmp_path / "home"
    shutil.copytree(lived["zh"], home)
    (tmp_path / "schemathesis.toml").write_text(NAMES, encoding="utf-8")
    tool = Path(sys.executable).with_name("st")
    with serving(home) as page:
        page.come_in()
        headers = (f"Cookie: {page.cookie}", f"Origin: http://{page.host}", f"X-Fupan-CSRF: {page.csrf}")
        done = subprocess.run(
            [
                tool, "run", f"http://{page.host}/api/openapi.json",
                *(part for header in headers for part in ("-H", header)),
                "--exclude-path", "/api/session", "--exclude-checks", LEFT_OUT,
                "--phases", "examples,coverage,fuzzing", "--continue-on-failure",
                "-n", "20", "--seed", "1", "--no-color",
            ],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 0, done.stdout[-8000:]
    assert not (home / "log").exists()  # nothing went wrong inside either
