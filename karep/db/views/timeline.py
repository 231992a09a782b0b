"""The timeline: everything that happened with an account, a person or a deal, in one stream, newest first."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from karep.db.views.blocks import blocks
from karep.db.views.timeline_streams import STREAMS, Stream
from karep.db.views.touches import people_of_touches
from karep.frozen import frozen

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "touches": ("touch",),
    "promises": ("promise",),
    "steps": ("follow_up_done",),
    "stages": ("stage_change", "closing"),
    "ticks": ("tick",),
    "notes": ("objection", "concession", "need", "competitor", "fact", "preference"),
    "gifts": ("gift", "given"),
    "imports": ("import",),
}
"""What a stream can be narrowed to, with the kinds of item that belong to it; each kind belongs to one group."""
MOST_WORDS: Final = 8
"""As many words are looked for; the rest of a longer question is left out."""


@frozen
class TimelineItem:
    """One event in a stream; the parts that do not belong to its kind are None or empty."""

    at: str
    """When: a moment in UTC, or only a local day, ``YYYY-MM-DD``. A promise stands at the touch it was made in."""
    kind: str
    """One of the kinds in `GROUPS`."""
    noun: str
    """The table of the record."""
    id: str
    title: str | None
    """A touch's purpose; what was promised, needed, given or to be done; a deal; a card; a name; a sheet's file;
    the checklist items that were ticked on one day, one a line."""
    text: str | None
    """A touch's summary; the reason of a move; the customer's words; what we got; a fact's value; a note."""
    variety: str | None
    """A touch's kind; who owes a promise (us, them); an objection's outcome; a closed deal's status; a preference's
    kind; ``hidden`` of a need not voiced; ``skipped`` of a tick; ``add`` of the import that brought it."""
    outcome: str | None
    """A touch's outcome; an objection's answer; a fact's source; who ticked; a preference's privacy."""
    people: tuple[tuple[str, str], ...]
    """Those of theirs in it: ids and names."""
    due: str | None
    """The day that a promise or follow-up was due, ``YYYY-MM-DD``."""
    kept_at: str | None
    broken_at: str | None
    moves: int
    """How often the day of a promise or follow-up was moved."""
    from_stage: str | None
    to_stage: str | None
    opportunity_id: str | None
    opportunity_name: str | None
    touch_id: str | None
    """The touch that it belongs to."""
    account_id: str | None
    told: tuple[tuple[str, str], ...] = ()
    """What else is known of it, by the names of the fields, such as the problem behind a need."""
    in_confidence: str | None = None
    """What was said in confidence at a touch."""

    @property
    def key(self) -> str:
        """What the item is known by in a list: ``noun:id``; for a deal that was closed ``closing:id:moment``."""
        return f"closing:{self.id}:{self.at}" if self.kind == "closing" else f"{self.noun}:{self.id}"


class Subject(NamedTuple):
    """What a timeline is about."""

    name: str
    account_id: str | None
    """The account that it belongs to, or is."""
    account_name: str | None


@frozen
class _Question:
    """A stream put together: its SQL, and what to fill in."""

    sql: str
    values: dict[str, Any]


_SUBJECTS: Final = {
    "account": "SELECT s.name, s.id, s.name FROM account s WHERE s.id = :id AND +s.removed_at IS NULL",
    "person": "SELECT s.name, a.id, a.name FROM person s LEFT JOIN account a ON a.id = s.account_id "
    "WHERE s.id = :id AND s.removed_at IS NULL AND +a.removed_at IS NULL",
    "opportunity": "SELECT s.name, a.id, a.name FROM opportunity s CROSS JOIN account a ON a.id = s.account_id "
    "WHERE s.id = :id AND s.removed_at IS NULL AND +a.removed_at IS NULL",
}
"""Each says what the subject is called and which account it belongs to, if the subject is there."""

_PAGE: Final = """
SELECT i.at, i.kind, i.noun, i.id, i.title, i.text, i.variety, i.outcome, p.id, p.name, i.due, i.kept_at, i.broken_at,
       i.moves, i.from_stage, i.to_stage, o.id, o.name, i.touch_id, i.account_id
FROM ({streams} ORDER BY at DESC, id DESC LIMIT :limit) i
LEFT JOIN person p ON p.id = i.person_id AND p.removed_at IS NULL
LEFT JOIN opportunity o ON o.id = i.opportunity_id AND o.removed_at IS NULL
ORDER BY i.at DESC, i.id DESC
"""


def get_subject(connection: sqlite3.Connection, subject_id: str, *, of: str = "account") -> Subject | None:
    """What a timeline is about, or None when it is not there or was removed."""
    row = connection.execute(_SUBJECTS[of], {"id": subject_id}).fetchone()
    return Subject(*row) if row else None


def list_timeline(
    connection: sqlite3.Connection,
    subject_id: str,
    limit: int = 200,
    *,
    of: str = "account",
    group: str = "",
    words: str = "",
    private: bool = True,
) -> list[TimelineItem]:
    """Everything that happened with a subject in one stream, newest first; nothing of one that was removed.

    Args:
        connection: The store.
        subject_id: The account, person or deal.
        limit: How many items at most.
        of: What the subject is: ``account``, ``person`` or ``opportunity``.
        group: Only one of `GROUPS`; an empty text for all.
        words: Only items in which each of these words stands, or in the names of the people in it.
        private: Whether words are looked for in what is nobody else's business too.

    Raises:
        KeyError: If `of` or `group` is none of those.
    """
    question = _question(connection, subject_id, of, GROUPS[group] if group else (), words, private)
    if question is None:
        return []
    rows = connection.execute(_PAGE.format(streams=question.sql), {**question.values, "limit": limit}).fetchall()
    return list(_told(connection, [_item(row) for row in rows]))


def count_timeline(
    connection: sqlite3.Connection, subject_id: str, *, of: str = "account", words: str = "", private: bool = True
) -> dict[str, int]:
    """How many items a subject's stream has in each group; groups without any are left out.

    The arguments are those of `list_timeline`.
    """
    question = _question(connection, subject_id, of, (), words, private)
    if question is None:
        return {}
    rows = connection.execute(f"SELECT kind, count(*) FROM ({question.sql}) i GROUP BY kind", question.values)
    counts = dict(rows.fetchall())
    found = {group: sum(counts.get(kind, 0) for kind in kinds) for group, kinds in GROUPS.items()}
    return {group: number for group, number in found.items() if number}


def timeline_place(
    connection: sqlite3.Connection, subject_id: str, noun: str, record_id: str, *, of: str = "account"
) -> int | None:
    """Where a record stands in a subject's stream, counted from 1; None when it is not in it."""
    question = _question(connection, subject_id, of, (), "", True)
    if question is None:
        return None
    values = {**question.values, "noun": noun, "record": record_id}
    row = connection.execute(
        f"SELECT max(i.at) FROM ({question.sql}) i WHERE i.noun = :noun AND i.id = :record", values
    ).fetchone()
    if row[0] is None:
        return None
    newer = f"SELECT count(*) FROM ({question.sql}) i WHERE (i.at, i.id) >= (:at, :record)"
    return int(connection.execute(newer, {**values, "at": row[0]}).fetchone()[0])


def _question(
    connection: sqlite3.Connection, subject_id: str, of: str, kinds: Sequence[str], words: str, private: bool
) -> _Question | None:
    """The streams of a subject as one; None where the subject is not there, or has no events of these kinds."""
    subject = get_subject(connection, subject_id, of=of)
    if subject is None:
        return None
    values: dict[str, Any] = {"id": subject_id, "account": subject.account_id}
    sought = words.split()[:MOST_WORDS]
    for number, word in enumerate(sought):
        values[f"word{number}"] = f"%{_literal(word)}%"
    parts = [
        _part(stream, of, len(sought), private)
        for stream in STREAMS
        if of in stream.sources and (not kinds or stream.kind in kinds)
    ]
    return _Question(" UNION ALL ".join(parts), values) if parts else None


def _part(stream: Stream, of: str, words: int, private: bool) -> str:
    sql = stream.select(of)
    if not words:
        return sql
    text = stream.searched if private else stream.shown
    if not text:
        return f"{sql} AND 0"
    likes = (f"({text}) LIKE :word{number} ESCAPE '\\'" for number in range(words))
    return f"{sql} AND {' AND '.join(likes)}"


def _literal(word: str) -> str:
    """A word whose signs mean nothing but themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _item(row: Sequence[Any]) -> TimelineItem:
    at, kind, noun, record_id, title, text, variety, outcome, person_id, person, *rest = row
    if kind == "closing":
        text = _reason(text)
    people = ((person_id, person),) if person_id else ()
    due, kept_at, broken_at, moves, *links = rest
    return TimelineItem(
        at, kind, noun, record_id, title, text, variety, outcome, people, due, kept_at, broken_at, moves or 0, *links
    )


def _reason(after: str | None) -> str | None:
    """Why a deal was lost, out of what the journal says changed then."""
    try:
        reason = json.loads(after or "{}", strict=False).get("lost_reason")
    except ValueError:
        return None
    return str(reason) if reason else None


def _told(connection: sqlite3.Connection, items: Sequence[TimelineItem]) -> Iterator[TimelineItem]:
    """The items of a page with the people of the touches, and what only a whole record tells."""
    touches = [item.id for item in items if item.noun == "touch"]
    present = people_of_touches(connection, touches)
    about_touches = _fields(connection, "touch", ("our_people", "tags", "private_note"), touches)
    needs = [item.id for item in items if item.noun == "need"]
    about_needs = _fields(connection, "need", ("problem", "cause", "effect", "value"), needs)
    heard = [item.id for item in items if item.noun == "objection"]
    about_objections = _fields(connection, "objection", ("clarified", "answer_id", "evidence"), heard)
    for item in items:
        if item.noun == "touch":
            told = about_touches.get(item.id, {})
            secret = told.pop("private_note", None)
            people = tuple(present.get(item.id, ()))
            yield replace(item, people=people, told=tuple(told.items()), in_confidence=secret)
        elif item.noun == "objection":
            yield replace(item, told=tuple(about_objections.get(item.id, {}).items()))
        elif item.noun == "need":
            yield replace(item, told=tuple(about_needs.get(item.id, {}).items()))
        else:
            yield item


def _fields(
    connection: sqlite3.Connection, noun: str, fields: Sequence[str], ids: Iterable[str]
) -> dict[str, dict[str, str]]:
    """Some fields of some records, those that say something, by id."""
    found = {}
    for block in blocks(ids):
        marks = ", ".join("?" * len(block))
        for record_id, *values in connection.execute(
            f"SELECT id, {', '.join(fields)} FROM {noun} WHERE id IN ({marks})", block
        ):
            found[record_id] = {field: value for field, value in zip(fields, values, strict=True) if value}
    return found
