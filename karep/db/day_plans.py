"""Planning a day of visits: timed follow-ups in one action, which one undo takes back."""

from collections.abc import Sequence
from datetime import date, time
from typing import Final

from karep.db import follow_ups
from karep.db.change import Change
from karep.db.errors import NotFound, Refused
from karep.frozen import frozen
from karep.i18n import _

_STANDING: Final = "SELECT account_id, place FROM follow_up WHERE id = ? AND removed_at IS NULL"


@frozen
class Visit:
    """One visit of a day."""

    account_id: str
    at: time
    minutes: int
    what: str
    """What the follow-up says, if it is a new one."""
    person_id: str | None = None
    """Whom to see, for a new one."""
    place: str | None = None
    """Where, unless the follow-up knows that already."""
    follow_up_id: str | None = None
    """The open follow-up that is moved there, so that the same is not planned twice; None makes a new one."""


def plan_day(change: Change, day: date, visits: Sequence[Visit], *, zone: str) -> list[str]:
    """Put visits on a day, by the clock of a zone; the ids of their follow-ups, in the order of the visits.

    A follow-up that is moved remembers it, as with every move; its words, its person and its deal stay.

    Args:
        change: The open action.
        day: The day.
        visits: The visits.
        zone: The zone that their times are meant in.

    Raises:
        NotFound: If a follow-up is not there.
        Refused: If there is nothing to plan, a follow-up is done or of another account, or a value does not fit.
    """
    if not visits:
        raise Refused(_("Choose at least one account first."), noun="follow_up")
    return [_plan(change, day, visit, zone) for visit in visits]


def _plan(change: Change, day: date, visit: Visit, zone: str) -> str:
    at = f"{visit.at:%H:%M}"
    if visit.follow_up_id is None:
        values = {
            "account_id": visit.account_id, "person_id": visit.person_id, "what": visit.what, "due": day,
            "due_time": at, "zone": zone, "minutes": visit.minutes, "place": visit.place,
        }  # fmt: skip
        return follow_ups.add_follow_up(change, values)
    rows = change.rows(_STANDING, visit.follow_up_id)
    if not rows:
        raise NotFound(_("That record is not in the store."))
    if rows[0]["account_id"] != visit.account_id:
        raise Refused(_("That follow-up belongs to another account."), noun="follow_up", field="account_id")
    follow_ups.move_follow_up(change, visit.follow_up_id, day, at)
    values = {"zone": zone, "minutes": visit.minutes, "place": rows[0]["place"] or visit.place}
    follow_ups.change_follow_up(change, visit.follow_up_id, values)
    return visit.follow_up_id
