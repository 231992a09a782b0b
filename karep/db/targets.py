"""What a rep does with targets: sets them for one period or for each of a kind, and takes them out."""

from typing import Final

from karep.db.change import Change
from karep.db.errors import Refused
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.money import read_currency
from karep.rules.periods import SPANS, read_period
from karep.rules.vocabulary import MEASURES

AMOUNTS: Final = frozenset({"signed"})
"""The measures that are amounts of money."""


def set_target(change: Change, *, period: str, measure: str, value: int, currency: str | None = None) -> str:
    """Say what shall be reached, and return the id of the target. What was said of the same before is replaced.

    Args:
        change: The open action.
        period: One period such as ``2026-11``, or ``week``, ``month``, ``quarter``, ``year`` for each one that has none
            of its own.
        measure: One of `karep.rules.vocabulary.MEASURES`.
        value: A count, or an amount in minor units; 0 for one period means that it has no target.
        currency: Of an amount, and only of that.

    Raises:
        Refused: If a value does not fit, it is no period, or an amount has no currency.
    """
    name = period_name(period)
    if measure not in MEASURES:
        fault = _("must be one of: {values}").format(values=", ".join(MEASURES))
        raise Refused(f"{field_name('measure')}: {fault}", noun="target", field="measure")
    money = _currency(currency) if measure in AMOUNTS else None
    values = {"period": name, "measure": measure, "value": value, "currency": money}
    standing = change.rows(
        "SELECT id FROM target WHERE period = ? AND measure = ? AND currency IS ? AND removed_at IS NULL ORDER BY id",
        *(name, measure, money),
    )
    if not standing:
        return change.add("target", values)
    target_id = str(standing[0]["id"])
    change.change("target", target_id, values)
    return target_id


def _currency(text: str | None) -> str:
    """The code of the currency of an amount."""
    found = read_currency(text or "")
    if found is None:
        fault = _("must not be empty") if not (text or "").strip() else _("is not of the right kind")
        raise Refused(f"{field_name('currency')}: {fault}", noun="target", field="currency")
    return found


def drop_target(change: Change, target_id: str) -> None:
    """Take a target out.

    Raises:
        NotFound: If there is no such target.
    """
    change.remove("target", target_id)


def period_name(period: str) -> str:
    """A period or a kind of period as it is stored.

    Raises:
        Refused: If it is none.
    """
    name = period.strip().lower()
    if name in SPANS:
        return name
    one = read_period(period)
    if one is None:
        sentence = _(
            "A target is for week, month, quarter or year, or for one period: 2026-W47, 2026-11, 2026-Q4, 2026."
        )
        raise Refused(sentence, noun="target", field="period")
    return str(one)
