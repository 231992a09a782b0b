"""How urgent accounts are today, in points, and what the points are for in words."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from karep.db.views.promises import Promise
from karep.db.views.worth import get_worths
from karep.i18n import _, pgettext
from karep.reports import words
from karep.reports.report import Line
from karep.rules.attention import Attention, Reason, attention, priority, value_of
from karep.rules.cadence import State


def account_attention(
    connection: sqlite3.Connection,
    ids: Iterable[str],
    today: date,
    *,
    promises: Iterable[Promise] = (),
    dates: Iterable[Line] = (),
    states: Mapping[str, State] | None = None,
) -> dict[str, Attention]:
    """The attention of some accounts by id; those not in the store are left out.

    Args:
        connection: The store.
        ids: The accounts.
        today: The rep's day.
        promises: The open promises, of which the overdue ones of ours count.
        dates: The lines of important days, of which the near ones count.
        states: The states of the clocks that fall due first, by account, as far as they are known.
    """
    states = states or {}
    overdue = Counter(one.account_id for one in promises if one.owed_by == "us" and _is_past(one.due, today))
    nearest: dict[str, date] = {}
    for line in dates:
        if line.account_id and line.due and line.due >= today:
            nearest[line.account_id] = min(line.due, nearest.get(line.account_id, line.due))
    return {
        account_id: attention(
            priority(value=value_of(worth.yearly_purchases, worth.tier)),
            overdue_promises=overdue[account_id],
            cadence=states.get(account_id, "fresh"),
            tiered=bool(worth.tier),
            next_date=nearest.get(account_id),
            today=today,
        )
        for account_id, worth in get_worths(connection, ids).items()
    }


def attention_words(found: Attention) -> str:
    """A score with what it is made of: “attention 90 = 75 value + 15 cadence”; nothing where there is none."""
    if not found.parts:
        return ""
    names = _reason_words()
    told = [_("{points} {reason}").format(points=abs(points), reason=names[reason]) for reason, points in found.parts]
    signs = [" − " if points < 0 else " + " for _reason, points in found.parts]
    sum_words = told[0] + "".join(sign + each for sign, each in zip(signs[1:], told[1:], strict=True))
    return _("attention {score} = {parts}").format(score=found.score, parts=sum_words)


def _reason_words() -> dict[Reason, str]:
    return {
        "value": pgettext("attention", "value"),
        "potential": pgettext("attention", "potential"),
        "influence": pgettext("attention", "influence"),
        "risk": pgettext("attention", "risk"),
        "promise": pgettext("attention", "overdue promise"),
        "cadence": pgettext("attention", "cadence"),
        "date": pgettext("attention", "day near"),
    }


def _is_past(day: str | None, today: date) -> bool:
    due = words.read_day(day)
    return due is not None and due < today
