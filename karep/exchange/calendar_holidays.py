"""Public holidays of a calendar: free days, and the weekend days that are worked for them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from karep.calendars.own import RestDay, as_written, read_rest_days, write_rest_days
from karep.exchange.calendar_file import CalendarFile
from karep.exchange.calendar_properties import parsed, subject_of, text_of
from karep.exchange.records import Refusal
from karep.exchange.report import ImportReport
from karep.frozen import frozen
from karep.i18n import _
from karep.rules.visible import one_line

MEETINGS: Final = "meetings"
HOLIDAYS: Final = "holidays"
KINDS: Final = (MEETINGS, HOLIDAYS)
"""What a calendar can be read as."""

_LONGEST: Final = 31
"""Days; what is longer is no holiday."""
_MOST: Final = 3_000
_YEARS: Final = range(1970, 2200)
_WORKED: Final = re.compile(
    r"上班|补班|补休上班|调休上班|调班|班[）)\]】]|[（(\[【]班|work(?:ing)?[ -]?day|make-?up|workday", re.IGNORECASE
)
_HOLIDAY: Final = re.compile(
    r"节|假|休|元旦|春节|除夕|holiday|bank hol|day off|feiertag|new year|christmas|easter|labou?r day|national day"
    r"|jour férié",
    re.IGNORECASE,
)
_CALENDAR: Final = re.compile(r"节假日|假日|假期|休日|holiday|feiertag|jours fériés|festivos", re.IGNORECASE)
_OBSERVED: Final = re.compile(r"\s*(?:observance|节庆|纪念日|传统节日)", re.IGNORECASE)
"""How public calendars mark a day on which people work all the same."""
_ABOUT: Final = re.compile(r"[（(]补(?P<of>[^（()）]+)[)）]")
_TAIL: Final = re.compile(
    r"\s*[（(\[【][休班][)）\]】]\s*$|(?:放假|假期|休息)$|\s+(?:\(?public holiday\)?|holiday)$", re.IGNORECASE
)


@frozen
class HolidayPlan:
    """The days that a calendar frees or takes, and what of it cannot be used."""

    file: CalendarFile
    days: tuple[RestDay, ...]
    """By day; of a day that is told twice the last word counts."""
    events: int
    """How many events they come from."""
    refused: tuple[Refusal, ...] = ()
    known: int = 0
    """How many of the events say what the rep's file says already."""

    @property
    def free(self) -> int:
        """How many days are free."""
        return sum(one.free for one in self.days)

    @property
    def worked(self) -> int:
        """How many weekend days are worked."""
        return len(self.days) - self.free


def guess_kind(file: CalendarFile) -> str:
    """Whether a calendar holds public holidays: only whole days, and it or most of its days are called so."""
    events = [parsed(one) for one in file.events[:_MOST]]
    starts = [getattr(one.get("DTSTART"), "dt", None) for one in events if one is not None]
    whole = [one for one in starts if isinstance(one, date) and not isinstance(one, datetime)]
    if not whole or len(whole) < len(starts):
        return MEETINGS
    named = sum(bool(_HOLIDAY.search(subject_of(one)) or _WORKED.search(subject_of(one))) for one in file.events)
    return HOLIDAYS if _CALENDAR.search(file.title) or named * 2 > len(file.events) else MEETINGS


def plan_holidays(file: CalendarFile) -> HolidayPlan:
    """What the calendar says about free days; nothing is written."""
    days: dict[date, RestDay] = {}
    refused: list[Refusal] = []
    taken = known = 0
    own = set(read_rest_days().days)
    for raw in file.events:
        event = parsed(raw)
        name = one_line(text_of(event, "SUMMARY") if event is not None else subject_of(raw))
        span = _span(event) if event is not None else ()
        reason = _reason(event, name, span, raw.about) if span else _("it is no whole day, or one that cannot be read")
        if not reason and len(days) + len(span) > _MOST:
            reason = _("there are too many days in this calendar")
        if reason:
            refused.append(Refusal(raw.line, reason, name))
            continue
        taken += 1
        free = not _WORKED.search(name)
        said = [as_written(RestDay(day, free, _called(name))) for day in span]
        known += own.issuperset(said)
        days |= {one.day: one for one in said}
    return HolidayPlan(file, tuple(days[day] for day in sorted(days)), taken, tuple(refused), known)


def run_holidays(plan: HolidayPlan) -> int:
    """Write the days into the rep's own file, and return how many; nothing where it says all of it already.

    Raises:
        OSError: If the file cannot be written.
    """
    source = plan.file.title or plan.file.name
    return write_rest_days(plan.days, one_line(source)) if plan.events > plan.known else 0


def holiday_report(plan: HolidayPlan, *, dry_run: bool) -> ImportReport:
    """The outcome in the form of every import; there is no action to undo, the days are in a file of their own."""
    return ImportReport(
        rows=plan.events + len(plan.refused),
        stored=plan.events - plan.known,
        merged=0,
        unchanged=plan.known,
        refused=plan.refused,
        skipped=(),
        dry_run=dry_run,
    )


def _reason(event: Any, name: str, span: Iterable[date], about: str) -> str:
    if any(day.year not in _YEARS for day in span):
        return _("it is no whole day, or one that cannot be read")
    if _OBSERVED.match(about):
        return _("people work on it: it is only observed")
    if "RRULE" in event:
        return _("holidays that come again are not followed; free days are decided anew every year")
    return "" if name else _("it has no name")


def _span(event: Any) -> tuple[date, ...]:
    """The days of an event; none for what is no whole day, or far too long."""
    start = getattr(event.get("DTSTART"), "dt", None)
    stop = getattr(event.get("DTEND"), "dt", None)
    if not isinstance(start, date) or isinstance(start, datetime) or start.year not in _YEARS:
        return ()
    length = (stop - start).days if isinstance(stop, date) and not isinstance(stop, datetime) else 1
    return tuple(start + timedelta(days=step) for step in range(max(length, 1))) if length <= _LONGEST else ()


def _called(name: str) -> str:
    """A holiday's own name: 上班(补春节假期) and 春节假期 are both about 春节."""
    about = _ABOUT.search(name)
    return _TAIL.sub("", about["of"] if about else name).strip() or name
