"""The words that the reports share: days, tiers, deals and important days in the language in use."""

from datetime import date, time, timedelta
from typing import Final, Protocol

from karep.db.views.follow_ups import FollowUp
from karep.db.views.occasions import Occasion
from karep.i18n import N_, _, language, ngettext, pgettext
from karep.rules.care import BUSINESS
from karep.rules.clock import Clock
from karep.rules.day_words import describe_day
from karep.rules.lunar import describe_lunar, next_occurrence, to_lunar, years_since
from karep.rules.money import format_amount
from karep.rules.privacy import is_personal_day
from karep.rules.rest_days import RestDays
from karep.rules.tier_names import tier_name
from karep.rules.vocabulary import OCCASION_KINDS, OPPORTUNITY_STATUSES, stage_name
from karep.rules.zones import find_zone, local_day, local_moment, to_utc

NO_TIER: Final = N_("no tier")
STANCES: Final = {
    2: N_("for us"),
    1: N_("leaning to us"),
    0: N_("neutral"),
    -1: N_("leaning away"),
    -2: N_("against us"),
}
"""The rep's own view of a person, the best first."""
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def tier_words(tier: str | None) -> str:
    """The name of a tier by the scheme in force, or that there is none."""
    return tier_name(tier) if tier else _(NO_TIER)


def stage_words(stage: str) -> str:
    """A stage by number and name: “S5 Propose”."""
    name = stage_name(stage)
    return stage if name == stage else f"{stage} {name}"


def status_words(status: str) -> str:
    """Whether a deal is open, won or lost; a lost account has another word in Chinese."""
    return pgettext("deal", "Lost") if status == "lost" else _(OPPORTUNITY_STATUSES.get(status, status))


def amount_words(amount: int | None, currency: str | None, *, short: bool = True) -> str:
    """The amount of a deal, in few letters unless `short` is not set, or nothing."""
    return "" if amount is None else format_amount(amount, language(), currency=currency or "", short=short)


def stance_words(stance: int) -> str:
    """The rep's own view of a person, from against us to for us; the number itself when it is none that we know."""
    return _(STANCES.get(stance, str(stance)))


def day_words(day: date, today: date) -> str:
    """A day: “today”, “Thu 26 Nov”."""
    return describe_day(day, today, language())


def full_day_words(day: date) -> str:
    """A day with its year and its weekday, whatever day it is today."""
    return describe_day(day, date.min, language())


def dated_words(day: date, today: date) -> str:
    """A day by its date, also when it is near; with the year when it is far."""
    near = abs((day - today).days) <= 1
    # two days beside today there are no words but the date
    return describe_day(day, today - timedelta(days=2 if day >= today else -2) if near else today, language())


def due_words(due: date, at: time | None, today: date) -> str:
    """When something is due: how long it is overdue, or the day and the time."""
    late = (today - due).days
    if late > 0:
        return ngettext("{n} d overdue", "{n} d overdue", late).format(n=late)
    day = day_words(due, today)
    return f"{day} {at:%H:%M}" if at else day


def due_state(due: date, today: date) -> str:
    """The state of something that is due on a day."""
    return "overdue" if due < today else "due" if due == today else "coming"


def read_day(text: str | None) -> date | None:
    """A day as stored, or None for none and for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def read_local_day(utc_iso: str | None, zone: str) -> date | None:
    """The local day of a moment as stored, or None for none and for what is no moment."""
    try:
        return local_day(utc_iso, zone) if utc_iso else None
    except (TypeError, ValueError):  # what is kept beside the records may be anything
        return None


class Timed(Protocol):
    """What has a day, and a time in a zone if that is known."""

    @property
    def due(self) -> str:
        """``YYYY-MM-DD``."""
        ...

    @property
    def due_time(self) -> str | None:
        """``HH:MM``, or None for any time of the day."""
        ...

    @property
    def zone(self) -> str | None:
        """The IANA name of its zone; None is the rep's own."""
        ...


def local_due(follow_up: Timed, clock: Clock) -> tuple[date, time | None]:
    """When a follow-up is due by the rep's own clock; one with a time in another zone may fall on another day."""
    day = read_day(follow_up.due) or date.min
    if not follow_up.due_time:
        return day, None
    try:
        at = time.fromisoformat(follow_up.due_time)
        if follow_up.zone and follow_up.zone != clock.zone:
            find_zone(follow_up.zone)
            moment = local_moment(to_utc(day, at, follow_up.zone), clock.zone)
            return moment.date(), moment.time()
    except (ValueError, OverflowError):
        return day, None
    return day, at


def there_words(follow_up: FollowUp, due: date, at: time | None) -> str:
    """The day and time of a follow-up where it takes place, with the zone; nothing where the rep's clock says the same.

    Args:
        follow_up: The follow-up.
        due: Its day by the rep's own clock.
        at: Its time by the rep's own clock.
    """
    there = read_day(follow_up.due) or due
    if at is None or not follow_up.due_time or (there == due and follow_up.due_time == f"{at:%H:%M}"):
        return ""
    day = "" if there == due else f"{dated_words(there, due)} "
    return f"{day}{follow_up.due_time} {follow_up.zone}"


def rhythm_words(repeat: str | None) -> str:
    """How a follow-up comes again, with the sign of it: “↻ every 90 days”; nothing for what comes once."""
    if not repeat:
        return ""
    from karep.rules.repeats import repeat_words

    return f"↻ {repeat_words(repeat, language())}".rstrip()


def occasion_day(occasion: Occasion, today: date) -> date | None:
    """The next day, today included, on which an occasion falls; None when it never does, or not again."""
    return next_occurrence(
        occasion.month,
        occasion.day,
        occasion.year,
        occasion.calendar,
        occasion.leap_month,
        today,
        leap_rule=occasion.leap_rule,
        once=occasion.once,
    )


def rest_words(day: date, rest: RestDays) -> str:
    """That a day is a public holiday, or a weekend day that is worked; nothing for any other day.

    Args:
        day: The day.
        rest: Which days are free.
    """
    name = rest.name(day)
    if rest.is_free(day):
        return _("rest day: {name}").format(name=name) if name else ""
    working = _("working day, in exchange for {name}").format(name=name) if name and day.weekday() >= 5 else ""
    return working or reckoned_words(day, rest)


def reckoned_words(day: date, rest: RestDays) -> str:
    """That a day may be free, which is not announced yet; nothing for any other day.

    Args:
        day: The day.
        rest: Which days are free.
    """
    name = rest.reckoned.get(day, "")
    return _("perhaps free, not announced yet: {name}").format(name=name) if name else ""


def month_words(occasion: Occasion) -> str:
    """The month of an occasion of which no day is known; nothing where the day is."""
    if occasion.day is not None or not 1 <= occasion.month <= 12:
        return ""
    if occasion.calendar == "lunar":
        return describe_lunar(occasion.month, None, occasion.leap_month, language())
    return f"{occasion.month}月" if language() == "zh" else _MONTHS[occasion.month - 1]


def occasion_words(occasion: Occasion, day: date, *, unknown: bool = True) -> str:
    """What an occasion is: its kind or own label, the years that it completes, its lunar day.

    Args:
        occasion: The occasion.
        day: The day on which it falls.
        unknown: Whether to say that its day is not known, if it is not.
    """
    words = [_occasion_name(occasion, years_since(occasion.year, day, occasion.calendar) or 0)]
    if occasion.calendar == "lunar" and occasion.day is not None:
        words.append(describe_lunar(occasion.month, occasion.day, occasion.leap_month, language()))
        words.append(short_month_words(occasion, day))
    if unknown and occasion.day is None:
        words.append(_("day unknown"))
    return _(", ").join(filter(None, words))


def short_month_words(occasion: Occasion, day: date) -> str:
    """Why the 30th of a lunar month is kept on the 29th; nothing where it is not.

    Args:
        occasion: The occasion.
        day: The day on which it falls.
    """
    lunar = to_lunar(day) if occasion.calendar == "lunar" and occasion.day == 30 else None
    if lunar is None or lunar.day == 30:
        return ""
    month = describe_lunar(lunar.month, None, lunar.leap, language()).removeprefix("农历")
    return _("this {month} has 29 days").format(month=month)


def _occasion_name(occasion: Occasion, years: int) -> str:
    """The kind or own label with the years: “turns 55”, “合作 8 周年”; a label that counts itself is left alone."""
    name = occasion.label or _(OCCASION_KINDS.get(occasion.kind, OCCASION_KINDS["other"]))
    if not years or occasion.kind in BUSINESS or any(one.isnumeric() for one in occasion.label or ""):
        return name
    if occasion.kind == "birthday":
        if not occasion.label:
            return ngettext("Birthday, turns {n}", "Birthday, turns {n}", years).format(n=years)
        return ngettext("{name}, turns {n}", "{name}, turns {n}", years).format(name=name, n=years)
    if "周年" in name:
        return name.replace("周年", f" {years} 周年", 1).strip()
    if name.casefold().startswith("years "):
        return f"{years} {name[0].lower()}{name[1:]}"
    return _(", ").join((name, ngettext("{n} year", "{n} years", years).format(n=years)))


def ago_words(days: int) -> str:
    """How many days ago something was."""
    return _("today") if days <= 0 else ngettext("{days} d ago", "{days} d ago", days).format(days=days)


def is_personal(occasion: Occasion) -> bool:
    """Whether a day is a person's own business, which stays out of what leaves the program."""
    return is_personal_day(occasion.kind, occasion.person_id)


def occasion_level(occasion: Occasion) -> str:
    """Who may see the line of an important day, one of `karep.reports.report.LEVELS`."""
    return "personal" if is_personal(occasion) else ""
