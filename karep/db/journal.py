"""Taking back: undo and redo as new actions that write the inverse of old ones."""

import json
from typing import Final

from karep.db import errors
from karep.db.change import Change
from karep.db.store import Store
from karep.db.triggers import RECORDS
from karep.db.views import journal as view
from karep.frozen import frozen
from karep.i18n import _

_NAMES_SHOWN: Final = 5


@frozen
class Undone:
    """What an undo or redo did."""

    action: view.Action
    """The action that was taken back (for a redo: the one that stands again)."""
    seq: int
    """The number of the undo itself."""
    records: int
    """How many records it changed."""
    kept: int
    """How many records were left alone because they were edited later."""


def undo(store: Store, seq: int | None = None, *, keep_edited: bool = False) -> Undone:
    """Take back the action `seq`, or the newest that still stands.

    Args:
        store: The store.
        seq: The number of the action.
        keep_edited: Take back the rest when some of its records were edited later, instead of refusing.

    Raises:
        NotFound: If there is nothing to take back, or it was taken back already.
        EditedSince: If later work would be overwritten.
    """
    action = view.next_undo(store.connection) if seq is None else view.get_action(store.connection, seq)
    if action is None:
        raise errors.NotFound(_("There is nothing to undo.") if seq is None else _("There is no such action."))
    if action.undone_by is not None:
        raise errors.NotFound(_("Action {seq} was already undone.").format(seq=action.seq))
    undone = _undone_by(store, action)
    original = _undone_by(store, undone) if undone else None
    if undone is None:
        return _take_back(store, action, action, keep_edited=keep_edited)
    if original is None:
        return _take_back(store, action, undone, keep_edited=keep_edited)
    return undo(store, original.seq, keep_edited=keep_edited)  # to take a redo back is to take back what it did again


def _undone_by(store: Store, action: view.Action) -> view.Action | None:
    """What `action` took back, if it is an undo or a redo."""
    return view.get_action(store.connection, action.undoes) if action.undoes else None


def redo(store: Store) -> Undone:
    """Do again what the last undo took back.

    Raises:
        NotFound: If nothing was undone since the last change.
    """
    undone = view.next_redo(store.connection)
    original = _undone_by(store, undone) if undone else None
    if undone is None or original is None:
        raise errors.NotFound(_("There is nothing to redo."))
    return _take_back(store, undone, original, keep_edited=False)


def _take_back(store: Store, target: view.Action, shown: view.Action, *, keep_edited: bool) -> Undone:
    with store.action("edit.undo" if target is shown else "edit.redo", shown.label, undoes=target.seq) as change:
        edited = _edited_since(change, target.seq)
        if edited and not keep_edited:
            raise errors.EditedSince(_edited_sentence(target.seq, len(edited)), edited)
        kept = {record for _noun, record in edited}
        records = sum(_invert(change, target.seq, noun, kept) for noun in reversed(RECORDS))
        if not records:
            raise errors.EditedSince(_("Everything of action {seq} was edited since.").format(seq=target.seq), edited)
        connection = change.connection
        connection.execute("UPDATE action SET undone_by = ? WHERE seq = ?", (change.seq, target.seq))
        if target.undoes is not None:
            connection.execute("UPDATE action SET undone_by = NULL WHERE seq = ?", (target.undoes,))
    return Undone(shown, change.seq, records, len(kept))


def _edited_since(change: Change, seq: int) -> list[tuple[str, str]]:
    """The records of an action that a later, standing action of the rep changed too.

    An action and its undo cancel each other only when both are later.
    """
    rows = change.connection.execute(
        """
        SELECT DISTINCT mine.noun, mine.record FROM journal mine
        JOIN journal later ON later.record = mine.record AND later.action > mine.action
        JOIN action a ON a.seq = later.action
        WHERE mine.action = ? AND a.open = 0 AND a.undone_by IS NULL
          AND NOT EXISTS (
              SELECT 1 FROM action t WHERE t.seq = a.undoes AND t.undone_by = a.seq AND t.seq >= mine.action
          )
        """,
        (seq,),
    )
    return [(noun, record) for noun, record in rows]


def _edited_sentence(seq: int, number: int) -> str:
    sentence = _("{number} records of action {seq} were edited since; undo the later work first, or use --keep-edited.")
    return sentence.format(number=number, seq=seq)


def _invert(change: Change, seq: int, noun: str, kept: set[str]) -> int:
    """Write the inverse of what action `seq` did to one noun; return the number of records."""
    rows = change.connection.execute(
        "SELECT record, op, before FROM journal WHERE action = ? AND noun = ? ORDER BY seq DESC", (seq, noun)
    ).fetchall()
    added = {record for record, op, _before in rows if op == "add"}
    wanted = [row for row in rows if row[0] not in kept]
    changes = (
        (record, _inverse(change, op, before)) for record, op, before in wanted if op == "add" or record not in added
    )
    change.change_many(noun, changes)
    return len({record for record, _op, _before in wanted})


def _inverse(change: Change, op: str, before: str | None) -> dict[str, object]:
    return {"removed_at": change.at} if op == "add" else dict(json.loads(before or "{}", strict=False))
