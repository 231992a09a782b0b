"""How often a customer should hear from us: two clocks, one of the account and one of each person.

The account's clock follows its tier: days between contacts of any kind, and days between meetings face to face.
A person's clock follows the person's role, quickened or slowed by the tier. All figures are settings; those here
are what the program ships with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from karep.rules.calendar_steps import preceding_workday
from karep.rules.stages import NEXT_STEP_DAYS, NEXT_STEP_STAGES
from karep.settings import Settings

State = Literal["never", "fresh", "due", "overdue"]
ClockName = Literal["contact", "face", "person"]


@dataclass(frozen=True, slots=True)
class TierIntervals:
    """Days between two of each kind for a tier, None where the tier asks for none. ``factor`` scales the roles'."""

    contact: int
    face: int | None
    senior_visit: int | None
    business_meeting: int | None
    survey: int | None
    factor: float


UNTIERED: Final = ""
"""The key of the intervals for an account without a tier."""

_TIERS: Final = {
    "diamond": TierIntervals(7, 30, 90, 90, 365, 0.75),
    "platinum": TierIntervals(14, 45, 180, 90, 365, 1.0),
    "gold": TierIntervals(30, 90, 365, 90, 365, 1.5),
    "vip": TierIntervals(60, 180, None, 365, 365, 2.0),
    UNTIERED: TierIntervals(120, None, None, None, None, 2.0),
}
_ROLES: Final = {
    "decision_maker": 90,
    "purchaser": 30,
    "information": 14,
    "technical": 30,
    "finance": 90,
    "user": 60,
    "gatekeeper": 30,
    "opinion_leader": 30,
    "referrer": 30,
}


@dataclass(frozen=True, slots=True)
class CadenceSettings:
    """The intervals by tier and by role, in days, and how many days ahead "due" begins."""

    tiers: Mapping[str, TierIntervals] = field(default_factory=lambda: dict(_TIERS))
    roles: Mapping[str, int] = field(default_factory=lambda: dict(_ROLES))
    due_within_days: int = 7
    next_step_days: int = NEXT_STEP_DAYS
    """Within so many days an open deal in S3 to S6 has its next step."""

    @classmethod
    def of(cls, settings: Settings) -> "CadenceSettings":
        """What the rep has set."""
        return cls(next_step_days=settings.number("next_step_days"))

    def of_tier(self, tier: str | None) -> TierIntervals:
        """The intervals of a tier; an unknown one counts as none."""
        return self.tiers.get(tier or UNTIERED) or self.tiers.get(UNTIERED) or _TIERS[UNTIERED]


DEFAULT_SETTINGS: Final = CadenceSettings()


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One clock: its limit in days, the last day it was reset, and what follows from them.

    ``due_on``, ``days_since`` and ``days_left`` are None when it was never reset; ``days_left`` is negative
    when it is overdue.
    """

    clock: ClockName
    state: State
    limit_days: int
    last: date | None
    due_on: date | None
    days_since: int | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Cadence:
    """The reading that falls due first, spelled out, and in ``why`` every clock that was read, that one first."""

    state: State
    clock: ClockName
    due_on: date | None
    days_since: int | None
    days_left: int | None
    limit_days: int
    why: tuple[ClockReading, ...]


def account_clock(
    tier: str | None,
    last_contact: date | None,
    last_face: date | None,
    today: date,
    settings: CadenceSettings = DEFAULT_SETTINGS,
) -> Cadence:
    """How an account stands: by its last contact of any kind and its last meeting face to face.

    A meeting is also a contact. An account that was contacted but never met is judged by its contacts; that it
    was never met stands in ``why``.
    """
    intervals = settings.of_tier(tier)
    contact = max((day for day in (last_contact, last_face) if day), default=None)
    readings = [_read("contact", intervals.contact, contact, today, settings)]
    if intervals.face is not None:
        readings.append(_read("face", intervals.face, last_face, today, settings))
    return _first_due(readings)


def person_clock(
    tier: str | None,
    roles: Iterable[str],
    last_contact: date | None,
    today: date,
    settings: CadenceSettings = DEFAULT_SETTINGS,
) -> Cadence | None:
    """How a person stands, by the shortest interval of their roles; None for a person without a role."""
    limit = person_interval(tier, roles, settings)
    return None if limit is None else _first_due([_read("person", limit, last_contact, today, settings)])


def person_interval(tier: str | None, roles: Iterable[str], settings: CadenceSettings = DEFAULT_SETTINGS) -> int | None:
    """Days between contacts with a person: the shortest of the roles × the tier's factor, rounded half up."""
    days = [settings.roles[role] for role in roles if role in settings.roles]
    return max(1, int(min(days) * settings.of_tier(tier).factor + 0.5)) if days else None


def first_due(cadences: Iterable[Cadence | None]) -> Cadence | None:
    """Of several clocks (an account's and its people's) the one that falls due first, or None of none.

    One that was never reset has no due date and counts only when all are like that.
    """
    return min(
        (cadence for cadence in cadences if cadence), key=lambda cadence: cadence.due_on or date.max, default=None
    )


def next_step_on(tier: str | None, today: date, settings: CadenceSettings = DEFAULT_SETTINGS) -> date:
    """The day proposed for the next contact when none was agreed: one interval on, never on a weekend."""
    proposed = preceding_workday(today + timedelta(days=settings.of_tier(tier).contact))
    return proposed if proposed > today else today + timedelta(days=settings.of_tier(tier).contact)


def proposed_day(
    tier: str | None, stage: str | None, today: date, settings: CadenceSettings = DEFAULT_SETTINGS
) -> date:
    """The day on which the next step should be when none was said: by the rhythm of the tier, never on a weekend.

    Args:
        tier: The account's tier.
        stage: The stage of the open deal that it is about, if any: in S3 to S6 a step is due within
            `CadenceSettings.next_step_days`.
        today: The rep's day.
        settings: How often a customer should hear from us.
    """
    due = next_step_on(tier, today, settings)
    if stage not in NEXT_STEP_STAGES:
        return due
    last = today + timedelta(days=settings.next_step_days)
    latest = preceding_workday(last)
    return min(due, latest if latest > today else last)


def _read(clock: ClockName, limit: int, last: date | None, today: date, settings: CadenceSettings) -> ClockReading:
    if last is None:
        return ClockReading(clock, "never", limit, None, None, None, None)
    due_on = last + timedelta(days=limit)
    left = (due_on - today).days
    # a weekly rhythm would be due all week if the warning did not shrink with it
    ahead = min(settings.due_within_days, limit // 4)
    state: State = "overdue" if left < 0 else "due" if left <= ahead else "fresh"
    return ClockReading(clock, state, limit, last, due_on, (today - last).days, left)


def _first_due(readings: list[ClockReading]) -> Cadence:
    ordered = sorted(readings, key=lambda reading: reading.due_on or date.max)
    first = ordered[0]
    return Cadence(
        first.state, first.clock, first.due_on, first.days_since, first.days_left, first.limit_days, tuple(ordered)
    )
