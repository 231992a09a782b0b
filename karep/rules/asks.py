"""Which open claim between us and a customer is the sharpest: what a meeting is first of all about."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

Kind = Literal["overdue", "question", "ours", "objection", "theirs", "priority", "step"]

KINDS: Final[tuple[Kind, ...]] = ("overdue", "question", "ours", "objection", "theirs", "priority", "step")
"""What a claim is, the sharpest first: our overdue promise, a question that they will ask, our promise that is not due
yet, an objection without an answer, what they owe us, what matters to them, what the deal needs next."""


class Ask(NamedTuple):
    """One open claim."""

    kind: Kind
    record_id: str
    due: date | None = None
    """The day by which it is owed, None for none."""
    since: str = ""
    """When it came up, as the store's text; the newer of two equal claims is the sharper one."""
    own: bool = False
    """Whether it belongs to the very deal that the meeting is about."""


def sharpest(asks: Iterable[Ask]) -> Ask | None:
    """The claim that comes first: by kind, then the deal's own, then what is due sooner, then what
    is newer; None of none."""
    return next(iter(ranked(asks)), None)


def ranked(asks: Iterable[Ask]) -> list[Ask]:
    """All claims, the sharpest first."""
    newest_first = sorted(asks, key=lambda ask: (ask.since, ask.record_id), reverse=True)
    return sorted(newest_first, key=lambda ask: (KINDS.index(ask.kind), not ask.own, ask.due or date.max))
