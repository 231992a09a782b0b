"""What a rep does with concessions: plan what may be given and for what, and note what was given.

The labels of these actions name the deal only: what is planned is nobody else's business, and labels are.
"""

from typing import Any, Final

from karep.db import errors
from karep.db.change import Change, Values
from karep.i18n import _
from karep.rules.concessions import Step, may_be_made

_CONTENT: Final = ("give", "get", "price", "below_floor", "approver", "objection_id", "person_id")
"""What changes places when the order of a plan changes."""


def add_concession(change: Change, values: Values) -> str:
    """Put a concession into a deal's plan, or note one that was made: with ``made_at``. Returns its id.

    Raises:
        Refused: If a value does not fit, or it was made below the floor and nobody is named who approved that.
    """
    concession_id = change.add("concession", values)
    _require_approval(change, concession_id)
    return concession_id


def change_concession(change: Change, concession_id: str, values: Values) -> None:
    """Set some fields of a concession.

    Raises:
        NotFound: If there is no such concession.
        Refused: If a value does not fit, or it was made below the floor and nobody is named who approved that.
    """
    change.change("concession", concession_id, values)
    _require_approval(change, concession_id)


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
    one, other = (_former(change, each) for each in (concession_id, other_id))
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


def _former(change: Change, concession_id: str) -> dict[str, Any]:
    columns = ", ".join((*_CONTENT, "made_at", "opportunity_id"))
    found = change.rows(f"SELECT {columns} FROM concession WHERE id = ?", concession_id)
    if not found:
        raise errors.NotFound(_("That record is not in the store."))
    return dict(found[0])


def _require_approval(change: Change, concession_id: str) -> None:
    """Refuse, as it is stored now, what was made below the floor without somebody who approved it by name."""
    made = change.rows(
        "SELECT c.price, c.below_floor, c.approver, o.floor_amount FROM concession c "
        "JOIN opportunity o ON o.id = c.opportunity_id WHERE c.id = ? AND c.made_at IS NOT NULL",
        concession_id,
    )
    steps = [
        (Step("", row["price"], bool(row["below_floor"]), row["approver"] or ""), row["floor_amount"]) for row in made
    ]
    if not all(may_be_made(step, floor) for step, floor in steps):
        raise errors.Refused(
            _("This is below the approved floor: name who approved it, or do not give it."),
            noun="concession",
            field="approver",
        )
