"""What a rep does with gifts: note what was given, change it, take it out.

What is as good as cash is refused. What goes over the limit of a person and year, and whatever a person who serves the
state is given, is stored only with the name of who approved it. The labels of these actions name the person or account
only: labels are read by others.
"""

from collections.abc import Sequence
from typing import Any, Final

from karep.db import errors
from karep.db.care import gift_year, note_gift
from karep.db.change import Change, Values
from karep.db.views.gifts import Recipient, get_recipient, year_values
from karep.i18n import _, language
from karep.rules.festivals import OwnDay
from karep.rules.gifts import (
    CASH,
    GOVERNMENT,
    OVER,
    USUAL_ALLOWANCE,
    Allowance,
    Counted,
    GiftPlan,
    GiftReading,
    adds_to_year,
    read_gift,
    year_total,
)
from karep.rules.money import format_amount
from karep.rules.visible import one_line

_DECIDING: Final = ("person_id", "item", "value", "currency", "given_on", "approver")
"""What a gift is judged by: one in which none of it changes is not judged again."""
_DAY: Final = ("account_id", "person_id", "occasion_id", "festival", "given_on")
"""Whom it was for, and for which day: what was done for that day is noted with the care for important days."""


def add_gift(change: Change, values: Values, allowance: Allowance = USUAL_ALLOWANCE, own: Sequence[OwnDay] = ()) -> str:
    """Note a gift or an invitation. Returns its id.

    Args:
        change: The open action.
        values: The fields; the account is the person's unless it is named.
        allowance: What a person may be given in a year.
        own: The days that the rep or the company added, for one of which it may be.

    Raises:
        Refused: If it is for nobody, a value does not fit, it is as good as cash, or it needs approval and nobody is
            named who gave it. `refusal_words` says how it goes on.
    """
    person = _recipient(change, values.get("person_id"))
    account_id = values.get("account_id") or (person.account_id if person else None)
    if not account_id and person is None:
        raise errors.Refused(_("Who was it for? Choose a person, or an account."), noun="gift", field="person_id")
    gift_id = change.add("gift", {**_cleaned(values), "account_id": account_id})
    _require_right(change, gift_id, person, allowance)
    note_gift(change, gift_id, own)
    return gift_id


def change_gift(
    change: Change,
    gift_id: str,
    values: Values,
    allowance: Allowance = USUAL_ALLOWANCE,
    own: Sequence[OwnDay] = (),
) -> None:
    """Set some fields of a gift. It is judged anew only where something changes by which gifts are judged.

    Raises:
        NotFound: If there is no such gift.
        Refused: As with `add_gift`.
    """
    former = _gift(change, gift_id)
    cleaned = _cleaned(values)
    person_id = cleaned.get("person_id", former["person_id"])
    person = _recipient(change, person_id)
    if person_id != former["person_id"] and person is not None and "account_id" not in cleaned:
        cleaned["account_id"] = person.account_id
    if not person_id and not cleaned.get("account_id", former["account_id"]):
        raise errors.Refused(_("Who was it for? Choose a person, or an account."), noun="gift", field="person_id")
    change.change("gift", gift_id, cleaned)
    now = _gift(change, gift_id)
    if any(now[name] != former[name] for name in _DECIDING):
        _require_right(change, gift_id, person, allowance, former)
    if any(now[name] != former[name] for name in _DAY):
        _forget_care(change, gift_id, former, own)
        note_gift(change, gift_id, own)


def remove_gift(change: Change, gift_id: str) -> None:
    """Take a gift out: it no longer counts, and the day that it was for is open again.

    Raises:
        NotFound: If there is no such gift.
    """
    former = _gift(change, gift_id)
    change.remove("gift", gift_id)
    _forget_care(change, gift_id, former)


def refusal_words(reading: GiftReading, allowance: Allowance, name: str) -> tuple[str, str]:
    """Why a gift cannot be noted as it is, with what to do next, and the field at fault; empty texts if it can.

    Args:
        reading: The gift read against the limit.
        allowance: What a person may be given in a year.
        name: The person's name.
    """
    shown = one_line(name)
    if CASH in reading.faults:
        sentence = _("“{word}” is as good as cash, and cash is never given: choose something to use, eat or see.")
        return sentence.format(word=reading.cash), "item"
    if GOVERNMENT in reading.faults:
        sentence = _("{name} serves the state: even a small gift needs approval. Name who approved it, or do not give.")
        return sentence.format(name=shown), "approver"
    if reading.faults:
        total, limit = (format_amount(one, language(), currency=allowance.currency)
                        for one in (reading.total, reading.limit))  # fmt: skip
        sentence = _(
            "{total} a year is over the limit of {limit} for {name}: name who approved it, or give something smaller."
        )
        return sentence.format(total=total, limit=limit, name=shown), "approver"
    return "", ""


def _recipient(change: Change, person_id: str | None) -> Recipient | None:
    return get_recipient(change.connection, person_id) if person_id else None


def _gift(change: Change, gift_id: str) -> dict[str, Any]:
    columns = ", ".join(dict.fromkeys((*_DECIDING, *_DAY)))
    found = change.rows(f"SELECT {columns} FROM gift WHERE id = ?", gift_id)
    if not found:
        raise errors.NotFound(_("That record is not in the store."))
    return dict(found[0])


def _forget_care(change: Change, gift_id: str, former: dict[str, Any], own: Sequence[OwnDay] = ()) -> None:
    """Take back that something was given for a day, unless another gift was for the same day."""
    query = "SELECT id, year FROM care WHERE account_id IS ? AND gift_id = ? AND removed_at IS NULL"
    noted = change.rows(query, former["account_id"], gift_id)
    for care in noted:
        change.remove("care", care["id"])
    if not noted:
        return
    others = change.rows(
        "SELECT * FROM gift WHERE id <> ? AND removed_at IS NULL AND account_id IS ? AND person_id IS ? "
        "AND occasion_id IS ? AND festival IS ? ORDER BY given_on DESC",
        gift_id,
        *(former[name] for name in _DAY[:-1]),
    )
    other = next((one for one in others if gift_year(change, one, own) == noted[0]["year"]), None)
    if other is not None:
        note_gift(change, other["id"], own)


def _cleaned(values: Values) -> dict[str, Any]:
    """The values with the code of the currency as others are compared with it."""
    cleaned = dict(values)
    if cleaned.get("currency"):
        cleaned["currency"] = str(cleaned["currency"]).strip().upper()
    return cleaned


def _require_right(
    change: Change,
    gift_id: str,
    person: Recipient | None,
    allowance: Allowance,
    former: dict[str, Any] | None = None,
) -> None:
    """Refuse, as it is stored now, what is cash or lacks approval.

    A gift that was noted before goes over the limit only by what it adds now, or by losing its approver: later gifts
    have their own approval.
    """
    now = _gift(change, gift_id)
    year = int(now["given_on"][:4])
    before = year_total(year_values(change.connection, person.id, year, without=gift_id), allowance) if person else None
    plan = GiftPlan(
        now["item"],
        now["value"],
        now["currency"],
        now["approver"] or "",
        person is not None,
        person.government if person else False,
        before or year_total((), allowance),
        person.gift_limit if person else None,
    )
    reading = read_gift(plan, allowance)
    sentence, field = refusal_words(reading, allowance, person.name if person else "")
    if not sentence or (former and reading.faults == (OVER,) and not _adds(former, now, allowance)):
        return
    raise errors.Refused(sentence, noun="gift", field=field)


def _adds(former: dict[str, Any], now: dict[str, Any], allowance: Allowance) -> bool:
    """Whether a gift adds to its person's year what it did not before."""
    return adds_to_year(_counted(former, allowance), _counted(now, allowance))


def _counted(gift: dict[str, Any], allowance: Allowance) -> Counted:
    year, approver = int(gift["given_on"][:4]), gift["approver"] or ""
    return Counted.of(gift["person_id"], year, gift["value"], gift["currency"], approver, allowance)
