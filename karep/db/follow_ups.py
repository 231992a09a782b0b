"""What a rep does with follow-ups: plan, move, finish; one that repeats makes the next one when it is closed."""

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Final

from karep.db.change import Change, Values
from karep.db.errors import Refused
from karep.db.promises import keep_promise, reopen_promise
from karep.db.views.follow_ups import PREPARATION
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.clock import local_zone
from karep.rules.moved_days import moved_day
from karep.rules.repeat_rule import next_due, read_repeat
from karep.rules.zones import local_day

if TYPE_CHECKING:
    from karep.rules.follow_up_line import FollowUpLine

_STANDING: Final = """
SELECT account_id, person_id, opportunity_id, what, due, due_time, zone, repeat, done_at, promise_id, moves, first_due
FROM follow_up WHERE id = ?
"""
_COPIED: Final = ("account_id", "person_id", "opportunity_id", "what", "due_time", "zone")
"""What the next one of a repeat takes from the one before; its preparation belongs to one visit alone."""


_REPEAT: Final = "repeat:"
"""What the origin of the next one of a repeat begins with; the id of the one before follows."""
_CAME_OF: Final = "SELECT id, origin, done_at, removed_at FROM follow_up WHERE origin = ? ORDER BY id DESC"


def add_follow_up(change: Change, values: Values) -> str:
    """Store a next step and return its id; account, ``what`` and ``due`` are required.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("follow_up", values)


def fields_of_line(line: "FollowUpLine", *, zone: str) -> dict[str, object]:
    """The fields of the follow-up that a line plans; `zone` is where its time of day is meant."""
    return {
        "account_id": line.account.id if line.account else None,
        "person_id": line.person.id if line.person else None,
        "opportunity_id": line.deal.id if line.deal else None,
        "what": line.what,
        "due": line.due,
        "due_time": f"{line.at:%H:%M}" if line.at else None,
        "zone": zone if line.at else None,
        "repeat": line.repeat.text if line.repeat else None,
    }


def change_follow_up(change: Change, follow_up_id: str, values: Values) -> None:
    """Set some fields of a follow-up; another day for one that is open counts as a move, as `move_follow_up` does.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If a value does not fit.
    """
    moved: dict[str, object] = {}
    if "due" in values and "moves" not in values:
        moved = _moved(_standing(change, follow_up_id), values["due"], str(values.get("moved_reason") or ""))
    change.change("follow_up", follow_up_id, {**values, **moved})


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


def finish_follow_up(
    change: Change, follow_up_id: str, touch_id: str | None = None, *, on: date | None = None
) -> str | None:
    """Note that a follow-up was done, now; a promise of ours that it was for is kept with it.

    One that repeats makes the next one, and only now, so that they never pile up. One that is done already stays as it
    is, but for the touch that it was done with.

    Args:
        change: The open action.
        follow_up_id: The follow-up.
        touch_id: The touch that it was done with.
        on: The rep's own day, from which the next one is reckoned; the day that it is where the program runs if it is
            not given.

    Returns:
        The id of the next one, or None where nothing comes again.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If there is no such touch.
    """
    standing = _standing(change, follow_up_id)
    if standing is not None and standing["done_at"]:
        if touch_id is not None:
            change.change("follow_up", follow_up_id, {"done_touch_id": touch_id})
        return None
    change.change("follow_up", follow_up_id, {"done_at": change.at, "done_touch_id": touch_id})
    assert standing is not None
    if standing["promise_id"] and _is_ours_and_open(change, standing["promise_id"]):
        keep_promise(change, standing["promise_id"], on=on)
    return _make_next(change, follow_up_id, standing, on or local_day(change.at, local_zone()))


def reopen_follow_up(change: Change, follow_up_id: str) -> None:
    """Make a follow-up that was done open again; what its end brought about is taken back.

    Of a repeat only one is ever open: the one that came of it goes, however many were done in between, and the promise
    that was kept by it is open again.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If an earlier one of the same repeat is open.
    """
    standing = _standing(change, follow_up_id)
    if standing is not None and standing["done_at"] and follows_an_open_one(change, follow_up_id):
        sentence = _("An earlier one of the same repeat is open: finish or remove that one first.")
        raise Refused(sentence, noun="follow_up", field="done_at")
    change.change("follow_up", follow_up_id, {"done_at": None, "done_touch_id": None})
    if standing is None or not standing["done_at"]:
        return
    for later in _later(change, follow_up_id):
        if not later["done_at"] and not later["removed_at"]:
            change.remove("follow_up", later["id"])
    kept_by_it = change.connection.execute(
        "SELECT id FROM promise WHERE id = ? AND kept_at = ? AND removed_at IS NULL",
        (standing["promise_id"], standing["done_at"]),
    ).fetchone()
    if kept_by_it:
        reopen_promise(change, kept_by_it[0])


def move_follow_up(
    change: Change, follow_up_id: str, due: date | str, due_time: str | None = None, *, reason: str = ""
) -> None:
    """Put an open follow-up on another day, and remember it: how often, which day was agreed first, why the last time.

    The same day again changes nothing but the time and the reason, if they are given.

    Args:
        change: The open action.
        follow_up_id: The follow-up.
        due: The new day.
        due_time: The new time of day; without it the time stays.
        reason: Why, in the rep's words.

    Raises:
        NotFound: If there is no such follow-up.
        Refused: If it is done, or the day or time is none.
    """
    standing = _standing(change, follow_up_id)
    if standing is not None and standing["done_at"]:
        raise Refused(_("That follow-up is done; open it again first."), noun="follow_up", field="due")
    values: dict[str, object] = {"due": due, **_moved(standing, due, reason)}
    if reason.strip():
        values["moved_reason"] = reason.strip()
    if due_time is not None:
        values["due_time"] = due_time
    change.change("follow_up", follow_up_id, values)


def remove_follow_up(change: Change, follow_up_id: str) -> None:
    """Take a follow-up out.

    Raises:
        NotFound: If there is no such follow-up.
    """
    change.remove("follow_up", follow_up_id)


def _standing(change: Change, follow_up_id: str) -> sqlite3.Row | None:
    return next(iter(change.rows(_STANDING, follow_up_id)), None)


def _moved(standing: sqlite3.Row | None, due: date | str, reason: str) -> dict[str, object]:
    """What a move leaves behind; nothing when the follow-up is done."""
    if standing is None or standing["done_at"]:
        return {}
    return moved_day(standing["due"], due, first_due=standing["first_due"], moves=standing["moves"], reason=reason)


def _make_next(change: Change, follow_up_id: str, standing: sqlite3.Row, closed_on: date) -> str | None:
    """Store the next one of a repeat, unless one that came of it is open; one that was taken back comes back."""
    later = _later(change, follow_up_id)
    if any(not one["done_at"] and not one["removed_at"] for one in later):
        return None
    taken_back = next((one for one in later if not one["done_at"]), None)
    if later:
        # those in between are done: the next one follows the last of them
        follow_up_id = taken_back["origin"].removeprefix(_REPEAT) if taken_back else later[-1]["id"]
        standing = _standing(change, follow_up_id) or standing
    repeat = read_repeat(standing["repeat"])
    if repeat is None:
        return None
    first_due = date.fromisoformat(standing["first_due"] or standing["due"])
    try:
        due = next_due(repeat, date.fromisoformat(standing["due"]), closed_on, first_due=first_due)
    except ValueError:
        # the calendar ends before it comes again
        return None
    # from the 31st on, the day has to be spelled out: February would make it the 28th for good
    kept = repeat.pinned(first_due) if first_due.day > 28 else repeat
    values = {**{name: standing[name] for name in _COPIED}, **_gone(change, standing), "due": due, "repeat": kept.text}
    if taken_back is None:
        return change.add("follow_up", {**values, "origin": f"{_REPEAT}{follow_up_id}"})
    next_id: str = taken_back["id"]
    change.restore("follow_up", next_id)
    change.change("follow_up", next_id, {**values, "moves": 0, "first_due": None, "moved_reason": None})
    return next_id


def _gone(change: Change, standing: sqlite3.Row) -> dict[str, None]:
    """The person or the deal that was removed since: what comes next is not about them any more."""
    return {
        f"{noun}_id": None
        for noun in ("person", "opportunity")
        if change.connection.execute(
            f"SELECT 1 FROM {noun} WHERE id = ? AND removed_at IS NOT NULL", (standing[f"{noun}_id"],)
        ).fetchone()
    }


def _later(change: Change, follow_up_id: str) -> list[sqlite3.Row]:
    """Those that came of a repeating follow-up, one of the other, the nearest first; removed ones too."""
    found: list[sqlite3.Row] = []
    seen, ahead = {follow_up_id}, [follow_up_id]
    while ahead:
        rows = change.rows(_CAME_OF, f"{_REPEAT}{ahead.pop(0)}")
        fresh = [row for row in rows if row["id"] not in seen]
        found += fresh
        seen |= {row["id"] for row in fresh}
        ahead += [row["id"] for row in fresh]
    return found


def follows_an_open_one(change: Change, follow_up_id: str) -> bool:
    """Whether one of the same repeat that came before it is open."""
    seen, before = set[str](), follow_up_id
    while before not in seen:
        seen.add(before)
        row = change.connection.execute(
            "SELECT b.id, b.done_at IS NULL AND b.removed_at IS NULL FROM follow_up f "
            "JOIN follow_up b ON b.id = substr(f.origin, ?) WHERE f.id = ?",
            (len(_REPEAT) + 1, before),
        ).fetchone()
        if row is None:
            return False
        if row[1]:
            return True
        before = row[0]
    return False


def _is_ours_and_open(change: Change, promise_id: str) -> bool:
    found = change.connection.execute(
        "SELECT 1 FROM promise WHERE id = ? AND owed_by = 'us' AND kept_at IS NULL AND broken_at IS NULL "
        "AND removed_at IS NULL",
        (promise_id,),
    ).fetchone()
    return found is not None
