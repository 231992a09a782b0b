"""What an imported calendar does beside planning: it brings meetings back, and logs those that are past."""

from typing import Any

from karep.db.change import Change, Values
from karep.db.follow_ups import add_follow_up
from karep.db.touches import log_touch

ORIGIN = "ics:"
"""What the origin of a follow-up from a calendar begins with; the event's id follows, and for one time of an event that
comes again ``#`` with that time."""


def plan_again(change: Change, follow_up_id: str, values: Values) -> None:
    """Bring back a follow-up whose import was undone, or that the calendar had called off, as the calendar has it now.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If a value does not fit.
    """
    change.restore("follow_up", follow_up_id)
    change.change("follow_up", follow_up_id, {**values, "moves": 0, "first_due": None, "moved_reason": None})


def log_meeting(change: Change, values: Values, touch: dict[str, Any], ended_at: str) -> str:
    """Store a meeting that is past: the touch, and the follow-up that was done with it, by which it is known again.

    Args:
        change: The open action.
        values: The follow-up's fields.
        touch: The touch's fields.
        ended_at: When it ended: UTC.

    Returns:
        The touch's id.

    Raises:
        Refused: If a value does not fit.
    """
    people = [values["person_id"]] if values.get("person_id") else []
    touch_id = log_touch(change, touch, people=people)
    add_follow_up(change, {**values, "done_at": ended_at, "done_touch_id": touch_id})
    return touch_id
