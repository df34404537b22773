"""Settings: their order, their values, and a file whose comments stay."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.errors import BadFile, BadSetting
from fupan.settings import SETTINGS, Settings, load, near, read, write

ROOT = Path(__file__).parents[1]


def test_nothing_set_gives_the_defaults(tmp_path: Path) -> None:
    """Without a file every setting has its default, and its source says so."""
    loaded = load(tmp_path / "config.toml", {}, {})
    assert loaded.settings == Settings()
    assert set(loaded.sources.values()) == {"default"}


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    """Of one setting given three times the nearest counts, and its source is told."""
    path = tmp_path / "config.toml"
    path.write_text("day_ends = 1\nfirmness = 'hard'\ncapacity = 12.5\n")
    environ = {"FUPAN_DAY_ENDS": "2", "FUPAN_FIRMNESS": "gentle"}
    loaded = load(path, environ, {"day_ends": "3"})
    assert (loaded.settings.day_ends, loaded.settings.firmness, loaded.settings.capacity) == (3, "gentle", 12.5)
    told = [loaded.sources[name] for name in ("day_ends", "firmness", "capacity", "color")]
    assert told == ["command line", "environment", "file", "default"]


def test_an_unknown_language_in_the_environment_is_passed_over(tmp_path: Path) -> None:
    """FUPAN_LANG=fr does not stop a program that speaks no French."""
    assert load(tmp_path / "c", {"FUPAN_LANG": "fr"}, {}).settings.language == ""
    assert load(tmp_path / "c", {"FUPAN_LANG": "zh_CN.UTF-8"}, {}).settings.language == "zh"


@pytest.mark.parametrize(
    ("name", "given_", "value"),
    [
        ("day_ends", "0", 0),
        ("day_ends", "12", 12),
        ("language", "ZH", "zh"),
        ("review_time", "9:05", "09:05"),
        ("review_day", "Sun", "sun"),
        ("capacity", "7.5", 7.5),
        ("home_zone", "Asia/Shanghai", "Asia/Shanghai"),
        ("home_zone", "", ""),
        ("editor", "code --wait", "code --wait"),
    ],
)
def test_values_are_read(name: str, given_: str, value: object) -> None:
    """Every value that a setting takes is read as what it means."""
    assert read(name, given_) == value


@pytest.mark.parametrize(
    ("name", "given_"),
    [
        ("day_ends", "13"),
        ("day_ends", "-1"),
        ("day_ends", "4.5"),
        ("day_ends", "四"),
        ("language", "fr"),
        ("firmness", "cruel"),
        ("color", "rainbow"),
        ("capacity", "0"),
        ("capacity", "169"),
        ("capacity", "nan"),
        ("review_time", "24:00"),
        ("review_time", "20"),
        ("review_day", "someday"),
        ("home_zone", "Mars/Olympus"),
        ("home_zone", "../etc/passwd"),
        ("no_such", "1"),
    ],
)
def test_other_values_are_refused_by_name(name: str, given_: str) -> None:
    """A value that a setting does not take is told with the setting and what it takes."""
    with pytest.raises(BadSetting) as refused:
        read(name, given_)
    assert refused.value.name == name
    assert refused.value.status == 2


@given(st.sampled_from(sorted(SETTINGS)), st.text(max_size=20))
def test_any_text_is_read_or_refused(name: str, text: str) -> None:
    """No text makes a setting fail in another way than by its own refusal."""
    with contextlib.suppress(BadSetting):
        read(name, text)


def test_a_mistyped_name_finds_the_one_that_is_meant(tmp_path: Path) -> None:
    """`langauge` in the file is named as unknown and means `language`."""
    path = tmp_path / "config.toml"
    path.write_text("langauge = 'zh'\n")
    assert load(path, {}, {}).unknown == ("langauge",)
    assert near("langauge") == "language"


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    """A broken file is named, not ignored."""
    path = tmp_path / "config.toml"
    path.write_text("language = zh\n")
    with pytest.raises(BadFile):
        load(path, {}, {})


def test_writing_keeps_comments_and_order(tmp_path: Path) -> None:
    """A setting is changed in its place; everything else in the file stays to the letter."""
    path = tmp_path / "config.toml"
    path.write_text("# mine\nfirmness = 'hard'  # on purpose\n\nday_ends = 4\n")
    assert write(path, "day_ends", "3") == 3
    assert path.read_text() == "# mine\nfirmness = 'hard'  # on purpose\n\nday_ends = 3\n"
    assert write(path, "language", "zh") == "zh"
    assert load(path, {}, {}).settings == Settings(firmness="hard", day_ends=3, language="zh")


def test_a_bad_value_leaves_the_file_alone(tmp_path: Path) -> None:
    """What a setting does not take is not written."""
    path = tmp_path / "config.toml"
    path.write_text("day_ends = 4\n")
    with pytest.raises(BadSetting):
        write(path, "day_ends", "40")
    assert path.read_text() == "day_ends = 4\n"


def test_the_file_is_private_and_a_link_stays_a_link(tmp_path: Path) -> None:
    """A new file is 0600; a link into a folder of dotfiles is written through."""
    path = tmp_path / "new" / "config.toml"
    write(path, "day_ends", "3")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    write(link, "day_ends", "2")
    assert link.is_symlink()
    assert "day_ends = 2" in path.read_text()


@pytest.mark.parametrize("page", ["settings.md", "settings.zh.md"])
def test_every_setting_is_in_the_documentation(page: str) -> None:
    """The reference lists exactly the settings that there are, with their defaults."""
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", text, re.MULTILINE))
    defaults = {name: str(getattr(Settings(), name)) or '""' for name in SETTINGS}
    assert rows == defaults
