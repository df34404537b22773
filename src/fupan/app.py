"""The one place where the house is put together: it alone knows the clock, the environment and the paths."""

from __future__ import annotations

import os
import shlex
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fupan import own_responses, stamp
from fupan.errors import BadTime, ForeignOwner, FupanError
from fupan.language import N_, Language, pick_language
from fupan.lean import dataclass
from fupan.settings import COMMAND_LINE, DAYS, Loaded, known_zone, load, near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fupan.journal import Journal
    from fupan.journal.desk import Desk
    from fupan.journal.guarding import Guard
    from fupan.keys import Sources
    from fupan.periods import Moment
    from fupan.secrecy import Keys, Secret
    from fupan.settings import Settings
    from fupan.standing import Rhythm
    from fupan.store import Store

    SomeDesk = TypeVar("SomeDesk", bound=Desk)

NAME = "fupan"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where everything of one person lies."""

    journal: Path
    config: Path
    backups: Path
    stamp: Path
    editor: Path
    log: Path
    templates: Path


@dataclass
class App:
    """What the doors work with. `overrides` are the command line's settings, `tell` speaks to the person."""

    environ: Mapping[str, str]
    overrides: Mapping[str, str] = field(default_factory=dict)
    tell: Callable[..., None] = lambda _message, **_values: None  # replaced by the door
    ask: Callable[..., str | None] = lambda _message, _wrong, **_values: None  # the same: what is typed is not shown
    given: Mapping[str, Secret] = field(default_factory=dict, repr=False)  # what the environment said of keys
    _stores: list[Store] = field(default_factory=list)

    def anew(self) -> App:
        """The same house at another moment: settings are read again, the keys of this run stay."""
        made = replace(self, _stores=[])
        if self.sealed:
            made.__dict__["keys"] = self.keys
        return made

    # --- settings and language ---------------------------------------------------------------------------

    @cached_property
    def paths(self) -> Paths:
        home = self.environ.get("FUPAN_HOME")
        if home:
            data = config = state = Path(home).expanduser().absolute()
        else:
            import platformdirs  # noqa: PLC0415 - costs more than reading a journal

            data = Path(platformdirs.user_data_dir(NAME, appauthor=False))
            config = Path(platformdirs.user_config_dir(NAME, appauthor=False))
            state = Path(platformdirs.user_state_dir(NAME, appauthor=False))
        return Paths(
            journal=data / "journal.db",
            config=config / "config.toml",
            backups=data / "backups",
            stamp=data / stamp.FILE,
            editor=state / "editor",
            log=state / "log" / "fupan.log",
            templates=config / "templates",
        )

    @cached_property
    def loaded(self) -> Loaded:
        """The settings with their sources; a name in the file that means nothing is told once."""
        loaded = load(self.paths.config, self.environ, self.overrides)
        self.__dict__["loaded"] = loaded  # `tell` needs the language, and that the settings
        for name in loaded.unknown:
            message = N_("%(path)s: there is no setting “%(name)s”.")
            if likely := near(name):
                message = N_("%(path)s: there is no setting “%(name)s”; perhaps “%(near)s” is meant.")
            self.tell(message, path=self.paths.config, name=name, near=likely)
        return loaded

    @property
    def settings(self) -> Settings:
        return self.loaded.settings

    @cached_property
    def say(self) -> Language:
        """The person's language; with settings that cannot be read, that of the system."""
        try:
            wanted = self.settings.language
        except FupanError:
            wanted = self.overrides.get("language", "")
        return Language.load(pick_language(wanted, self.environ))

    # --- the clock ---------------------------------------------------------------------------------------

    @property
    def moment(self) -> Moment:
        """The instant that it is now, on the person's clock."""
        from fupan.periods import Moment  # noqa: PLC0415 - `--help` needs no calendar

        instant = self.instant()
        if zone := known_zone(self.settings.home_zone or self._system_zone()):
            return Moment(instant.astimezone(zone), zone.key, self.settings.day_ends)
        local = instant.astimezone()
        return Moment(local, _offset_name(local.utcoffset()), self.settings.day_ends)

    def instant(self) -> datetime:
        """Now; `FUPAN_NOW` stands in for it in tests and demonstrations."""
        text = self.environ.get("FUPAN_NOW")
        if not text:
            return datetime.now(UTC)  # noqa: TID251 - this is the place
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise BadTime(text) from None
        if instant.tzinfo is None:
            raise BadTime(text)
        return instant

    def _system_zone(self) -> str:
        """The name of the system's time zone, or "" where it has none."""
        name = self.environ.get("TZ", "").lstrip(":")
        if not name:
            link = os.path.realpath("/etc/localtime")
            name = link.partition("/zoneinfo/")[2] or _first_line(Path("/etc/timezone"))
        return name

    @staticmethod
    def stopwatch() -> float:
        """Seconds that only ever grow, for measuring how long something takes."""
        return time.monotonic()

    # --- the terminal and the tools around it ------------------------------------------------------------

    def colored(self, *, terminal: bool) -> bool:
        """Whether to colour what goes to a stream that is, or is not, a terminal."""
        wish = self.settings.color
        if self.loaded.sources["color"] != COMMAND_LINE:
            if self.environ.get("NO_COLOR"):
                return False
            if self.environ.get("FORCE_COLOR", "0") not in ("", "0"):
                return True
        return terminal and not self.dumb if wish == "auto" else wish == "always"

    @property
    def dumb(self) -> bool:
        """A terminal that cannot move its cursor."""
        return self.environ.get("TERM", "") in ("dumb", "unknown")

    @property
    def width(self) -> int:
        return shutil.get_terminal_size((80, 24)).columns

    @property
    def height(self) -> int:
        return shutil.get_terminal_size((80, 24)).lines

    @property
    def editor(self) -> list[str]:
        """The command line of the person's editor."""
        wished = [self.environ.get("VISUAL"), self.environ.get("EDITOR"), self.settings.editor]
        if self.loaded.sources["editor"] == COMMAND_LINE:
            wished.reverse()
        for command in filter(None, wished):
            return shlex.split(command, posix=os.name != "nt") or ["vi"]
        names = ("notepad",) if os.name == "nt" else ("nano", "vi")
        return [next((name for name in names if shutil.which(name)), names[-1])]

    @property
    def pager(self) -> list[str]:
        """The command line that long output is read with; empty: none."""
        wished = self.environ.get("PAGER")
        if wished is None:
            wished = "less" if shutil.which("less") else ""
        return shlex.split(wished)

    @property
    def rescue_places(self) -> tuple[Path, ...]:
        """Where an answer that the journal could not take may be put instead."""
        import tempfile  # noqa: PLC0415 - only a failing disk needs it

        runtime = self.environ.get("XDG_RUNTIME_DIR")
        places = [Path(runtime)] if runtime else []
        return (*places, Path(tempfile.gettempdir()), Path.home())

    # --- keys --------------------------------------------------------------------------------------------

    @property
    def sealed(self) -> bool:
        """Whether the journal is encrypted."""
        from fupan.store.beginning import sealed  # noqa: PLC0415

        return sealed(self.paths.journal)

    @cached_property
    def sources(self) -> Sources:
        """Where passphrases come from in this run."""
        from fupan.keys import Sources  # noqa: PLC0415 - a plain journal has no keys

        return Sources(
            self.given, command=lambda: self.settings.key_command, keyring=lambda: self.keyring, ask=self.ask
        )

    @cached_property
    def keys(self) -> Keys:
        """The passphrases of this run; each is asked for once, when something encrypted is met."""
        from fupan.secrecy import Keys  # noqa: PLC0415

        return Keys(more=self.sources.more)

    @property
    def keys_of_journal(self) -> Keys | None:
        return self.keys if self.sealed else None

    @property
    def keyring(self) -> str:
        """Under which name the system's keyring keeps the passphrase; empty when it is not to be asked."""
        return str(self.paths.journal) if self.settings.keyring == "on" else ""

    def unlock(self) -> None:
        """Ask for the passphrase now, before anything is typed that could be lost; nothing for a plain journal."""
        if self.sealed:
            with self.journal():
                pass

    def wipe(self, path: Path) -> None:
        """Overwrite and remove a file of ours in which words of an encrypted journal stood."""
        self.guard().delete([str(path)])

    @property
    def editor_folder(self) -> Path:
        """Where a long answer lies while it is written: beside an encrypted journal, not in another place."""
        return self.paths.journal.parent / "editor" if self.sealed else self.paths.editor

    # --- the journal -------------------------------------------------------------------------------------

    @contextmanager
    def journal(self) -> Iterator[Journal]:
        """The journal as of this moment, with all its use cases."""
        from fupan.journal import Journal  # noqa: PLC0415 - what knows all of them is only loaded where it is needed

        with self.desk(Journal) as journal:
            yield journal

    @contextmanager
    def desk(self, kind: type[SomeDesk]) -> Iterator[SomeDesk]:
        """One desk of the journal as of this moment. An older journal is upgraded here, which is told."""
        from fupan.store import open_store  # noqa: PLC0415 - the store comes in here and nowhere else

        self.refuse_foreign_root()
        moment = self.moment
        store = open_store(self.paths.journal, now=moment.utc, day_ends=moment.day_ends, keys=self.keys_of_journal)
        self._stores.append(store)
        store.clock_trusted = self.environ.get("FUPAN_CLOCK") == "trust"
        if store.upgraded_from:
            self.tell(
                N_("The journal was upgraded from schema %(old)s; a backup lies in %(backups)s."),
                old=store.upgraded_from,
                backups=self.paths.backups,
            )
        desk = kind(store, moment, firmness=self.settings.firmness, capacity=self.settings.capacity)
        own_responses.FILE.set(self.paths.config.with_name(own_responses.NAME))
        desk.recalls = self.settings.year_ago == "on" and moment.today.weekday() == DAYS.index(self.settings.review_day)
        try:
            yield desk
        finally:
            if store.wrote:
                self.renew_stamp(desk)
            if store.changed:
                with suppress(FupanError):  # a search reads what the index does not know yet
                    store.tend_index()

    def renew_stamp(self, desk: Desk) -> None:
        """Tell `fupan due` when the next review is; a prompt that is not told is no reason to fail."""
        with suppress(FupanError, OSError):
            stamp.write(str(self.paths.stamp), self.next_stamp(desk))

    def settings_changed(self) -> None:
        """The file says something else now: read it anew, and tell the stamp."""
        for name in ("loaded", "say"):
            self.__dict__.pop(name, None)
        if self.paths.stamp.exists():
            self.look_again()

    def look_again(self) -> None:
        """Tell the stamp what the journal says now, after something other than a command's writing."""
        with suppress(FupanError), self.glance() as journal:
            if journal:
                self.renew_stamp(journal)

    def next_stamp(self, desk: Desk) -> stamp.Stamp:
        """The stamp as it should stand now."""
        from fupan.journal.excusing import Excusing  # noqa: PLC0415 - writers only

        next_one = Excusing(desk.store, desk.moment).appointment(self.rhythm)
        quiet = int(next_one.quiet.timestamp()) if next_one.quiet else 0
        return stamp.Stamp(int(next_one.due.timestamp()), quiet, self.say.code)

    @property
    def rhythm(self) -> Rhythm:
        """The evening of the review, as the settings have it."""
        from fupan.standing import Rhythm  # noqa: PLC0415

        return Rhythm(
            day=DAYS.index(self.settings.review_day), time=clock_time.fromisoformat(self.settings.review_time)
        )

    def guard(self) -> Guard:
        """Who looks after the journal's file as a whole, whether it can be opened or not."""
        from fupan.journal.guarding import Guard  # noqa: PLC0415

        self.refuse_foreign_root()
        return Guard(self.paths.journal, self.moment, self.keys)

    def keep_daily_copy(self) -> FupanError | None:
        """After the first command of a day that wrote: a verified copy. The trouble, if there was any."""
        if not any(store.wrote for store in self._stores):
            return None
        try:
            self.guard().daily()
        except FupanError as error:
            return error
        return None

    @contextmanager
    def glance(self) -> Iterator[Journal | None]:
        """The journal for those who must never change it: None when there is none of this version."""
        from fupan.store import peek  # noqa: PLC0415
        from fupan.store.file import SCHEMA  # noqa: PLC0415

        if peek(self.paths.journal, self.keys_of_journal) != SCHEMA:
            yield None
            return
        with self.journal() as journal:
            yield journal

    @property
    def known_schema(self) -> int:
        """The schema that this program writes."""
        from fupan.store.file import SCHEMA  # noqa: PLC0415

        return SCHEMA

    def schema(self) -> int:
        """The journal's schema, 0 when there is none; nothing is opened for it."""
        from fupan.store import peek  # noqa: PLC0415

        return peek(self.paths.journal, self.keys_of_journal)

    def refuse_foreign_root(self) -> None:
        """Root would leave files in a person's directory that the person cannot open."""
        if os.name == "nt" or os.geteuid() != 0:
            return
        place = next(path for path in self.paths.journal.parents if path.exists())
        if place.stat().st_uid != 0:
            raise ForeignOwner(str(place))


def _offset_name(offset: timedelta | None) -> str:
    minutes = round((offset or timedelta()).total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""
