"""What a timeline is put together from: one stream for each kind of event, and where it comes from for each subject.

The sources name the subject ``:id`` and the account that it belongs to ``:account``. Each finds its records by an
index.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from karep.frozen import frozen

_COLUMNS: Final = (
    "at", "id", "title", "text", "variety", "outcome", "person_id", "due", "kept_at", "broken_at", "moves",
    "from_stage", "to_stage", "opportunity_id", "touch_id", "account_id",
)  # fmt: skip


@frozen
class Stream:
    """One kind of event."""

    kind: str
    noun: str
    sources: Mapping[str, str]
    """What stands after FROM, by what the subject is; a subject that is not in it has no such events."""
    columns: Mapping[str, str]
    """The SQL of those columns that the kind has."""
    words: tuple[str, ...] = ()
    """The SQL of the texts that are searched."""
    secret: tuple[str, ...] = field(default=())
    """The SQL of further texts, which are searched only while what is private is shown."""

    def select(self, of: str) -> str:
        """The stream of a subject; a condition can be added to it with AND."""
        columns = ", ".join(f"{self.columns.get(one, 'NULL')} AS {one}" for one in _COLUMNS)
        return f"SELECT '{self.kind}' AS kind, '{self.noun}' AS noun, {columns} FROM {self.sources[of]}"

    @property
    def searched(self) -> str:
        """Everything in which words are looked for, as one SQL text."""
        return _joined(*self.words, *self.secret)

    @property
    def shown(self) -> str:
        """What may be looked through while what is private is hidden, or an empty text."""
        return _joined(*self.words)


def _joined(*texts: str) -> str:
    return " || ' ' || ".join(f"coalesce({one}, '')" for one in texts)


_LIVE_ACCOUNT: Final = "EXISTS (SELECT 1 FROM account a WHERE a.id = {alias}.account_id AND +a.removed_at IS NULL)"
_ACCOUNTS_OF_PERSON: Final = (
    "(SELECT s.account_id FROM person s WHERE s.id = :id "
    "UNION SELECT y.account_id FROM attendance x CROSS JOIN touch y ON y.id = x.touch_id WHERE x.person_id = :id "
    "UNION SELECT z.account_id FROM promise z WHERE z.person_id = :id)"
)
"""The accounts where a person can have left a trace: the own one, and those of touches and promises."""
_STANDS: Final = "e.undone_by IS NULL AND e.undoes IS NULL"
"""An action that was not taken back, and is no undo or redo itself."""


def _name_of(person: str) -> str:
    return f"(SELECT n.name FROM person n WHERE n.id = {person} AND n.removed_at IS NULL)"


_ATTENDEES: Final = (
    "(SELECT group_concat(n.name, ' ') FROM attendance x CROSS JOIN person n ON n.id = x.person_id "
    "WHERE x.touch_id = t.id AND x.removed_at IS NULL AND n.removed_at IS NULL)"
)


def _touches(kind: str, condition: str, *, gift: bool) -> Stream:
    whole = f"t.removed_at IS NULL AND t.kind {condition}"
    present = "SELECT x.touch_id FROM attendance x WHERE x.person_id = :id AND x.removed_at IS NULL"
    texts = ("t.purpose", "t.summary", "t.outcome", "t.tags")
    return Stream(
        kind,
        "touch",
        {
            "account": f"touch t WHERE t.account_id = :id AND {whole}",
            "person": f"touch t WHERE t.id IN ({present}) AND {whole} AND {_LIVE_ACCOUNT.format(alias='t')}",
            "opportunity": f"touch t WHERE t.account_id = :account AND t.opportunity_id = :id AND {whole}",
        },
        {
            "at": "t.at", "id": "t.id", "title": "t.purpose", "text": "t.summary", "variety": "t.kind",
            "outcome": "t.outcome", "opportunity_id": "t.opportunity_id", "touch_id": "t.id",
            "account_id": "t.account_id",
        },
        (_ATTENDEES, "t.our_people", *(() if gift else texts)),
        (*(texts if gift else ()), "t.private_note"),
    )  # fmt: skip


_PROMISE: Final = "promise r LEFT JOIN touch t ON t.id = r.touch_id AND t.removed_at IS NULL WHERE r.removed_at IS NULL"
_JOURNALLED: Final = "CROSS JOIN journal j ON j.record = o.id CROSS JOIN action e ON e.seq = j.action"
_CLOSED: Final = (
    "o.removed_at IS NULL AND j.noun = 'opportunity' AND j.op = 'change' "
    f'AND instr(j.after, \'"status":"\') > 0 AND {_STANDS}'
)
"""The journal writes only fields that changed, and a quote within a text with a backslash before it."""
_TICKS_OF_A_DAY: Final = (
    "SELECT max(k.at) AS at, max(k.id) AS id, group_concat(k.item_id, char(10)) AS items, k.reason AS reason, "
    'k."by" AS "by", k.not_applicable AS skipped FROM tick k WHERE k.opportunity_id = :id AND k.removed_at IS NULL '
    'GROUP BY substr(k.at, 1, 10), k.not_applicable, k.reason, k."by"'
)
"""What was ticked on one day is one event: a stage has dozens of items."""
_FACTS_OF_ACCOUNT: Final = (
    "SELECT m.id FROM fact m WHERE m.account_id = :id UNION ALL "
    "SELECT m.id FROM person s CROSS JOIN fact m ON m.person_id = s.id WHERE s.account_id = :id "
    "AND s.removed_at IS NULL"
)
_IMPORTED: Final = (
    "action e WHERE e.seq IN (SELECT j.action FROM journal j WHERE j.record IN ({records})) "
    f"AND e.kind = 'import' AND {_STANDS}"
)


def _of_account(table: str, alias: str, *, person: bool = False, and_: str = "") -> dict[str, str]:
    """The sources of a noun that belongs to an account, maybe to a deal, and where `person` is set to a person."""
    live = f"{alias}.removed_at IS NULL{and_}"
    found = {
        "account": f"{table} {alias} WHERE {alias}.account_id = :id AND {live}",
        "opportunity": f"{table} {alias} WHERE {alias}.account_id = :account AND {alias}.opportunity_id = :id "
        f"AND {live}",
    }
    if person:
        found["person"] = (
            f"{table} {alias} WHERE {alias}.account_id IN {_ACCOUNTS_OF_PERSON} AND {alias}.person_id = :id "
            f"AND {live} AND {_LIVE_ACCOUNT.format(alias=alias)}"
        )
    return found


STREAMS: Final = (
    _touches("touch", "<> 'gift'", gift=False),
    _touches("gift", "= 'gift'", gift=True),
    Stream(
        "promise", "promise",
        {
            "account": f"{_PROMISE} AND r.account_id = :id",
            "person": f"{_PROMISE} AND r.person_id = :id AND {_LIVE_ACCOUNT.format(alias='r')}",
            "opportunity": f"{_PROMISE} AND r.account_id = :account AND t.opportunity_id = :id",
        },
        {
            "at": "coalesce(t.at, r.created_at)", "id": "r.id", "title": "r.what", "variety": "r.owed_by",
            "person_id": "r.person_id", "due": "r.due", "kept_at": "r.kept_at", "broken_at": "r.broken_at",
            "moves": "r.moves", "opportunity_id": "t.opportunity_id", "touch_id": "t.id",
            "account_id": "r.account_id",
        },
        ("r.what", _name_of("r.person_id")),
    ),
    Stream(
        "follow_up_done", "follow_up", _of_account("follow_up", "f", person=True, and_=" AND f.done_at IS NOT NULL"),
        {
            "at": "f.done_at", "id": "f.id", "title": "f.what", "person_id": "f.person_id", "due": "f.due",
            "moves": "f.moves", "opportunity_id": "f.opportunity_id", "touch_id": "f.done_touch_id",
            "account_id": "f.account_id",
        },
        ("f.what", _name_of("f.person_id")),
    ),
    Stream(
        "stage_change", "stage_change",
        {
            "account": "opportunity o CROSS JOIN stage_change c ON c.opportunity_id = o.id "
            "WHERE o.account_id = :id AND o.removed_at IS NULL AND c.removed_at IS NULL",
            "opportunity": "opportunity o CROSS JOIN stage_change c ON c.opportunity_id = o.id "
            "WHERE o.id = :id AND c.removed_at IS NULL",
        },
        {
            "at": "c.at", "id": "c.id", "title": "o.name", "text": "c.reason", "from_stage": "c.from_stage",
            "to_stage": "c.to_stage", "opportunity_id": "o.id", "account_id": "o.account_id",
        },
        ("o.name", "c.reason"),
    ),
    Stream(
        "closing", "opportunity",
        {
            "account": f"opportunity o {_JOURNALLED} WHERE o.account_id = :id AND {_CLOSED}",
            "opportunity": f"opportunity o {_JOURNALLED} WHERE o.id = :id AND {_CLOSED}",
        },
        {
            "at": "e.at", "id": "o.id", "title": "o.name", "text": "j.after", "opportunity_id": "o.id",
            "account_id": "o.account_id",
            "variety": "CASE WHEN instr(j.after, '\"status\":\"won\"') THEN 'won' "
            "WHEN instr(j.after, '\"status\":\"lost\"') THEN 'lost' ELSE 'open' END",
        },
        ("o.name", "o.lost_reason"),
    ),
    Stream(
        "tick", "tick", {"opportunity": f"({_TICKS_OF_A_DAY}) ticked WHERE true"},
        {
            "at": "ticked.at", "id": "ticked.id", "title": "ticked.items", "text": "ticked.reason",
            "outcome": 'ticked."by"', "variety": "CASE WHEN ticked.skipped THEN 'skipped' END",
            "opportunity_id": ":id", "account_id": ":account",
        },
        ("ticked.reason", 'ticked."by"'),
    ),
    Stream(
        "objection", "objection", _of_account("objection", "b", person=True),
        {
            "at": "b.at", "id": "b.id", "title": "b.card", "text": "b.words", "variety": "b.outcome",
            "outcome": "b.answer", "person_id": "b.person_id", "opportunity_id": "b.opportunity_id",
            "touch_id": "b.touch_id", "account_id": "b.account_id",
        },
        ("b.words", "b.answer", "b.clarified", "b.evidence", _name_of("b.person_id")),
    ),
    Stream(
        "concession", "concession",
        _of_account("concession", "g", person=True, and_=" AND g.made_at IS NOT NULL"),
        {
            "at": "g.made_at", "id": "g.id", "title": "g.give", "text": "g.get", "person_id": "g.person_id",
            "opportunity_id": "g.opportunity_id", "touch_id": "g.touch_id", "account_id": "g.account_id",
        },
        (_name_of("g.person_id"),), ("g.give", "g.get"),
    ),
    Stream(
        "given", "gift",
        {
            "account": "gift w WHERE w.account_id = :id AND w.removed_at IS NULL",
            "person": "gift w WHERE w.person_id = :id AND w.removed_at IS NULL "
            f"AND (w.account_id IS NULL OR {_LIVE_ACCOUNT.format(alias='w')})",
        },
        {
            "at": "w.given_on", "id": "w.id", "title": "w.item", "text": "w.festival", "variety": "w.kind",
            "outcome": "w.approver", "person_id": "w.person_id", "touch_id": "w.touch_id",
            "account_id": "w.account_id",
        },
        (_name_of("w.person_id"),), ("w.item", "w.note", "w.approver"),
    ),
    Stream(
        "need", "need", _of_account("need", "d", person=True),
        {
            "at": "d.at", "id": "d.id", "title": "d.what", "variety": "CASE WHEN d.hidden THEN 'hidden' END",
            "person_id": "d.person_id", "opportunity_id": "d.opportunity_id", "touch_id": "d.touch_id",
            "account_id": "d.account_id",
        },
        ("d.what", "d.problem", "d.cause", "d.effect", "d.value", _name_of("d.person_id")),
    ),
    Stream(
        "competitor", "competitor", _of_account("competitor", "v"),
        {
            "at": "v.at", "id": "v.id", "title": "v.name", "text": "v.note", "opportunity_id": "v.opportunity_id",
            "touch_id": "v.touch_id", "account_id": "v.account_id",
        },
        ("v.name", "v.note"),
    ),
    Stream(
        "fact", "fact",
        {
            "account": f"fact k WHERE k.id IN ({_FACTS_OF_ACCOUNT}) AND k.dated IS NOT NULL AND k.removed_at IS NULL",
            "person": "fact k WHERE k.person_id = :id AND k.dated IS NOT NULL AND k.removed_at IS NULL",
        },
        {
            "at": "k.dated", "id": "k.id", "title": "k.name", "text": "k.value", "outcome": "k.source",
            "person_id": "k.person_id", "account_id": "coalesce(k.account_id, :account)",
        },
        ("k.name", "k.source", "CASE WHEN k.person_id IS NULL THEN k.value END"),
        ("k.value", _name_of("k.person_id")),
    ),
    Stream(
        "preference", "preference",
        {"person": "preference q WHERE q.person_id = :id AND q.removed_at IS NULL"},
        {
            "at": "q.created_at", "id": "q.id", "text": "q.text", "variety": "q.kind", "outcome": "q.privacy",
            "person_id": "q.person_id", "account_id": ":account",
        },
        ("CASE WHEN q.privacy = 'internal' THEN q.text END",), ("q.text",),
    ),
    Stream(
        "import", "action",
        {
            "account": _IMPORTED.format(
                records="SELECT :id UNION ALL SELECT s.id FROM person s WHERE s.account_id = :id"
            ),
            "person": _IMPORTED.format(records="SELECT :id"),
        },
        {
            "at": "e.at", "id": "CAST(e.seq AS TEXT)", "title": "e.label", "account_id": ":account",
            "variety": "(SELECT j.op FROM journal j WHERE j.record = :id AND +j.action = e.seq LIMIT 1)",
        },
        (), ("e.label",),
    ),
)  # fmt: skip
"""Every kind of event; the order does not matter."""
