"""How often a customer should hear from us: two clocks, one of the account and one of each person.

The account's clock follows its tier: contacts of any kind, meetings face to face, senior visits, business meetings
and surveys, each on its own. A person's clock follows the person's role, quickened or slowed by the tier. Each clock
has an ideal, from which on the next one is due, and a worst, behind which it is overdue; both are counted in days since
the last one. All figures are settings; those in `karep.settings` are what the program ships with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from karep import settings as shipped
from karep.frozen import frozen
from karep.rules.referrers import OLD_HEN
from karep.rules.rest_days import LONGEST_REST, WEEKENDS, RestDays
from karep.rules.stages import NEXT_STEP_DAYS, NEXT_STEP_STAGES
from karep.rules.vocabulary import ROLES, TIERS
from karep.settings import Settings

State = Literal["never", "fresh", "due", "overdue"]
ClockName = Literal["contact", "face", "senior", "meeting", "survey", "person", "dormant", "lost"]

UNTIERED: Final = ""
"""The key of the intervals for an account without a tier."""
CLASSES: Final = (*TIERS, UNTIERED)
"""The tiers and none, in the order in which settings give their numbers."""
ACCOUNT_CLOCKS: Final[tuple[ClockName, ...]] = ("contact", "face", "senior", "meeting", "survey")
"""What is counted for an account."""
_LONGEST_AHEAD: Final = 7


class Interval(NamedTuple):
    """How many days may pass between two: from ``ideal`` on the next one is due, after ``worst`` it is overdue."""

    ideal: int
    worst: int


@frozen
class TierIntervals:
    """The intervals of a tier, None where it asks for none. ``percent`` scales those of the roles."""

    contact: Interval | None
    face: Interval | None = None
    senior: Interval | None = None
    meeting: Interval | None = None
    survey: Interval | None = None
    percent: int = 100

    def of(self, clock: ClockName) -> Interval | None:
        """The interval of one of the account's clocks."""
        found = {
            "contact": self.contact,
            "face": self.face,
            "senior": self.senior,
            "meeting": self.meeting,
            "survey": self.survey,
        }
        return found.get(clock)


def _interval(ideal: int, worst: int) -> Interval | None:
    """Of two numbers as they are set: no interval without a worst, and no ideal behind it."""
    return Interval(min(ideal or worst, worst), worst) if worst else None


def _by_tier(numbers: Mapping[str, Sequence[int]]) -> dict[str, TierIntervals]:
    """The intervals of every tier, from the numbers of the settings by the names of these."""
    found = {}
    for place, tier in enumerate(CLASSES):
        contact, face, senior, meeting, survey = (
            _interval(numbers[f"{clock}_ideal_days"][place], numbers[f"{clock}_days"][place])
            for clock in ACCOUNT_CLOCKS
        )
        found[tier] = TierIntervals(contact, face, senior, meeting, survey, numbers["role_percent"][place])
    return found


def _by_role(numbers: Mapping[str, Sequence[int]]) -> dict[str, Interval]:
    """The intervals of every role, and of somebody who brings very many."""
    pairs = zip(ROLES, numbers["role_ideal_days"], numbers["role_days"], strict=True)
    found = {role: interval for role, ideal, worst in pairs if (interval := _interval(ideal, worst))}
    worst = numbers["referrer_days"][0]
    # the only interval without a setting of its own for when it is due: as early as the others
    found[OLD_HEN] = Interval(worst - min(_LONGEST_AHEAD, worst // 4), worst)
    return found


_NUMBERS: Final = (
    *(f"{clock}{kind}_days" for clock in ACCOUNT_CLOCKS for kind in ("", "_ideal")),
    *("role_days", "role_ideal_days", "role_percent", "referrer_days", "dormant_days", "lost_days"),
)
_SHIPPED: Final = {one.name: one.default for one in shipped.SETTINGS}
_USUAL: Final = {name: tuple(map(int, _SHIPPED[name].split())) for name in _NUMBERS}


@frozen
class CadenceSettings:
    """The intervals by tier and by role, the steps back to customers who fell asleep or left, in days."""

    tiers: Mapping[str, TierIntervals] = field(default_factory=lambda: _by_tier(_USUAL))
    roles: Mapping[str, Interval] = field(default_factory=lambda: _by_role(_USUAL))
    dormant: tuple[int, ...] = _USUAL["dormant_days"]
    lost: tuple[int, ...] = _USUAL["lost_days"]
    """So many days after it fell asleep, or was lost, an account is asked again; 0 for a step that is left out."""
    signing: tuple[int, ...] = shipped.SIGNING_DAYS
    """So many days after a signature the customer hears from us."""
    next_step_days: int = NEXT_STEP_DAYS
    """Within so many days an open deal in S3 to S6 has its next step."""

    @classmethod
    def of(cls, settings: Settings) -> "CadenceSettings":
        """What the rep has set."""
        numbers = {name: settings.numbers(name) for name in _NUMBERS}
        return cls(
            tiers=_by_tier(numbers),
            roles=_by_role(numbers),
            dormant=numbers["dormant_days"],
            lost=numbers["lost_days"],
            signing=settings.numbers("signing_days"),
            next_step_days=settings.number("next_step_days"),
        )

    def of_tier(self, tier: str | None) -> TierIntervals:
        """The intervals of a tier; an unknown one counts as none."""
        return self.tiers.get(tier or UNTIERED) or self.tiers.get(UNTIERED) or _by_tier(_USUAL)[UNTIERED]

    def of_role(self, tier: str | None, role: str) -> Interval | None:
        """The interval of a role at an account of that tier, in whole days rounded half up; None for no clock."""
        interval, percent = self.roles.get(role), self.of_tier(tier).percent
        if interval is None or not percent:
            return None
        worst = max(1, int(interval.worst * percent / 100 + 0.5))
        return Interval(min(max(1, int(interval.ideal * percent / 100 + 0.5)), worst), worst)


DEFAULT_SETTINGS: Final = CadenceSettings()


@frozen
class LastContacts:
    """The days on which each of an account's clocks was last reset, None for never."""

    contact: date | None = None
    face: date | None = None
    senior: date | None = None
    meeting: date | None = None
    survey: date | None = None
    since: date | None = None
    """The day on which the account came into the book. What never happened is counted from there, except for contacts
    of any kind; where it is not known, what never happened never falls due."""

    def of(self, clock: ClockName) -> date | None:
        """The day of one of the account's clocks; a contact is what happened last of all."""
        if clock == "contact":
            every = (self.contact, self.face, self.senior, self.meeting, self.survey)
            return max((day for day in every if day), default=None)
        met = {"face": self.face, "senior": self.senior, "meeting": self.meeting, "survey": self.survey}
        return met.get(clock)


@frozen
class ClockReading:
    """One clock: its limit in days, the last day it was reset, and what follows from them.

    ``days_since`` is None when it was never reset; ``due_on`` and ``days_left`` are None as well when that has no day
    from which it counts. ``days_left`` is counted to the last day of the limit itself and is negative when it is
    overdue.
    """

    clock: ClockName
    state: State
    limit_days: int
    last: date | None
    due_on: date | None
    """The last day of the limit; a day ahead on which nobody works is moved to the working day before."""
    days_since: int | None
    days_left: int | None
    moved_from: date | None = None
    """The free day that the limit ends on, where ``due_on`` is another."""

    @property
    def limit_on(self) -> date | None:
        """The last day of the limit, whether people work on it or not."""
        return self.moved_from or self.due_on


@frozen
class Cadence:
    """The reading that counts, spelled out, and in ``why`` every clock that was read, that one first."""

    state: State
    clock: ClockName
    due_on: date | None
    days_since: int | None
    days_left: int | None
    limit_days: int
    why: tuple[ClockReading, ...]
    moved_from: date | None = None

    @property
    def limit_on(self) -> date | None:
        """The last day of the limit, whether people work on it or not."""
        return self.moved_from or self.due_on


def account_cadence(
    tier: str | None,
    last: LastContacts,
    today: date,
    settings: CadenceSettings = DEFAULT_SETTINGS,
    rest: RestDays = WEEKENDS,
) -> Cadence | None:
    """How an account stands by the clocks of its tier; None where the tier has no clock.

    A meeting is also a contact. An account that never heard from us is judged by that alone.
    """
    intervals = settings.of_tier(tier)
    readings = []
    for clock in ACCOUNT_CLOCKS:
        interval = intervals.of(clock)
        if interval is not None:
            base = None if clock == "contact" else last.since
            readings.append(read_clock(clock, interval, last.of(clock), today, rest, since=base))
    if intervals.contact is not None and last.of("contact") is None:
        return cadence_of(readings[:1])
    return cadence_of(readings) if readings else None


def person_clock(
    tier: str | None,
    roles: Iterable[str],
    last_contact: date | None,
    today: date,
    settings: CadenceSettings = DEFAULT_SETTINGS,
    rest: RestDays = WEEKENDS,
) -> Cadence | None:
    """How a person stands, by the shortest interval of their roles; None for a person without a role."""
    intervals = [interval for role in roles if (interval := settings.of_role(tier, role))]
    if not intervals:
        return None
    return cadence_of([read_clock("person", min(intervals, key=_worst), last_contact, today, rest)])


def person_interval(tier: str | None, roles: Iterable[str], settings: CadenceSettings = DEFAULT_SETTINGS) -> int | None:
    """The most days between contacts with a person: the shortest of the roles × the tier's percent."""
    return min((interval.worst for role in roles if (interval := settings.of_role(tier, role))), default=None)


def first_due(cadences: Iterable[Cadence | None]) -> Cadence | None:
    """Of several clocks (an account's and its people's) the one that falls due first, or None of none.

    One that was never reset has no due date and counts only when all are like that.
    """
    return min((cadence for cadence in cadences if cadence), key=_urgency, default=None)


def reach(today: date, rest: RestDays = WEEKENDS) -> date:
    """The last day whose work has to be done by today: today, or the end of the free days that begin tomorrow."""
    last = today
    for _step in range(LONGEST_REST):
        following = last + timedelta(days=1)
        if not rest.is_free(following):
            break
        last = following
    return last


def next_step_on(
    tier: str | None, today: date, settings: CadenceSettings = DEFAULT_SETTINGS, rest: RestDays = WEEKENDS
) -> date:
    """The day proposed for the next contact when none was agreed: one interval on, never on a free day."""
    interval = settings.of_tier(tier).contact
    days = interval.worst if interval else settings.next_step_days
    return rest.working_day(today + timedelta(days=days), after=today)


def proposed_day(
    tier: str | None,
    stage: str | None,
    today: date,
    settings: CadenceSettings = DEFAULT_SETTINGS,
    rest: RestDays = WEEKENDS,
) -> date:
    """The day on which the next step should be when none was said: by the rhythm of the tier, never on a free day.

    Args:
        tier: The account's tier.
        stage: The stage of the open deal that it is about, if any: in S3 to S6 a step is due within
            `CadenceSettings.next_step_days`.
        today: The rep's day.
        settings: How often a customer should hear from us.
        rest: Which days are free.
    """
    due = next_step_on(tier, today, settings, rest)
    if stage not in NEXT_STEP_STAGES:
        return due
    return min(due, rest.working_day(today + timedelta(days=settings.next_step_days), after=today))


def read_clock(
    clock: ClockName,
    interval: Interval,
    last: date | None,
    today: date,
    rest: RestDays = WEEKENDS,
    *,
    since: date | None = None,
) -> ClockReading:
    """One clock on one day.

    Args:
        clock: Which it is.
        interval: Its ideal and its worst.
        last: When it was last reset.
        today: The rep's day.
        rest: Which days are free.
        since: From when it counts when it was never reset.
    """
    base = last or since
    if base is None:
        return ClockReading(clock, "never", interval.worst, None, None, None, None)
    passed = (today - base).days
    limit_on, left = base + timedelta(days=interval.worst), interval.worst - passed
    due_on = moved_before(limit_on, today, rest)
    ahead = interval.ideal - passed
    state: State = "fresh"
    if left < 0:
        state = "overdue"
    elif ahead <= 0 or (ahead <= LONGEST_REST and today + timedelta(days=ahead) <= reach(today, rest)):
        state = "due"
    days_since = (today - last).days if last else None
    moved_from = limit_on if due_on != limit_on else None
    return ClockReading(clock, state, interval.worst, last, due_on, days_since, left, moved_from)


def moved_before(day: date, today: date, rest: RestDays = WEEKENDS) -> date:
    """A day that lies ahead, or the working day before it when it is free, but not one that is over."""
    return day if day <= today else rest.working_day(day, after=today - timedelta(days=1))


def cadence_of(readings: Sequence[ClockReading]) -> Cadence:
    """What several clocks say together: what is overdue counts before what is due, then what falls due first."""
    ordered = tuple(readings) if len(readings) == 1 else tuple(sorted(readings, key=_urgency))
    first = ordered[0]
    return Cadence(
        *(first.state, first.clock, first.due_on, first.days_since, first.days_left, first.limit_days),
        why=ordered,
        moved_from=first.moved_from,
    )


_SEVERITY: Final[Mapping[State, int]] = {"overdue": 0, "due": 1, "fresh": 2, "never": 3}


def _urgency(one: ClockReading | Cadence) -> tuple[int, date]:
    return _SEVERITY[one.state], one.limit_on or date.max


def _worst(interval: Interval) -> int:
    return interval.worst
