"""What a rep does with touches: the heart of the book."""

from collections.abc import Iterable
from typing import Any

from karep.db.change import Change, Values


def log_touch(
    change: Change,
    values: Values,
    *,
    people: Iterable[str] = (),
    promises: Iterable[Values] = (),
    objections: Iterable[Values] = (),
    needs: Iterable[Values] = (),
    rivals: Iterable[Values] = (),
    next_steps: Iterable[Values] = (),
) -> str:
    """Store what happened, with everything that came out of it, and return the touch's id.

    What the parts leave out they take from the touch: account, opportunity, moment.

    Args:
        change: The open action.
        values: The touch's fields; only the account is required. It happened now unless ``at`` says otherwise.
        people: The ids of those of theirs who took part.
        promises: The fields of promises made in it.
        objections: The fields of doubts voiced in it.
        needs: The fields of needs that came up: ``what`` at least.
        rivals: The fields of competitors spoken of: ``name`` at least.
        next_steps: The fields of the follow-ups agreed on: ``what`` and ``due`` at least.

    Raises:
        Refused: If a value does not fit; nothing of it is stored then.
    """
    whole = {"at": change.at, **values}
    touch_id = change.add("touch", whole)
    _attend(change, touch_id, people)
    where = {field: whole[field] for field in ("account_id", "opportunity_id") if whole.get(field)}
    for promise in promises:
        change.add("promise", {"account_id": where["account_id"], **promise, "touch_id": touch_id})
    for noun, said in (("objection", objections), ("need", needs), ("competitor", rivals)):
        for one in said:
            change.add(noun, {**where, "at": whole["at"], **one, "touch_id": touch_id})
    for next_step in next_steps:
        change.add("follow_up", {**where, **next_step, "touch_id": touch_id})
    return touch_id


def change_touch(change: Change, touch_id: str, values: Values, *, people: Iterable[str] | None = None) -> None:
    """Set some fields of a touch, and who took part unless `people` is None.

    Put on another account, it takes along what came out of it: promises, objections, needs, competitors, next steps.

    Raises:
        NotFound: If there is no such touch.
        Refused: If a value does not fit.
    """
    former = change.connection.execute("SELECT account_id FROM touch WHERE id = ?", (touch_id,)).fetchone()
    change.change("touch", touch_id, values)
    if former and values.get("account_id", former[0]) != former[0]:
        for noun in ("promise", "objection", "need", "competitor", "follow_up"):
            for record_id in _live(change, noun, "touch_id = ? AND account_id = ?", touch_id, former[0]):
                change.change(noun, record_id, {"account_id": values["account_id"]})
    if people is not None:
        wanted = list(dict.fromkeys(people))
        rows = change.connection.execute(
            "SELECT id, person_id FROM attendance WHERE touch_id = ? AND removed_at IS NULL", (touch_id,)
        ).fetchall()
        for attendance_id, person_id in rows:
            if person_id not in wanted:
                change.remove("attendance", attendance_id)
        present = {person_id for _id, person_id in rows}
        _attend(change, touch_id, (person_id for person_id in wanted if person_id not in present))


def remove_touch(change: Change, touch_id: str) -> None:
    """Take a touch out, with who took part; promises, objections and next steps that came out of it stay.

    Raises:
        NotFound: If there is no such touch.
    """
    change.remove("touch", touch_id)
    for attendance_id in _live(change, "attendance", "touch_id = ?", touch_id):
        change.remove("attendance", attendance_id)


def _attend(change: Change, touch_id: str, people: Iterable[str]) -> None:
    for person_id in dict.fromkeys(people):
        change.add("attendance", {"touch_id": touch_id, "person_id": person_id})


def _live(change: Change, noun: str, condition: str, *values: Any) -> list[str]:
    rows = change.connection.execute(f"SELECT id FROM {noun} WHERE {condition} AND removed_at IS NULL", values)
    return [row[0] for row in rows.fetchall()]
