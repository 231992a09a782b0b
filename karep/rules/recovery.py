"""The way back to customers who fell asleep or left: a few steps, each so many days after it happened.

Only the latest step that was reached is open, so that missed ones do not pile up. A step is closed by a contact on or
after its day; behind the last one the account rests.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from karep.frozen import frozen
from karep.rules.cadence import (
    CLASSES,
    DEFAULT_SETTINGS,
    Cadence,
    CadenceSettings,
    ClockName,
    ClockReading,
    State,
    cadence_of,
    moved_before,
    reach,
)
from karep.rules.rest_days import WEEKENDS, RestDays

RECOVERED: Final[dict[str, ClockName]] = {"dormant": "dormant", "lost": "lost"}
"""The statuses of an account that have such steps, each with the name of its clock."""


@frozen
class Step:
    """One attempt to win an account back."""

    number: int
    """The first is 1."""
    days: int
    """So many days after the account fell asleep or was lost."""
    on: date
    """The last of these days."""


def steps(status: str, since: date, settings: CadenceSettings = DEFAULT_SETTINGS) -> tuple[Step, ...]:
    """The steps of an account with that status since a day; none for one that is active."""
    set_days: Sequence[int] = {"dormant": settings.dormant, "lost": settings.lost}.get(status, ())
    days = sorted({one for one in set_days if one > 0})
    return tuple(Step(number, one, since + timedelta(days=one)) for number, one in enumerate(days, 1))


def recovery_clock(
    status: str,
    since: date,
    last_contact: date | None,
    today: date,
    settings: CadenceSettings = DEFAULT_SETTINGS,
    rest: RestDays = WEEKENDS,
) -> Cadence | None:
    """Where an account stands on the way back; None when its status has no steps.

    An account that rests is fresh and has no day on which anything is due.

    Args:
        status: Its status.
        since: Since when it has it.
        last_contact: The day of the last contact of any kind.
        today: The rep's day.
        settings: The days of the steps.
        rest: Which days are free: a step on one of them is due on the working day before.
    """
    ahead = steps(status, since, settings)
    if not ahead:
        return None
    step = _open_step(ahead, last_contact, today, rest) or _coming_step(ahead, today, rest)
    days_since = (today - last_contact).days if last_contact else None
    clock = RECOVERED[status]
    if step is None:
        return cadence_of([ClockReading(clock, "fresh", ahead[-1].days, last_contact, None, days_since, None)])
    left = (step.on - today).days
    due_on = moved_before(step.on, today, rest)
    state: State = "fresh" if step.on > reach(today, rest) else "overdue" if left < 0 else "due"
    moved_from = step.on if due_on != step.on else None
    return cadence_of([ClockReading(clock, state, step.days, last_contact, due_on, days_since, left, moved_from)])


def closed_from(ahead: Sequence[Step], today: date, rest: RestDays = WEEKENDS) -> date | None:
    """The day from which on a contact closes the latest step that was reached; None before the first."""
    latest = _latest_step(ahead, today, rest)
    # who calls on the Friday to which a step was moved has done it
    return rest.working_day(latest.on) if latest else None


def _latest_step(ahead: Sequence[Step], today: date, rest: RestDays) -> Step | None:
    return max((step for step in ahead if step.on <= reach(today, rest)), key=_days, default=None)


def _open_step(ahead: Sequence[Step], contact: date | None, today: date, rest: RestDays) -> Step | None:
    """The latest step that was reached, unless it is closed."""
    closed = closed_from(ahead, today, rest)
    if closed is None or (contact is not None and contact >= closed):
        return None
    return _latest_step(ahead, today, rest)


def _coming_step(ahead: Sequence[Step], today: date, rest: RestDays) -> Step | None:
    return min((step for step in ahead if step.on > reach(today, rest)), key=_days, default=None)


def _days(step: Step) -> int:
    return step.days


def win_back_order(tier: str | None, cadence: Cadence, name: str) -> tuple[int, int, int, str]:
    """The key by which accounts to be won back are sorted.

    The highest tier comes first; in it the earliest step, because whoever left lately is won back most easily; then
    what waits longest.
    """
    rank = CLASSES.index(tier) if tier in CLASSES else len(CLASSES)
    return rank, cadence.limit_days, cadence.days_left if cadence.days_left is not None else 0, name
