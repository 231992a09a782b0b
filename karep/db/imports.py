"""Writing many records of an import: checked by the rules of the models, stored in blocks.

A model's own validation of a hundred thousand records takes longer than everything else together. So texts that pass
every rule of their field at a glance are let in, other fields ask the rule of that field, and whatever is not plain
goes to the model itself, which has the last word and writes the refusal.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, Final

from karep.db import errors
from karep.db.change import Change, Values, validated
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.matching import company_key, person_key

_CACHE_KIB: Final = 256 * 1024
_LARGEST: Final = 2**63 - 1
"""The largest whole number that SQLite holds."""
_MOST_REMEMBERED: Final = 10_000
"""Values of one field that need no second check."""
_SAMPLE: Final = {"id": "-", "created_at": "-", "changed_at": "-"}
_REQUIRED: Final[dict[str, dict[str, Any]]] = {
    "account": {"name": "-"},
    "person": {"name": "-"},
    "fact": {"name": "-"},
    "role": {"person_id": "-", "account_id": "-", "role": "user"},
    "occasion": {"person_id": "-", "month": 1},
}


class Check:
    """The door for the values of one noun."""

    def __init__(self, noun: str) -> None:
        """Read the rules of the fields from the noun's model."""
        from pydantic import TypeAdapter

        from karep.db.models import BY_NOUN
        from karep.db.models.base import LONGEST_NAME, LONGEST_TEXT, Line, Name, Text

        self.noun = noun
        self._limits: dict[str, int] = {}
        self._rules: dict[str, Any] = {}
        model = BY_NOUN[noun]
        declared = {name: kind for one in reversed(model.__mro__) for name, kind in _annotations(one).items()}
        for name, field in model.model_fields.items():
            kind = declared.get(name)
            if kind in (Line, Name, Text):
                self._limits[name] = LONGEST_TEXT if kind == Text else LONGEST_NAME
            else:
                self._rules[name] = TypeAdapter(_ruled(field))
        self._passed: dict[str, set[Any]] = {name: set() for name in self._rules}

    def values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """These fields as they may be stored; blank ones are left out.

        Raises:
            Refused: If one does not fit; the sentence names the field.
        """
        limits, passed = self._limits, self._passed
        for name, value in values.items():
            limit = limits.get(name)
            if limit is None:
                if value not in passed.get(name, ()) and not self._passes(name, value):
                    return self._slowly(values)
            elif type(value) is not str or not 0 < len(value) <= limit or not _is_plain(value):
                return self._slowly(values)
        return dict(values)

    def _passes(self, name: str, value: Any) -> bool:
        """Whether the field's own rule takes the value just as it is; asked once for each value."""
        from pydantic import ValidationError

        rule = self._rules.get(name)
        if rule is None or type(value) not in (int, str) or (type(value) is int and abs(value) > _LARGEST):
            return False
        try:
            checked = rule.validate_python(value)
        except ValidationError:
            return False
        if (checked.isoformat() if hasattr(checked, "isoformat") else checked) != value:
            return False
        if len(self._passed[name]) < _MOST_REMEMBERED:
            self._passed[name].add(value)
        return True

    def _slowly(self, values: Mapping[str, Any]) -> dict[str, Any]:
        for name, value in values.items():
            if isinstance(value, int) and abs(value) > _LARGEST:
                fault = _("is too large")
                raise errors.Refused(f"{field_name(name)}: {fault}", noun=self.noun, field=name)
        record = validated(self.noun, {**_SAMPLE, **_REQUIRED[self.noun], **values})
        found = {name: getattr(record, name) for name in values if getattr(record, name) is not None}
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in found.items()}


def _annotations(model: type) -> dict[str, Any]:
    return dict(vars(model).get("__annotations__", {}))


def _ruled(field: Any) -> Any:
    from typing import Annotated

    kind = field.annotation
    for rule in field.metadata:
        kind = Annotated[kind, rule]
    return kind


def _is_plain(text: str) -> bool:
    """Whether the text has something to read, no NUL and no half surrogate pairs."""
    if "\0" in text:
        return False
    if text.isascii():
        return text[0] > " " or not text.isspace()
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return not text.isspace()


def new_ids(milliseconds: int | None = None) -> Iterator[str]:
    """Yield UUIDv7 ids without end, each later than the one before; many of them at a time cost little.

    Args:
        milliseconds: Unix time in milliseconds to begin with; now when left out.
    """
    moment = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    while True:
        head = f"{moment:012x}"
        random = os.urandom(8 * 0x1000).hex()
        for number in range(0x1000):
            tail = random[16 * number : 16 * number + 16]
            variant = "89ab"[int(tail[0], 16) & 3]
            yield f"{head[:8]}-{head[8:]}-7{number:03x}-{variant}{tail[1:4]}-{tail[4:]}"
        moment += 1


@contextmanager
def large_cache(connection: sqlite3.Connection) -> Iterator[None]:
    """Let SQLite keep an import in memory until it is saved, instead of writing and syncing parts of it on the way."""
    before = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {before}")


def defer_references(connection: sqlite3.Connection) -> None:
    """Let records of the open action point to ones that come later in it; at its end every one must be there."""
    connection.execute("PRAGMA defer_foreign_keys = ON")


def add_rows(change: Change, noun: str, rows: Sequence[Values]) -> None:
    """Store new records whose values were checked; each brings its id, accounts and people their match key too."""
    if not rows:
        return
    defaults = {**dict.fromkeys(sorted(set().union(*rows))), **_defaults(noun)}
    stamps = {"created_at": change.at, "changed_at": change.at}
    columns = [*defaults, *stamps]
    pick = itemgetter(*columns)
    change.connection.executemany(
        f"INSERT INTO {noun} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (pick({**defaults, **row, **stamps}) for row in rows),
    )


def change_rows(change: Change, noun: str, changes: Iterable[tuple[str, Values]]) -> None:
    """Set fields of records whose new values were checked."""
    change.change_many(noun, ((record, _keyed(noun, values)) for record, values in changes))


def _keyed(noun: str, values: Values) -> Values:
    if "name" not in values or noun not in ("account", "person"):
        return values
    name = str(values["name"])
    return {**values, "match_key": company_key(name)[0] if noun == "account" else person_key(name)}


def _defaults(noun: str) -> dict[str, Any]:
    """What a field holds that nothing is said about, where that is something."""
    from karep.db.models import BY_NOUN

    fields = BY_NOUN[noun].model_fields.items()
    return {name: one.default for name, one in fields if not one.is_required() and one.default is not None}
