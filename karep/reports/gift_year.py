"""The gifts of a year, person by person: what they come to, the limit, who approved them. For a compliance report."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from karep.db.views.gifts import Gift, Recipient, get_recipients, list_gifts
from karep.frozen import frozen
from karep.i18n import _, language
from karep.reports.gift_words import gift_value_words, gift_words, limit_words, others_words, state_words
from karep.rules.gifts import NEAR, OVER, WITHIN, Allowance, YearTotal, year_reading, year_total
from karep.rules.money import format_amount
from karep.rules.visible import one_line


@frozen
class PersonYear:
    """What one person was given in a year; or an account as a whole, to which no limit applies."""

    person_id: str | None
    name: str
    account_name: str
    total: YearTotal
    limit: int | None
    """In minor units of the currency of the limit; None for an account."""
    state: str
    """How the total reads against the limit."""
    government: bool
    gifts: tuple[Gift, ...]
    """Newest first."""

    @property
    def approvers(self) -> tuple[str, ...]:
        """Who approved, each once."""
        return tuple(dict.fromkeys(one.approver for one in self.gifts if one.approver))


def gift_year(connection: sqlite3.Connection, year: int, allowance: Allowance) -> list[PersonYear]:
    """Everybody who was given something in a calendar year: who is over the limit first, then by what it came to."""
    by_receiver: dict[tuple[str, str], list[Gift]] = {}
    for gift in list_gifts(connection, year=year):
        by_receiver.setdefault((gift.person_id or "", "" if gift.person_id else gift.account_id or ""), []).append(gift)
    recipients = get_recipients(connection, {person for person, _account in by_receiver if person})
    found = [_year(gifts, recipients.get(person), allowance) for (person, _account), gifts in by_receiver.items()]
    order = {OVER: 0, NEAR: 1}
    return sorted(found, key=lambda one: (order.get(one.state, 2), -one.total.counted, one.name, one.person_id or ""))


def _year(gifts: list[Gift], recipient: Recipient | None, allowance: Allowance) -> PersonYear:
    total = year_total(((one.value, one.currency) for one in gifts), allowance)
    first = gifts[0]
    if recipient is None:
        name = first.person_name or first.account_name or "?"
        return PersonYear(first.person_id, name, first.account_name or "", total, None, WITHIN, False, tuple(gifts))
    limit = allowance.for_person(recipient.gift_limit)
    return PersonYear(
        recipient.id,
        recipient.name,
        recipient.account_name or "",
        total,
        limit,
        year_reading(total, limit),
        recipient.government,
        tuple(gifts),
    )


def year_lines(people: Iterable[PersonYear], allowance: Allowance, *, private: bool) -> list[list[str]]:
    """The list as lines of columns: name, account, how many, total; with `private` limit, reading and approver too."""
    rows = []
    for one in people:
        total = format_amount(one.total.counted, language(), currency=allowance.currency)
        row = [one_line(one.name), one_line(one.account_name), str(one.total.gifts)]
        if not private:
            rows.append([*row, one_line(" · ".join([total, *others_words(one.total)]))])
            continue
        used = total if one.limit is None else limit_words(one.total.counted, one.limit, allowance)
        state = state_words(one.state) if one.limit is not None else ""
        told = (state, _("serves the state") if one.government else "")
        approved = _("approved by {name}").format(name=_(", ").join(one.approvers)) if one.approvers else ""
        rows.append([*row, used, one_line(" · ".join(filter(None, (*told, approved, *others_words(one.total)))))])
    return rows


def gift_lines(person: PersonYear) -> list[list[str]]:
    """What one person was given: day, what and for which day, value, approver."""
    return [
        [one.given_on, one_line(gift_words(one)), gift_value_words(one), one_line(one.approver or "")]
        for one in person.gifts
    ]


def year_values(people: Iterable[PersonYear], allowance: Allowance, *, private: bool) -> list[dict[str, Any]]:
    """The list for a program, with amounts in minor units."""
    return [_values(one, allowance, private=private) for one in people]


def _values(one: PersonYear, allowance: Allowance, *, private: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": one.name,
        "account": one.account_name,
        "gifts": one.total.gifts,
        "total": one.total.counted,
        "currency": allowance.currency,
        "other_currencies": one.total.others,
        "without_value": one.total.unvalued,
    }
    if private:
        fields = ("given_on", "kind", "item", "value", "currency", "festival", "approver", "note")
        told |= {
            "limit": one.limit,
            "state": one.state,
            "government": one.government,
            "approvers": list(one.approvers),
            "list": [{name: getattr(gift, name) for name in fields} for gift in one.gifts],
        }
    return told
