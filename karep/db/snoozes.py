"""What a rep does with lines of Today that can wait: put them off until a day, with a reason, and wake them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from karep.db.change import Change
from karep.db.errors import Refused
from karep.i18n import _

_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "cadence": ("person_id", "account_id"),
    "plan": ("account_id",),
    "win_back": ("account_id",),
    "occasion": ("occasion_id",),
    "festival": ("festival",),
    "deal": ("opportunity_id",),
    "tier": ("account_id",),
}
"""By what is put off, the fields that say whose it is: the first that is given."""


def snooze(
    change: Change,
    *,
    about: str,
    until: date | str,
    reason: str | None,
    account_id: str | None = None,
    person_id: str | None = None,
    occasion_id: str | None = None,
    opportunity_id: str | None = None,
    festival: str | None = None,
    today: date | None = None,
) -> str:
    """Put something off until a day, on which it comes back. Returns the id of what was noted.

    What is put off already is put off anew: there is one note for each thing.

    Args:
        change: The open action.
        about: One of `karep.rules.vocabulary.SNOOZED`.
        until: The day on which it comes back.
        reason: Why, in the rep's words; may be empty.
        account_id: The account; for what is about a whole account this alone.
        person_id: The person, for the contact with one person.
        occasion_id: The important day.
        opportunity_id: The deal.
        festival: The key of a festival.
        today: The rep's day, if a day that has come already shall be refused.

    Raises:
        Refused: If a value does not fit, it is not said whose it is, or the day has come already.
    """
    given = {
        "account_id": account_id,
        "person_id": person_id,
        "occasion_id": occasion_id,
        "opportunity_id": opportunity_id,
        "festival": festival,
    }
    day = until.isoformat() if isinstance(until, date) else until
    if today is not None and day <= today.isoformat():
        raise Refused(_("It can be put off until tomorrow at the earliest."), noun="snooze", field="until")
    values = {"until": day, "reason": (reason or "").strip() or None}
    standing = _standing(change, about, given)
    if standing is not None:
        change.change("snooze", standing, values)
        return standing
    return change.add("snooze", {"about": about, **given, **values})


def wake(change: Change, snooze_id: str) -> None:
    """Let what was put off come back at once.

    Raises:
        NotFound: If there is no such note.
    """
    change.remove("snooze", snooze_id)


def _standing(change: Change, about: str, given: Mapping[str, str | None]) -> str | None:
    """The id of the note that there is about the same thing.

    Raises:
        Refused: If it is not said whose it is.
    """
    fields = _OF.get(about, tuple(given))
    own = next((name for name in fields if given[name]), None)
    if own is None:
        raise Refused(_("Say what is put off."), noun="snooze", field="about")
    clauses, values = ["about = ?", f"{own} = ?"], [about, given[own]]
    if about == "cadence" and own == "account_id":
        clauses.append("person_id IS NULL")
    if about == "festival":
        clauses.append("account_id IS ?")
        values.append(given["account_id"])
    found = change.rows(f"SELECT id FROM snooze WHERE removed_at IS NULL AND {' AND '.join(clauses)}", *values)
    return str(found[0]["id"]) if found else None
