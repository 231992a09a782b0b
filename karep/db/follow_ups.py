"""What a rep does with follow-ups."""

from datetime import date

from karep.db.change import Change, Values
from karep.db.errors import Refused
from karep.db.views.follow_ups import PREPARATION
from karep.db.words import field_name
from karep.i18n import _


def add_follow_up(change: Change, values: Values) -> str:
    """Store a next step and return its id; account, ``what`` and ``due`` are required.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("follow_up", values)


def change_follow_up(change: Change, follow_up_id: str, values: Values) -> None:
    """Set some fields of a follow-up.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If a value does not fit.
    """
    change.change("follow_up", follow_up_id, values)


def prepare_follow_up(change: Change, follow_up_id: str, values: Values) -> None:
    """Write down what a visit shall reach and what may come up: some of `PREPARATION`.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If a value does not fit, or is no part of a preparation.
    """
    strange = sorted(set(values) - set(PREPARATION))
    if strange:
        raise Refused(_("{field} is no part of a visit's preparation.").format(field=field_name(strange[0])))
    change.change("follow_up", follow_up_id, values)


def finish_follow_up(change: Change, follow_up_id: str, touch_id: str | None = None) -> None:
    """Note that a follow-up was done, now, and with which touch.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If there is no such touch.
    """
    change.change("follow_up", follow_up_id, {"done_at": change.at, "done_touch_id": touch_id})


def reopen_follow_up(change: Change, follow_up_id: str) -> None:
    """Make a follow-up that was done open again.

    Raises:
        NotFound: If there is no such follow-up.
    """
    change.change("follow_up", follow_up_id, {"done_at": None, "done_touch_id": None})


def move_follow_up(change: Change, follow_up_id: str, due: date | str, due_time: str | None = None) -> None:
    """Put a follow-up on another day; its time of day stays unless `due_time` gives another.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If the day or time is none.
    """
    values: dict[str, object] = {"due": due}
    if due_time is not None:
        values["due_time"] = due_time
    change.change("follow_up", follow_up_id, values)


def remove_follow_up(change: Change, follow_up_id: str) -> None:
    """Take a follow-up out.

    Raises:
        NotFound: If there is no such follow-up.
    """
    change.remove("follow_up", follow_up_id)
