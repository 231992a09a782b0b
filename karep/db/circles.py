"""Chains that must not bite their own tail: parents of accounts, superiors of people."""

from karep.db import errors
from karep.db.change import Change
from karep.db.words import field_name
from karep.i18n import _


def refuse_circle(change: Change, noun: str, field: str, record_id: str, above: object) -> None:
    """Refuse that `record_id` comes to stand above itself by getting `above` as its `field`.

    Raises:
        Refused: If it would.
    """
    seen: set[object] = set()
    while above and above not in seen:
        if above == record_id:
            sentence = _("{field}: would lead back to the record itself")
            raise errors.Refused(sentence.format(field=field_name(field)), noun=noun, field=field)
        seen.add(above)
        row = change.connection.execute(f"SELECT {field} FROM {noun} WHERE id = ?", (above,)).fetchone()
        above = row[0] if row else None
