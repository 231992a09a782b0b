"""What a rep does with promises, ours and theirs: given, moved to another day, kept, not kept."""

import sqlite3
from datetime import date
from typing import Final

from karep.db.change import Change, Values
from karep.db.errors import Refused
from karep.i18n import _
from karep.rules.moved_days import moved_day

_STANDING: Final = """
SELECT due, first_due, moves, kept_at, broken_at FROM promise WHERE id = ?
"""


def add_promise(change: Change, values: Values) -> str:
    """Store a promise and return its id; account and ``what`` are required.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("promise", values)


def change_promise(change: Change, promise_id: str, values: Values) -> None:
    """Set some fields of a promise; another day for one that is open counts as a move, as `move_promise` does.

    Raises:
        NotFound: If there is no such promise.
        Refused: If a value does not fit.
    """
    moved: dict[str, object] = {}
    if "due" in values and "moves" not in values:
        moved = _moved(_standing(change, promise_id), values["due"], str(values.get("moved_reason") or ""))
    change.change("promise", promise_id, {**values, **moved})


def move_promise(change: Change, promise_id: str, due: date | str | None, *, reason: str = "") -> None:
    """Put an open promise on another day, and remember it: how often, which day was agreed first, why the last time.

    A promise that had no day only gets one, which is no move. The same day again changes nothing but the reason, if
    one is given.

    Args:
        change: The open action.
        promise_id: The promise.
        due: The new day; None for no day any more.
        reason: Why, in the rep's words.

    Raises:
        NotFound: If there is no such promise.
        Refused: If it is kept or given up, or the day is none.
    """
    standing = _standing(change, promise_id)
    if _is_closed(standing):
        raise Refused(_("That promise is closed; open it again first."), noun="promise", field="due")
    values: dict[str, object] = {"due": due, **_moved(standing, due, reason)}
    if reason.strip():
        values["moved_reason"] = reason.strip()
    change.change("promise", promise_id, values)


def _standing(change: Change, promise_id: str) -> sqlite3.Row | None:
    return next(iter(change.rows(_STANDING, promise_id)), None)


def _is_closed(standing: sqlite3.Row | None) -> bool:
    return standing is not None and bool(standing["kept_at"] or standing["broken_at"])


def _moved(standing: sqlite3.Row | None, due: date | str | None, reason: str) -> dict[str, object]:
    """What a move leaves behind; nothing when the promise is closed."""
    if standing is None or _is_closed(standing):
        return {}
    return moved_day(standing["due"], due, first_due=standing["first_due"], moves=standing["moves"], reason=reason)


def keep_promise(change: Change, promise_id: str, *, on: date | None = None) -> None:
    """Note that a promise was kept, now; what was still planned to keep it is done with it.

    One that is kept already stays as it is, with the moment at which it was.

    Args:
        change: The open action.
        promise_id: The promise.
        on: The rep's own day; the day that it is where the program runs if it is not given.

    Raises:
        NotFound: If there is no such promise.
    """
    from karep.db.follow_ups import finish_follow_up

    standing = _standing(change, promise_id)
    if standing is not None and standing["kept_at"]:
        return
    change.change("promise", promise_id, {"kept_at": change.at, "broken_at": None})
    planned = change.connection.execute(
        "SELECT id FROM follow_up WHERE promise_id = ? AND done_at IS NULL AND removed_at IS NULL ORDER BY id",
        (promise_id,),
    ).fetchall()
    # finishing keeps the promise in turn: by now there is nothing left to keep
    for (follow_up_id,) in planned:
        finish_follow_up(change, follow_up_id, on=on)


def break_promise(change: Change, promise_id: str) -> None:
    """Note that a promise was not kept and will not be. What was planned for it stays: there is something to say now.

    Raises:
        NotFound: If there is no such promise.
    """
    change.change("promise", promise_id, {"kept_at": None, "broken_at": change.at})


def reopen_promise(change: Change, promise_id: str) -> None:
    """Make a kept or broken promise open again, and with it what was done by keeping it.

    Raises:
        NotFound: If there is no such promise.
    """
    from karep.db.follow_ups import follows_an_open_one, reopen_follow_up

    kept = change.connection.execute("SELECT kept_at FROM promise WHERE id = ?", (promise_id,)).fetchone()
    change.change("promise", promise_id, {"kept_at": None, "broken_at": None})
    done_with_it = change.connection.execute(
        "SELECT id FROM follow_up WHERE promise_id = ? AND done_at = ? AND removed_at IS NULL ORDER BY id",
        (promise_id, kept[0] if kept else None),
    ).fetchall()
    for (follow_up_id,) in done_with_it:
        # of a repeat only one is open at a time
        if not follows_an_open_one(change, follow_up_id):
            reopen_follow_up(change, follow_up_id)


def remove_promise(change: Change, promise_id: str) -> None:
    """Take a promise out.

    Raises:
        NotFound: If there is no such promise.
    """
    change.remove("promise", promise_id)
