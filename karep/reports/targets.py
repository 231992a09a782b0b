"""How far targets are reached: of a week, a month, a quarter and a year, and what is set beside them."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from karep.db.views.figures import Stretch, count_kinds
from karep.db.views.progress import closings_within, list_newcomer_moments
from karep.db.views.targets import Target, list_all_targets, list_targets
from karep.i18n import N_, _, language
from karep.reports.figure_words import goal_percent, number_words
from karep.reports.report import Goal, Line, Part, Report, Section
from karep.reports.words import dated_words
from karep.rules.clock import Clock
from karep.rules.money import format_amount
from karep.rules.periods import SPANS, Period, period_label, period_of, read_period
from karep.rules.vocabulary import MEASURES
from karep.rules.zones import utc_span

EVERY: Final = {
    "week": N_("Every week"),
    "month": N_("Every month"),
    "quarter": N_("Every quarter"),
    "year": N_("Every year"),
}
"""What a target is for that is set for a kind of period."""
_EVERY_WITHIN: Final = {
    "week": N_("every week"),
    "month": N_("every month"),
    "quarter": N_("every quarter"),
    "year": N_("every year"),
}
"""The same within a line."""


class Progress(NamedTuple):
    """A target and what is reached of it."""

    target: Target
    reached: int
    """A count, or an amount in minor units, from the first day of the target's period on."""

    @property
    def percent(self) -> int:
        """How much of the target that is, in whole percent, rounded down so that 100 is reached and not nearly."""
        return goal_percent(Goal(self.target.period, self.target.value, self.reached))


def target_periods(period: Period) -> tuple[Period, ...]:
    """The periods whose targets a report on a period tells: those of its own kind and longer that hold its last day."""
    return tuple(period_of(span, period.last) for span in SPANS[SPANS.index(period.span) :])


def read_progress(
    connection: sqlite3.Connection, periods: Iterable[Period], clock: Clock, currency: str, *, until: date | None = None
) -> list[Progress]:
    """The targets of some periods, in their order, with what is reached.

    Args:
        connection: The store.
        periods: The periods.
        clock: What day it is; what lies ahead does not count.
        currency: The rep's: what a deal has whose amount names none.
        until: The last day that counts, if that is earlier.
    """
    last = min(until or clock.today, clock.today)
    known: dict[Period, dict[str, int]] = {}
    found = []
    for target in list_targets(connection, periods):
        period = read_period(target.period)
        assert period is not None, "a period names itself so that it can be read"
        counts = known.setdefault(period, {})
        if target.measure not in counts:
            counts |= _reached(connection, period, min(last, period.last), target.measure, clock, currency)
        found.append(Progress(target, counts.get(target_name(target, currency), 0)))
    return found


def target_name(target: Target, currency: str) -> str:
    """The name of the figure that counts towards a target: its measure, or ``signed.EUR`` in another currency."""
    own = target.measure != "signed" or (target.currency or currency) == currency
    return target.measure if own else f"{target.measure}.{target.currency}"


def _reached(
    connection: sqlite3.Connection, period: Period, last: date, measure: str, clock: Clock, currency: str
) -> dict[str, int]:
    """What was done from the first day of a period to a last one, by measure."""
    if last < period.first:
        return {measure: 0}
    stretch = utc_span(period.first, last, clock.zone)
    if measure == "signed":
        return {"signed": 0} | signed_amounts(connection, [stretch], clock, currency)[0]
    if measure == "people":
        return {"people": len(list_newcomer_moments(connection, *stretch))}
    return dict(zip(("touches", "visits", "calls"), count_kinds(connection, stretch), strict=True))


def signed_amounts(
    connection: sqlite3.Connection, stretches: Sequence[Stretch], clock: Clock, currency: str
) -> list[dict[str, int]]:
    """What the deals won in each of some spans are worth: ``signed`` in the rep's currency, others as ``signed.EUR``;
    beside it how many there are, as ``deals_won``.
    """
    found = []
    for closings in closings_within(connection, stretches, zone=clock.zone):
        won = [one for one in closings if one.status == "won"]
        counts = {"deals_won": len(won)}
        for one in won:
            name = "signed" if (one.currency or currency) == currency else f"signed.{one.currency}"
            counts[name] = counts.get(name, 0) + (one.amount or 0)
        found.append(counts)
    return found


# --- the page ------------------------------------------------------------------------------------------------------


def targets_page(connection: sqlite3.Connection, clock: Clock, currency: str, *, of: Period | None = None) -> Report:
    """The targets of the week, the month, the quarter and the year, how far each is reached, and those of others.

    Args:
        connection: The store.
        clock: What day it is.
        currency: The rep's.
        of: The period whose last day they shall hold; otherwise they hold today.
    """
    day = clock.today if of is None else of.last
    periods = [period_of(span, day) for span in SPANS]
    progress = read_progress(connection, periods, clock, currency)
    sections = []
    for period in periods:
        lines = [progress_line(one, period, currency) for one in progress if one.target.period == str(period)]
        words = " · ".join(filter(None, (period_label(period, language()), _days_words(period, clock.today))))
        sections.append(Section(period.span, words, tuple(lines)))
    told = {one.target.id for one in progress}
    others = [one for one in list_all_targets(connection) if one.id not in told]
    sections.append(Section("others", _("Set for other periods"), tuple(_kept_line(one, currency) for one in others)))
    return Report(_("Targets"), dated_words(clock.today, clock.today), tuple(sections), language=language())


def _days_words(period: Period, today: date) -> str:
    """How much of a period is over: “day 22 of 30”; nothing of one that is over or is still to come."""
    if today not in period:
        return ""
    of = period.last - period.first + timedelta(days=1)
    return _("day {n} of {of}").format(n=(today - period.first).days + 1, of=of.days)


def progress_line(one: Progress, period: Period, currency: str) -> Line:
    """A target and how far it is reached: “Visits: 32 of 40 (80%)”."""
    target = one.target
    reached, value = (value_words(number, target, currency) for number in (one.reached, target.value))
    far = _("{reached} of {value} ({percent})").format(
        reached=reached, value=value, percent=number_words(one.percent, "percent")
    )
    parts = (
        Part("measure", _(MEASURES[target.measure])),
        Part("far", far),
        *((Part("standing", _(_EVERY_WITHIN[period.span])),) if target.standing else ()),
    )
    state = "done" if one.percent >= 100 else ""
    return Line("target", target.id, parts, name=target_name(target, currency), state=state)


def _kept_line(target: Target, currency: str) -> Line:
    value = value_words(target.value, target, currency) if target.value else _("no target")
    parts = (
        Part("period", target_period_words(target.period)),
        Part("measure", _(MEASURES[target.measure])),
        Part("value", value, _typed(target.value, target)),
    )
    return Line("target", target.id, parts, name=target_name(target, currency))


def target_period_words(name: str) -> str:
    """What a target is for, in words: “Every month”, “Nov 2026”."""
    period = read_period(name)
    return period_label(period, language()) if period else _(EVERY.get(name, name))


def value_words(value: int, target: Target, currency: str) -> str:
    """A number of a target in words: a count, or an amount with its currency."""
    if target.measure != "signed":
        return f"{value:,}"
    return format_amount(value, language(), currency=target.currency or currency, short=True)


def _typed(value: int, target: Target) -> Decimal | int:
    return Decimal(value) / 100 if target.measure == "signed" else value


def target_label(period: str, measure: str) -> str:
    """What the history calls a target: its period and what is measured."""
    return f"{target_period_words(period)} · {_(MEASURES[measure])}"


def kept_words(target: Target, currency: str) -> str:
    """A target as it was set, as one line: “Every month · Visits · 40”."""
    return " · ".join(part.text for part in _kept_line(target, currency).parts)


def targets_values(connection: sqlite3.Connection, clock: Clock, currency: str) -> list[dict[str, object]]:
    """The targets as plain values: those in force today with what is reached, then the others.

    Amounts are in minor units (fen, cents) of their currency.
    """
    periods = [period_of(span, clock.today) for span in SPANS]
    progress = read_progress(connection, periods, clock, currency)
    told = {one.target.id for one in progress}
    others = [one for one in list_all_targets(connection) if one.id not in told]
    return [
        *({**_values(one.target, currency), "reached": one.reached, "percent": one.percent} for one in progress),
        *({**_values(one, currency), "reached": None, "percent": None} for one in others),
    ]


def _values(target: Target, currency: str) -> dict[str, object]:
    return {
        "id": target.id,
        "period": target.period,
        "every": target.standing,
        "measure": target.measure,
        "value": target.value,
        "unit": (target.currency or currency) if target.measure == "signed" else "",
    }
