"""Half-typed text, kept outside the journal until it is saved or thrown away."""

import json
import sqlite3
from collections.abc import Mapping

from karep.db.change import moment

Draft = Mapping[str, str]
"""What stood in each field of a form."""


def form_key(kind: str, about: Mapping[str, str]) -> str:
    """The key of the draft of a form such as ``person.add`` about the records named by id."""
    return "|".join((kind, *(f"{name}={value}" for name, value in sorted(about.items()))))


def read_form_key(key: str) -> tuple[str, dict[str, str]]:
    """The kind and the records that `form_key` was given; what is no such pair is passed over."""
    kind, *pairs = key.split("|")
    return kind, dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def keep_draft(connection: sqlite3.Connection, key: str, draft: Draft) -> None:
    """Keep what was typed into the form `key`; it replaces what was kept before."""
    connection.execute(
        "INSERT INTO draft (key, body, at) VALUES (?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET body = excluded.body, at = excluded.at",
        (key, json.dumps(dict(draft)), moment()),
    )


def get_draft(connection: sqlite3.Connection, key: str) -> dict[str, str] | None:
    """What was typed into the form `key` and not saved, if anything."""
    row = connection.execute("SELECT body FROM draft WHERE key = ?", (key,)).fetchone()
    return dict(json.loads(row[0])) if row else None


def list_drafts(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The keys of the kept drafts and when each was last typed in, newest first."""
    return [(key, at) for key, at in connection.execute("SELECT key, at FROM draft ORDER BY at DESC")]


def drop_draft(connection: sqlite3.Connection, key: str) -> None:
    """Forget a draft: it was saved, or the rep threw it away."""
    connection.execute("DELETE FROM draft WHERE key = ?", (key,))
