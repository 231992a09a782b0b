"""Writing inside one open action: the four verbs that are the same for every noun."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from karep.db import errors
from karep.db.keys import new_id
from karep.i18n import _
from karep.rules.visible import one_line
from karep.rules.zones import utc_text

if TYPE_CHECKING:
    from pydantic import ValidationError
    from sqlmodel import Session

    from karep.db.models import Record

Values = Mapping[str, Any]
"""The fields of a record by name."""

_STAMPED: Final = frozenset({"id", "created_at", "changed_at"})


def moment(now: datetime | None = None) -> str:
    """`now` as the store keeps it: UTC in milliseconds, ending in ``Z``."""
    return utc_text(now or datetime.now(UTC))


class Change:
    """What one user action writes. Made by `Store.action`; everything in it is saved together or not at all."""

    def __init__(self, session: "Session", seq: int, at: str) -> None:
        """Write through `session` for the action `seq`, stamped `at`."""
        self.session = session
        self.seq = seq
        """The number of the action, by which the rep can undo it."""
        self.at = at
        """The moment of the action, as stored."""

    @property
    def connection(self) -> sqlite3.Connection:
        """The raw connection inside the open transaction, for views and for sets of rows."""
        raw = self.session.connection().connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        return raw

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What a query finds inside the open transaction, its columns by name."""
        cursor = self.connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(query, values).fetchall()

    def add(self, noun: str, values: Values) -> str:
        """Store a new record and return its id.

        Raises:
            Refused: If a value does not fit, or points to a record that is not there or was removed.
        """
        stamped = {"id": new_id(), **values, "created_at": self.at, "changed_at": self.at}
        record = validated(noun, stamped)
        self._require_live(noun, {field: getattr(record, field) for field in values})
        self.session.add(record)
        self._flush(noun)
        return record.id

    def change(self, noun: str, record_id: str, values: Values) -> None:
        """Set the fields in `values`; the others stay as they are.

        Raises:
            NotFound: If there is no such record, or it was removed.
            Refused: If a value does not fit, or points anew to a record that was removed.
        """
        assert not _STAMPED & set(values), "id and stamps are not the caller's to set"
        record = self._get(noun, record_id)
        if record.removed_at is not None:
            raise errors.NotFound(_("That record was removed; undo the removal first."))
        checked = validated(noun, {**record.model_dump(), **values})
        anew = {field: getattr(checked, field) for field in values}
        self._require_live(noun, {field: new for field, new in anew.items() if new != getattr(record, field)})
        for field in values:
            setattr(record, field, getattr(checked, field))
        self._touch(record, noun)

    def remove(self, noun: str, record_id: str) -> None:
        """Hide a record; it stays in the store and can be brought back.

        Raises:
            NotFound: If there is no such record.
        """
        record = self._get(noun, record_id)
        if record.removed_at is None:
            record.removed_at = self.at
            self._touch(record, noun)

    def restore(self, noun: str, record_id: str) -> None:
        """Bring a removed record back.

        Raises:
            NotFound: If there is no such record.
        """
        record = self._get(noun, record_id)
        if record.removed_at is not None:
            record.removed_at = None
            self._touch(record, noun)

    def add_many(self, noun: str, rows: Sequence["Record"]) -> None:
        """Store many validated records at once, parents before children; for imports."""
        if not rows:
            return
        columns = list(type(rows[0]).__table__.columns.keys())  # type: ignore[attr-defined]
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        self.session.flush()
        self.connection.executemany(
            f"INSERT INTO {noun} ({names}) VALUES ({marks})",
            (tuple(_stored(getattr(row, name)) for name in columns) for row in rows),
        )

    def change_many(self, noun: str, changes: Iterable[tuple[str, Values]]) -> None:
        """Set fields of many records whose values were validated already; for imports and undo."""
        self.session.flush()
        self.session.expire_all()
        for record_id, values in changes:
            settings = ", ".join(f'"{name}" = ?' for name in values)
            self.connection.execute(
                f"UPDATE {noun} SET {settings}, changed_at = ? WHERE id = ?",
                (*(_stored(value) for value in values.values()), self.at, record_id),
            )

    def _require_live(self, noun: str, values: Values) -> None:
        """Refuse to point to a removed record: another window, or a merge, may have taken it away meanwhile."""
        for field, target in _references(noun):
            pointed = values.get(field)
            removed = f"SELECT 1 FROM {target} WHERE id = ? AND removed_at IS NOT NULL"
            if pointed and self.connection.execute(removed, (pointed,)).fetchone():
                raise _gone(self.connection, noun, field, target, pointed)

    def _get(self, noun: str, record_id: str) -> "Record":
        from karep.db.models import BY_NOUN

        record = self.session.get(BY_NOUN[noun], record_id)
        if record is None:
            raise errors.NotFound(_("That record is not in the store."))
        return record

    def _touch(self, record: "Record", noun: str) -> None:
        record.changed_at = self.at
        self.session.add(record)
        self._flush(noun)

    def _flush(self, noun: str) -> None:
        from sqlalchemy.exc import IntegrityError

        try:
            self.session.flush()
        except IntegrityError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) != sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
                raise
            raise errors.Refused(_("That points to a record that is not in the store."), noun=noun) from error


def validated(noun: str, values: Values) -> "Record":
    """A record of `noun` that passed its model's validation.

    Raises:
        Refused: With the first fault as a sentence that names the field.
    """
    from pydantic import ValidationError

    from karep.db.models import BY_NOUN

    model = BY_NOUN[noun]
    unknown = set(values) - set(model.model_fields)
    if unknown:
        raise errors.Refused(_("{noun} has no field {field}.").format(noun=noun, field=sorted(unknown)[0]), noun=noun)
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise _refusal(noun, error) from error


@cache
def _references(noun: str) -> tuple[tuple[str, str], ...]:
    """The fields of a noun that point to other records, each with their table."""
    from karep.db.models import BY_NOUN

    columns = BY_NOUN[noun].__table__.columns  # type: ignore[attr-defined]
    return tuple((column.name, key.column.table.name) for column in columns for key in column.foreign_keys)


def _gone(connection: sqlite3.Connection, noun: str, field: str, target: str, record_id: str) -> errors.Refused:
    from karep.db.views.names import names_of
    from karep.db.words import noun_name

    name = one_line(names_of(connection, [record_id]).get(record_id, ""))
    named = _("“{name}” ({noun})").format(name=name, noun=noun_name(target)) if name else noun_name(target)
    sentence = _("{named} was removed or merged in the meantime: undo that, or choose another.")
    return errors.Refused(sentence.format(named=named), noun=noun, field=field)


def _refusal(noun: str, error: "ValidationError") -> errors.Refused:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    kind = first["type"]
    if kind == "missing" or (kind.endswith("_type") and field):
        fault = _("must not be empty")
    elif kind.startswith(("int_", "date_", "bool_", "string_")):
        fault = _("is not of the right kind")
    else:
        fault = first["msg"]
    if not field:
        return errors.Refused(f"{fault}.", noun=noun)
    from karep.db.words import field_name

    return errors.Refused(f"{field_name(field)}: {fault}", noun=noun, field=field)


def _stored(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
