"""What a rep does about important days: greet, give, visit, talk; or leave it out, and say why."""

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from karep.db import touches
from karep.db.change import Change, Values
from karep.db.errors import NotFound, Refused
from karep.db.follow_ups import finish_follow_up
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.festivals import BELATED_GIFT, OwnDay, year_meant
from karep.rules.lunar import next_occurrence
from karep.rules.privacy import is_personal_day

_MIDDAY: Final = "T10:00:00.000Z"
"""A moment of a day that lies on the same day in all zones from Hawaii to New Zealand."""
_ABOUT: Final = ("account_id", "person_id", "occasion_id", "festival", "year")
"""Whom it is for, and for which day of which year."""
_NOTED: Final = "SELECT id, skipped FROM care WHERE removed_at IS NULL AND year = :year AND act = :act"
_FOR_OCCASION: Final = "AND occasion_id = :occasion_id"
"""What is noted for an important day is known by the day alone."""
_FOR_FESTIVAL: Final = """
AND festival = :festival AND account_id IS :account_id AND (skipped OR person_id IS :person_id)
"""


def note_care(change: Change, values: Values, *, touch: Values | None = None) -> str:
    """Note what was done for an important day, and return the id of the note.

    There is one note for each act, day and customer: what was noted or left out before is noted anew, and what was
    planned is done with it. Where a `touch`
    is given, what was done is also a contact of its own, with the person if there is one, which resets the rhythm.

    Args:
        change: The open action.
        values: ``act``, ``year`` and ``occasion_id`` or ``festival`` at least; it is about ``account_id``,
            ``person_id``, and was done now unless ``done_at`` says otherwise.
        touch: Further fields of the touch, such as its ``purpose``; its kind is the ``channel``, its summary the
            ``text``, unless that is personal. Nothing is logged where no account is known.

    Raises:
        Refused: If a value does not fit, or it is for no day.
    """
    whole = {"done_at": change.at, "skipped": False, **values}
    _require_day(whole)
    if touch is not None and whole.get("account_id"):
        whole["touch_id"] = _log(change, whole, touch)
    known = _known(change, whole)
    for care_id, skipped in known:
        if skipped and known != [(care_id, skipped)]:
            change.remove("care", care_id)
    if not known:
        return change.add("care", whole)
    care_id = next((one for one, skipped in known if not skipped), known[0][0])
    if "follow_up_id" not in whole:
        _close_plan(change, care_id, whole)
    change.change("care", care_id, whole)
    return care_id


def note_gift(change: Change, gift_id: str, own: Iterable[OwnDay] = ()) -> str | None:
    """Note that a gift was given, on the day it was, for the day that it was for; None where it was for none.

    Args:
        change: The open action.
        gift_id: The gift.
        own: The days that the rep or the company added, for one of which it may be.

    Raises:
        NotFound: If there is no such gift.
        Refused: If it points to something that was removed.
    """
    found = change.rows("SELECT * FROM gift WHERE id = ? AND removed_at IS NULL", gift_id)
    if not found:
        raise NotFound(_("That record is not in the store."))
    gift = found[0]
    if not gift["occasion_id"] and not gift["festival"]:
        return None
    about = {name: gift[name] for name in ("account_id", "person_id", "occasion_id", "festival")}
    done = {"year": gift_year(change, gift, own), "done_at": f"{gift['given_on']}{_MIDDAY}"}
    return note_care(change, {**about, **done, "act": "gift", "gift_id": gift_id})


def skip_care(change: Change, about: Values, acts: Iterable[str], reason: str) -> list[str]:
    """Note that something is left out on purpose, and why; the ids of the notes.

    Args:
        change: The open action.
        about: Whom and which day: ``year`` and ``occasion_id`` or ``festival``, ``account_id``, ``person_id``.
        acts: What is left out.
        reason: Why, in the rep's words.

    Raises:
        Refused: If there is no reason, or it is for no day.
    """
    if not reason.strip():
        raise Refused(_("Say why it is left out; next year you will want to know."), noun="care", field="text")
    values = {**about, "skipped": True, "text": reason.strip()}
    return [note_care(change, {**values, "act": act}) for act in acts]


def change_care(change: Change, care_id: str, values: Values) -> None:
    """Set some fields of a note, such as what was replied.

    Raises:
        NotFound: If there is no such note.
        Refused: If a value does not fit.
    """
    change.change("care", care_id, values)


def remove_care(change: Change, care_id: str) -> None:
    """Take a note out, with the touch that it logged; a gift and a follow-up stay.

    Raises:
        NotFound: If there is no such note.
    """
    change.remove("care", care_id)
    row = change.connection.execute("SELECT touch_id FROM care WHERE id = ?", (care_id,)).fetchone()
    if row and row[0]:
        touches.remove_touch(change, row[0])


def gift_year(change: Change, gift: sqlite3.Row, own: Iterable[OwnDay] = ()) -> int:
    """The year of the day that a gift was for: the next one, unless one was just before; its own year where none is."""
    given = date.fromisoformat(gift["given_on"])
    if gift["festival"]:
        return year_meant(gift["festival"], given, own) or given.year
    first = given - timedelta(days=BELATED_GIFT)
    for row in change.rows("SELECT * FROM occasion WHERE id = ?", gift["occasion_id"]):
        day = next_occurrence(
            row["month"], row["day"], row["year"], row["calendar"], bool(row["leap_month"]), first,
            leap_rule=row["leap_rule"],
        )  # fmt: skip
        return day.year if day else given.year
    return given.year


def _require_day(values: dict[str, Any]) -> None:
    if bool(values.get("occasion_id")) == bool(values.get("festival")):
        raise Refused(
            _("{field}: say which day it is for.").format(field=field_name("occasion_id")), noun="care",
            field="occasion_id",
        )  # fmt: skip


def _known(change: Change, values: dict[str, Any]) -> list[tuple[str, bool]]:
    """The notes of the same act for the same day and customer."""
    asked = {name: values.get(name) or None for name in (*_ABOUT, "act")}
    query = f"{_NOTED} {_FOR_OCCASION if asked['occasion_id'] else _FOR_FESTIVAL}"
    return [(row[0], bool(row[1])) for row in change.connection.execute(query, asked)]


def _close_plan(change: Change, care_id: str, values: dict[str, Any]) -> None:
    """What was planned is done with what is noted now; of what is left out the plan stands for itself."""
    query = (
        "SELECT f.id FROM care c JOIN follow_up f ON f.id = c.follow_up_id "
        "WHERE c.id = ? AND f.done_at IS NULL AND f.removed_at IS NULL"
    )
    for (follow_up_id,) in change.connection.execute(query, (care_id,)).fetchall():
        if values["skipped"]:
            values["follow_up_id"] = None
        else:
            finish_follow_up(change, follow_up_id, values.get("touch_id"))


def _is_personal(change: Change, values: dict[str, Any]) -> bool:
    """Whether what was said is between the rep and somebody alone."""
    query = "SELECT kind, person_id FROM occasion WHERE id = ?"
    days = change.rows(query, values["occasion_id"]) if values.get("occasion_id") else []
    return bool(values.get("person_id")) or any(is_personal_day(one["kind"], one["person_id"]) for one in days)


def _log(change: Change, values: dict[str, Any], touch: Values) -> str:
    """Log that somebody was greeted; the words of what is personal stay in the note, touches are read by others too."""
    fields = {
        "account_id": values["account_id"],
        "at": values["done_at"],
        "kind": values.get("channel") or "message",
        "summary": None if _is_personal(change, values) else values.get("text"),
        **touch,
    }
    return touches.log_touch(change, fields, people=[values["person_id"]] if values.get("person_id") else ())
