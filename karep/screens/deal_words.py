"""How a deal is put into words: amounts, next steps, idle days. Shared by the pipeline and the stage page."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from karep.db.views.deals import Deal
from karep.i18n import _, ngettext
from karep.reports import words
from karep.rules.clock import Clock
from karep.rules.stages import IDLE_DAYS, NEXT_STEP_STAGES
from karep.rules.zones import local_day
from karep.screens.privacy import Eyes

NOTHING: Final = "–"
"""Stands where nothing was noted."""


def amount_words(deal: Deal, *, short: bool = True) -> str:
    """What a deal is worth, or a dash."""
    return words.amount_words(deal.amount, deal.currency, short=short) or NOTHING


def total_words(deals: Iterable[Deal]) -> str:
    """The sum of the amounts, one for each currency; empty when no deal has one."""
    sums: dict[str, int] = {}
    for deal in deals:
        if deal.amount is not None:
            sums[deal.currency or ""] = sums.get(deal.currency or "", 0) + deal.amount
    return " + ".join(words.amount_words(sums[one], one) for one in sorted(sums))


def day_words(text: str | None, today: date) -> str:
    """A stored day in words, or the text as it stands when it is no day."""
    day = words.read_day(text)
    return words.day_words(day, today) if day else (text or "")


def seen(deal: Deal, eyes: Eyes) -> Deal:
    """The deal as these eyes may see it: what is written about it in free words may hold phone numbers."""
    step, reason = deal.next_what, deal.lost_reason
    return replace(deal, next_what=step and eyes.words(step), lost_reason=reason and eyes.words(reason))


def lacks_step(deal: Deal) -> bool:
    """Whether an open deal of S3 to S6 has nothing planned."""
    return deal.status == "open" and deal.stage in NEXT_STEP_STAGES and not deal.next_due


def step_is_late(deal: Deal, today: date) -> bool:
    """Whether the next step of an open deal should have been done before today."""
    day = words.read_day(deal.next_due)
    return deal.status == "open" and day is not None and day < today


def step_words(deal: Deal, today: date) -> str:
    """The next step: its day and what it is; that it is overdue; that there is none where one is needed."""
    if lacks_step(deal):
        return _("⚠ no next step")
    if not deal.next_due:
        return NOTHING
    step = f"{day_words(deal.next_due, today)} {deal.next_what or ''}".rstrip()
    return _("⚠ overdue: {step}").format(step=step) if step_is_late(deal, today) else step


def days_since(stamp: str, clock: Clock) -> int:
    """Whole days of the rep's calendar since a moment; 0 for one that lies ahead or is no moment."""
    try:
        return max(0, (clock.today - local_day(stamp, clock.zone)).days)
    except ValueError:
        return 0


def idle_days(deal: Deal, clock: Clock) -> int:
    """For how many days nothing happened to an open deal, or 0 when that is not worth a word (under 14)."""
    days = days_since(deal.active_at, clock)
    return days if deal.status == "open" and days >= IDLE_DAYS else 0


def days_words(days: int) -> str:
    """A number of days."""
    return ngettext("{n} day", "{n} days", days).format(n=days)
