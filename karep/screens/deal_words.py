"""How a deal is put into words: amounts, next steps, idle days. Shared by the pipeline and the stage page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from karep.db.views.deals import Deal
from karep.db.views.opportunities import Opportunity
from karep.i18n import _, ngettext
from karep.reports import words
from karep.rules.clock import Clock
from karep.rules.stages import IDLE_DAYS, NEXT_STEP_DAYS, Worth, is_idle, lacks_next_step
from karep.rules.zones import local_day
from karep.screens.privacy import Eyes

NOTHING: Final = "–"
"""Stands where nothing was noted."""


def amount_words(deal: Deal, *, short: bool = True) -> str:
    """What a deal is worth, or a dash."""
    return words.amount_words(deal.amount, deal.currency, short=short) or NOTHING


def worth_words(sums: Mapping[str, Worth], *, weighted: bool = False) -> str:
    """Sums of several currencies side by side, such as ``¥1.2M + €50k``; empty when there is none."""
    parts = ((one.weighted if weighted else one.amount, currency) for currency, one in sums.items())
    return " + ".join(words.amount_words(round_to_show(amount), currency) for amount, currency in parts)


def round_to_show(amount: int) -> int:
    """An amount with its first three figures, for a sum is read at a glance; small ones stay as they are."""
    unit = 10 ** max(0, len(str(abs(amount))) - 3)
    return (amount + unit // 2) // unit * unit if unit >= 100 else amount


def day_words(text: str | None, today: date) -> str:
    """A stored day in words, or the text as it stands when it is no day."""
    day = words.read_day(text)
    return words.day_words(day, today) if day else (text or "")


def seen(deal: Deal, eyes: Eyes) -> Deal:
    """The deal as these eyes may see it: what is written about it in free words may hold phone numbers."""
    step, reason = deal.next_what, deal.lost_reason
    return replace(deal, next_what=step and eyes.words(step), lost_reason=reason and eyes.words(reason))


def step_alarms(deal: Deal, today: date, within: int = NEXT_STEP_DAYS) -> bool:
    """Whether something is wrong with the next step of an open deal: it is overdue, or lacks where it is needed."""
    day = words.read_day(deal.next_due)
    late = deal.status == "open" and day is not None and day < today
    return late or lacks_next_step(deal.stage, day, today, status=deal.status, days=within)


def missing_step_words(deal: Opportunity, today: date, within: int = NEXT_STEP_DAYS) -> str:
    """What is wrong with the day of the next step where one is needed, briefly; "" where nothing is."""
    day = words.read_day(deal.next_due)
    if not lacks_next_step(deal.stage, day, today, status=deal.status, days=within):
        return ""
    if day is None:
        return _("⚠ no next step")
    if day < today:
        return _("⚠ overdue")
    return _("⚠ not this week") if within == NEXT_STEP_DAYS else _("⚠ too far off")


def step_words(deal: Deal, today: date, within: int = NEXT_STEP_DAYS, *, short: bool = False) -> str:
    """The next step: its day and what it is; that it is overdue or too far off, or that there is none and must be.

    `short` says in two words that it is too far off, so that a narrow column has room for the step.
    """
    day = words.read_day(deal.next_due)
    alarming = step_alarms(deal, today, within)
    if day is None:
        return _("⚠ no next step") if alarming else NOTHING
    step = f"{words.day_words(day, today)} {deal.next_what or ''}".rstrip()
    if not alarming:
        return step
    if day < today:
        return _("⚠ overdue: {step}").format(step=step)
    if short:
        return _("⚠ far off: {step}").format(step=step)
    if within == NEXT_STEP_DAYS:
        return _("⚠ next step is more than a week off: {step}").format(step=step)
    return _("⚠ next step is more than {days} off: {step}").format(days=days_words(within), step=step)


def days_since(stamp: str, clock: Clock) -> int:
    """Whole days of the rep's calendar since a moment; 0 for one that lies ahead or is no moment."""
    try:
        return max(0, (clock.today - local_day(stamp, clock.zone)).days)
    except ValueError:
        return 0


def idle_days(deal: Deal, clock: Clock, limit: int = IDLE_DAYS) -> int:
    """For how many days nothing happened to an open deal, or 0 while it is not flagged for that."""
    active = words.read_local_day(deal.active_at, clock.zone)
    flagged = active is not None and is_idle(active, clock.today, status=deal.status, days=limit)
    return days_since(deal.active_at, clock) if flagged else 0


def days_words(days: int) -> str:
    """A number of days."""
    return ngettext("{n} day", "{n} days", days).format(n=days)
