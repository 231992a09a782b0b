"""What a day of the agenda holds: its lines, how much that is, what overlaps, whether people work on it; in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Final, Literal

from karep.frozen import frozen
from karep.i18n import _, language, ngettext
from karep.reports.report import Line, Part
from karep.reports.words import reckoned_words
from karep.rules.cutting import cells
from karep.rules.day_plan import MINUTES, OVERLOAD_MINUTES, clashes, span_of
from karep.rules.day_words import weekday_words
from karep.rules.rest_days import RestDays

WARNING: Final = "!"
"""Stands at a day that holds too much."""
_NOTHING: Final = "–"
_THINGS: Final = ("follow_up", "promise", "occasion")
_FEW_HOURS: Final = 60

Rest = Literal["", "weekend", "holiday", "work"]


@frozen
class AgendaDay:
    """One day of the agenda."""

    day: date
    lines: tuple[Line, ...] = ()
    things: int = 0
    """How many things ask for something: all lines but festivals; what is done counts only while its day has passed."""
    minutes: int = 0
    """How many minutes are planned: a follow-up with a time and no length counts as an hour."""
    overlaps: tuple[tuple[time, time], ...] = ()
    """When those begin that overlap, in pairs."""
    rest: Rest = ""
    """Whether it is a free day of the week, a public holiday, or a free day of the week that is worked."""
    holiday: str = ""
    """The name of the holiday, or of what a day of the week-end that is worked makes up for; of a working day, that it
    may be free and is not announced yet."""

    @property
    def overloaded(self) -> bool:
        """Whether it holds more than a day does, or two things at once."""
        return self.minutes > OVERLOAD_MINUTES or bool(self.overlaps)

    @property
    def festivals(self) -> tuple[str, ...]:
        """The names of its festivals."""
        return tuple(line.part("what") for line in self.lines if line.noun == "festival")


def day_of(day: date, lines: Iterable[Line], lengths: dict[str, int], rest: RestDays, today: date) -> AgendaDay:
    """A day of its lines, in their order; those that overlap say so.

    Args:
        day: The day.
        lines: What falls on it.
        lengths: How many minutes follow-ups take, by id, as far as it is known.
        rest: Which days are free.
        today: The rep's day.
    """
    listed = list(lines)
    counted = [one for one in listed if one.noun in _THINGS and (one.state != "done" or day < today)]
    timed = [one for one in counted if one.noun == "follow_up" and one.at is not None]
    planned = sum(lengths.get(one.record_id, MINUTES if one.at else 0) for one in counted if one.noun == "follow_up")
    open_ones = [one for one in timed if one.state != "done"]
    spans = [span_of(one.at or time.min, lengths.get(one.record_id)) for one in open_ones]
    told: dict[str, list[Line]] = {}
    pairs = [(open_ones[one], open_ones[other]) for one, other in clashes(spans)]
    for one, other in pairs:
        told.setdefault(one.record_id, []).append(other)
        told.setdefault(other.record_id, []).append(one)
    kind: Rest = _rest(day, rest)
    return AgendaDay(
        day,
        tuple(_told(one, told[one.record_id]) if one.record_id in told else one for one in listed),
        len(counted),
        planned,
        tuple((one.at or time.min, other.at or time.min) for one, other in pairs),
        kind,
        rest.name(day) if kind in ("holiday", "work") else reckoned_words(day, rest),
    )


def _rest(day: date, rest: RestDays) -> Rest:
    if day in rest.free:
        return "holiday"
    if day.weekday() < 5:
        return ""
    return "weekend" if rest.is_free(day) else "work"


def _told(line: Line, others: Sequence[Line]) -> Line:
    """A line that says what it overlaps."""
    names = _(", ").join(f"{one.at:%H:%M} {one.part('account')}".strip() for one in others)
    overlap = Part("overlap", _("! overlaps {what}").format(what=names))
    return replace(line, parts=(*line.parts, overlap))


# --- words -----------------------------------------------------------------------------------------------------------


def week_words(day: date) -> str:
    """The number of the ISO week that a day is in: “W48”, “48周”."""
    return _("W{n}").format(n=day.isocalendar().week)


def hours_words(minutes: int) -> str:
    """A number of minutes, as hours where it is an hour or more: “45 min”, “6 h”, “1.5 h”."""
    if minutes < _FEW_HOURS:
        return _("{n} min").format(n=minutes)
    return _("{n} h").format(n=_hours(minutes))


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0")


def rest_words(day: AgendaDay) -> str:
    """Whether people work on a day, where that is not what its weekday says: “National Day · rest day”."""
    if day.rest == "holiday":
        return " · ".join(filter(None, (day.holiday, _("rest day"))))
    if day.rest == "":
        return day.holiday
    if day.rest == "work":
        working = _("working Saturday") if day.day.weekday() == 5 else _("working Sunday")
        return _("{name} ({form})").format(name=working, form=day.holiday) if day.holiday else working
    return ""


def load_words(day: AgendaDay) -> str:
    """How much a day holds: “5 things · 6 h”; nothing for a free one."""
    if not day.things:
        return ""
    told = ngettext("{n} thing", "{n} things", day.things).format(n=day.things)
    return f"{told} · {hours_words(day.minutes)}" if day.minutes else told


def warning_words(day: AgendaDay) -> str:
    """What is too much about a day: “! 9 h planned · ! 10:00 and 10:30 overlap”."""
    told = []
    if day.minutes > OVERLOAD_MINUTES:
        told.append(_("! {hours} planned").format(hours=hours_words(day.minutes)))
    for one, other in day.overlaps[:2]:
        told.append(_("! {one} and {other} overlap").format(one=f"{one:%H:%M}", other=f"{other:%H:%M}"))
    return " · ".join(told)


def week_bar(days: Sequence[AgendaDay], width: int) -> str:
    """The load of a week in one line: “W48 · Mon 3 · Tue 5 (6 h) · Wed – · Thu 1 · Fri 9 (9 h) !”.

    Args:
        days: The days of one week, as far as they are known.
        width: How many cells of a terminal there are; where they do not do, the blanks go, then the hours.
    """
    if not days:
        return ""
    number = week_words(days[0].day)
    long = " · ".join([number, *map(_bar, days)])
    if cells(long) <= width:
        return long
    short = "  ".join([number, *map(_short_bar, days)])
    return short if cells(short) <= width else " ".join([number, *(_short_bar(one, hours=False) for one in days)])


def _bar(day: AgendaDay) -> str:
    told = f"{weekday_words(day.day, language())} {day.things or _NOTHING}"
    if day.minutes:
        told += f" ({hours_words(day.minutes)})"
    return f"{told} {WARNING}" if day.overloaded else told


def _short_bar(day: AgendaDay, *, hours: bool = True) -> str:
    told = f"{weekday_words(day.day, language()).removeprefix('周')}{day.things or _NOTHING}"
    if hours and day.minutes:
        told += f"/{_hours(day.minutes)}h"
    return f"{told}{WARNING}" if day.overloaded else told
