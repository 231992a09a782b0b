"""The days that the rep added: festivals of the house or an industry, and free days that the library does not know.

Both files are written by hand, so that nothing in them may stop the program: what cannot be used is left out with a
sentence that says so.
"""

import os
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from karep import paths
from karep.i18n import _
from karep.rules.festivals import OWN, OwnDay
from karep.rules.lunar import day_in_year

LONGEST_FILE: Final = 1_000_000
"""A larger file, in bytes, was not written by hand."""
MOST_DAYS: Final = 2_000
"""So many own days count; the further ones are left out."""
LONGEST_NAME: Final = 60
"""Longer names are cut."""
FREE_WORDS: Final = ("free", "off", "holiday", "休", "休息", "假", "放假")
WORK_WORDS: Final = ("work", "working", "workday", "班", "上班", "补班")
"""What the second column of the file of free days may say."""
_HEADS: Final = ("date", "day", "日期")
_COLUMNS: Final = re.compile(r"\s*[,，;；\t]\s*")


class RestDay(NamedTuple):
    """A day on which people are free against the rule, or work against it."""

    day: date
    free: bool
    name: str = ""
    """The holiday, or what the working day makes up for."""


class OwnDays(NamedTuple):
    """What the rep added to the festivals."""

    days: tuple[OwnDay, ...] = ()
    faults: tuple[str, ...] = ()
    """What could not be used, a sentence each."""


class OwnRest(NamedTuple):
    """What the rep wrote down, or took over from a calendar, about free days."""

    days: tuple[RestDay, ...] = ()
    """One for each day; of several lines about a day the last one counts."""
    faults: tuple[str, ...] = ()
    """What could not be used, a sentence each."""


def read_own_days(path: Path | None = None) -> OwnDays:
    """The days that the rep added to the festivals; none when there is no such file.

    Args:
        path: The file; `karep.paths.own_days_file` unless another is given.
    """
    source = path or paths.own_days_file()
    try:
        listed = tomllib.loads(_text(source) or "").get("day", [])
    except (OSError, ValueError) as error:
        return OwnDays(faults=(_unreadable(source, error),))
    except RecursionError:
        return OwnDays(faults=(_unreadable(source, _("it is nested too deeply")),))
    listed = listed if isinstance(listed, list) else [listed]
    days: list[OwnDay] = []
    years: dict[str, set[int | None]] = {}
    faults = []
    if len(listed) > MOST_DAYS:
        faults.append(_("{file} holds more than {n} days; the first ones count.").format(file=source.name, n=MOST_DAYS))
    for number, table in enumerate(listed[:MOST_DAYS], 1):
        read = _own_day(table)
        if isinstance(read, OwnDay) and _is_known(read, years):
            read = _("the name {name} stands twice").format(name=read.name)
        if isinstance(read, OwnDay):
            days.append(read)
            years.setdefault(read.key, set()).add(read.year)
        else:
            sentence = _("Day {number} of {file} is left out: {reason}.")
            faults.append(sentence.format(number=number, file=source.name, reason=read))
    return OwnDays(tuple(days), tuple(faults))


def _own_day(table: Any) -> OwnDay | str:
    """The day that a table describes, or why it does not."""
    # most reps have no such file, and its patterns would be made at every start
    from karep.rules.occasion_words import parse_year_day

    if not isinstance(table, dict):
        return _("write it below a line [[day]]")
    name, written = _one_line(table.get("name")), table.get("date")
    if not name:
        return _("it has no name")
    said = written.isoformat()[:10] if isinstance(written, date) else written
    found = parse_year_day(said) if isinstance(said, str) else None
    if found is None or found.day is None:
        return _("“{date}” is not a day; try 4-17, 2027-04-17, lunar 3-3 or 农历三月初三").format(date=_shown(written))
    if found.leap_month:
        return _("festivals fall in the ordinary month, never in a leap month")
    if found.year and not day_in_year(found.month, found.day, found.year, found.calendar):
        return _("the lunar calendar is known from 1900 to 2099")
    greeted = table.get("greet", True) is not False
    industry = _one_line(table.get("industry"))
    return OwnDay(f"{OWN}{name}", name, found.month, found.day, found.year, found.calendar, industry, greeted)


def _shown(written: Any) -> str:
    """What stands in the place of a date, as far as a sentence can hold it."""
    return _one_line(written) if isinstance(written, str) else "…" if isinstance(written, list | dict) else str(written)


def _is_known(day: OwnDay, years: Mapping[str, Collection[int | None]]) -> bool:
    """Whether a day could not be told apart, in some year, from one of the same name."""
    known = years.get(day.key, ())
    return bool(known) and (day.year is None or None in known or day.year in known)


def read_rest_days(path: Path | None = None) -> OwnRest:
    """What the rep's file says about free days; nothing when there is no such file.

    Every line is a day, ``free`` or ``work``, and a name; empty lines, lines that begin with ``#`` and a line of
    headings count for nothing.

    Args:
        path: The file; `karep.paths.rest_days_file` unless another is given.
    """
    source = path or paths.rest_days_file()
    try:
        lines = (_text(source) or "").splitlines()
    except (OSError, ValueError) as error:
        return OwnRest(faults=(_unreadable(source, error),))
    days: dict[date, RestDay] = {}
    faults = []
    for number, line in enumerate(lines, 1):
        if not _counts(line):
            continue
        read = _rest_day(line)
        if read:
            days[read.day] = read
        else:
            sentence = _("Line {number} of {file} is left out; write 2026-10-01,free,National Day or 2026-10-10,work.")
            faults.append(sentence.format(number=number, file=source.name))
    return OwnRest(tuple(days.values()), tuple(faults))


def _counts(line: str) -> bool:
    """Whether a line says something about a day."""
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#") and _cells(stripped)[0].casefold() not in _HEADS


def _rest_day(line: str) -> RestDay | None:
    from karep.rules.occasion_words import parse_year_day

    cells = [*_cells(line), "", ""]
    found, kind = parse_year_day(cells[0]), cells[1].casefold()
    if found is None or found.year is None or found.day is None or kind not in (*FREE_WORDS, *WORK_WORDS):
        return None
    day = day_in_year(found.month, found.day, found.year, found.calendar)
    return RestDay(day, kind in FREE_WORDS, _one_line(cells[2])) if day else None


def _cells(line: str) -> list[str]:
    return [cell.strip(" \"'") for cell in _COLUMNS.split(line.strip(), maxsplit=2)]


def write_rest_days(days: Iterable[RestDay], source: str, path: Path | None = None) -> int:
    """Take free days and make-up working days over into the rep's file, which is readable by its owner alone.

    Every other line of the file stays as it is; a day that is taken over replaces what the file said about it.

    Args:
        days: The days.
        source: Where they come from, for a remark in the file.
        path: The file; `karep.paths.rest_days_file` unless another is given.

    Returns:
        How many days were taken over.

    Raises:
        OSError: If the file cannot be read or written.
        ValueError: If the file is no text that karep can read, or would be too large for it; it is left alone then.
    """
    target = path or paths.rest_days_file()
    new = {one.day: one for one in days}
    if not new:
        return 0
    kept = [line for line in (_text(target) or "date,free|work,name").splitlines() if _stays(line, new)]
    remark = f"# {_one_line(source)}"
    kept = [*(line for line in kept if line != remark), remark]
    kept += [f"{one.day.isoformat()},{'free' if one.free else 'work'},{_safe(one.name)}" for one in _by_day(new)]
    text = "\n".join(kept) + "\n"
    if len(text.encode("utf-8", "replace")) > LONGEST_FILE:
        raise ValueError(_("it would be too large"))
    write_private(target, text)
    return len(new)


def as_written(one: RestDay) -> RestDay:
    """A day as the file keeps it, with its name on one line and not too long."""
    return one._replace(name=_safe(one.name))


def _stays(line: str, new: dict[date, RestDay]) -> bool:
    read = _rest_day(line) if _counts(line) else None
    return read is None or read.day not in new


def _by_day(days: dict[date, RestDay]) -> Iterator[RestDay]:
    return (days[day] for day in sorted(days))


def write_private(target: Path, text: str) -> None:
    """Write a file atomically and readable by its owner alone; where a link stands, the file that it leads to.

    Raises:
        OSError: If it cannot be written.
    """
    target = Path(os.path.realpath(target))
    paths.make_private(target.parent)
    # several processes may write at once, each a file of its own
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _text(path: Path) -> str | None:
    """The text of a file, or None when there is none; Chinese Excel writes GB 18030.

    Raises:
        OSError: If it cannot be read.
        ValueError: If it is no text, or far too long.
    """
    if path.exists() and not path.is_file():  # one that never ends would be read for ever
        raise OSError(_("it is no ordinary file"))
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_FILE + 1)
    except FileNotFoundError:
        return None
    if len(content) > LONGEST_FILE:
        raise ValueError(_("it is too large"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _unreadable(path: Path, error: Exception | str) -> str:
    return _("The file {path} cannot be read ({reason}); it is left out.").format(path=path, reason=error)


def _one_line(value: Any) -> str:
    """A text on one line and not too long; an empty one for what is no text."""
    return " ".join(value.split())[:LONGEST_NAME].strip() if isinstance(value, str) else ""


def _safe(name: str) -> str:
    """A name that no spreadsheet takes for a formula, and that stays one cell."""
    return _COLUMNS.sub("、", _one_line(name)).lstrip("=+-@#\"' ")
