"""What a rep does with concessions: plan what may be given and for what, and note what was given.

The labels of these actions name the deal only: what is planned is nobody else's business, and labels are.
"""

from typing import Any, Final

from karep.db import errors
from karep.db.change import Change, Values
from karep.i18n import _
from karep.rules.concessions import Step, is_below_floor, may_be_made

_CONTENT: Final = ("give", "get", "price", "below_floor", "approver", "objection_id", "person_id")
"""What changes places when the order of a plan changes."""
_FIELDS: Final = ("opportunity_id", "made_at", "price", "below_floor", "approver", "give")


def add_concession(change: Change, values: Values) -> str:
    """Put a concession into a deal's plan, or note one that was made: with ``made_at``. Returns its id.

    Raises:
        Refused: If a value does not fit, or it was made below the floor and nobody is named who approved that.
    """
    _check(change, values)
    return change.add("concession", values)


def change_concession(change: Change, concession_id: str, values: Values) -> None:
    """Set some fields of a concession.

    Raises:
        NotFound: If there is no such concession.
        Refused: If a value does not fit, or it was made below the floor and nobody is named who approved that.
    """
    _check(change, {**_former(change, concession_id), **values})
    change.change("concession", concession_id, values)


def make_concession(change: Change, concession_id: str, values: Values | None = None) -> None:
    """Note that a planned concession was made, now unless ``made_at`` says otherwise.

    Args:
        change: The open action.
        concession_id: The planned one.
        values: What else is known: when, to whom (``person_id``), for which objection, who approved it.

    Raises:
        NotFound: If there is no such concession.
        Refused: If it is below the floor and nobody is named who approved that.
    """
    change_concession(change, concession_id, {"made_at": change.at, **(values or {})})


def plan_again(change: Change, concession_id: str) -> None:
    """Take back that a concession was made: it is planned again.

    Raises:
        NotFound: If there is no such concession.
    """
    change_concession(change, concession_id, {"made_at": None})


def swap_planned(change: Change, concession_id: str, other_id: str) -> None:
    """Let two planned concessions of one deal change places in its plan.

    Raises:
        NotFound: If one of them is not there.
        Refused: If one of them was made already, or they are of two deals.
    """
    one, other = (_former(change, each, _CONTENT) for each in (concession_id, other_id))
    if one["made_at"] or other["made_at"] or one["opportunity_id"] != other["opportunity_id"]:
        raise errors.Refused(_("Only what is planned for one deal can change places."), noun="concession")
    change.change("concession", concession_id, {name: other[name] for name in _CONTENT})
    change.change("concession", other_id, {name: one[name] for name in _CONTENT})


def remove_concession(change: Change, concession_id: str) -> None:
    """Take a concession out.

    Raises:
        NotFound: If there is no such concession.
    """
    change.remove("concession", concession_id)


def _former(change: Change, concession_id: str, names: tuple[str, ...] = _FIELDS) -> dict[str, Any]:
    columns = ", ".join(f'"{name}"' for name in dict.fromkeys((*names, "made_at", "opportunity_id")))
    found = change.rows(f"SELECT {columns} FROM concession WHERE id = ?", concession_id)
    if not found:
        raise errors.NotFound(_("That record is not in the store."))
    return dict(found[0])


def _check(change: Change, values: Values) -> None:
    """Refuse what was made below the floor without somebody who approved it by name."""
    if not values.get("made_at"):
        return
    rows = change.rows("SELECT floor_amount FROM opportunity WHERE id = ?", values.get("opportunity_id"))
    floor = rows[0]["floor_amount"] if rows else None
    price = values.get("price")
    step = Step("", price, bool(values.get("below_floor")), str(values.get("approver") or ""))
    if isinstance(price, int | None) and not may_be_made(step, floor):
        assert is_below_floor(price, step.flagged, floor)
        raise errors.Refused(
            _("This is below the approved floor: name who approved it, or do not give it."),
            noun="concession",
            field="approver",
        )
