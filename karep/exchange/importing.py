"""Putting a sheet into the store: first what it would do, then all of it in one action, or nothing."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from karep.db import backup, tiers
from karep.db.imports import add_rows, change_rows, defer_references, large_cache, new_ids
from karep.exchange.mapping import ACCOUNT, PERSON
from karep.exchange.match_rule import OnMatch
from karep.exchange.matching import Target
from karep.exchange.merging import Merge
from karep.exchange.plan import Plan
from karep.exchange.report import ImportReport, Proposal, Warned
from karep.exchange.rows import Outcome

if TYPE_CHECKING:
    from karep.db.change import Change
    from karep.db.store import Store

__all__ = ["ImportCancelled", "ImportReport", "OnMatch", "Progress", "Proposal", "Warned", "preview", "run_import"]

Progress = Callable[[int, int | None], bool]
"""Told how many rows are done, and of how many (None while that is not known); False cancels the import."""


_BLOCK: Final = 500
"""Records stored between two reports of progress."""
_LONGEST_SOURCE: Final = 200


class ImportCancelled(Exception):
    """The rep stopped the import; the store is as it was."""


def preview(
    connection: sqlite3.Connection,
    plan: Plan,
    *,
    on_match: OnMatch = OnMatch.FILL,
    progress: Progress | None = None,
) -> ImportReport:
    """Say what an import would do; nothing is written.

    Raises:
        SheetRefused: If the file breaks off or a limit is passed.
        ImportCancelled: If `progress` answered False.
    """
    with _without_collector():
        merge = Merge(plan, on_match)
        merge.read(_reading(progress))
        merge.settle(connection)
        return _report(merge, action=None, dry_run=True)


def run_import(
    store: Store,
    plan: Plan,
    *,
    on_match: OnMatch = OnMatch.FILL,
    label: str = "",
    progress: Progress | None = None,
) -> ImportReport:
    """Back the store up and put the whole sheet into it, in one transaction and one action that undo takes back.

    Args:
        store: The open store.
        plan: The sheet, understood.
        on_match: What happens to records that are in the book already.
        label: What the history calls the import; the file's name when left out.
        progress: Called about every 500 rows.

    Raises:
        SheetRefused: If the file breaks off or a limit is passed; nothing is kept then.
        ImportCancelled: If `progress` answered False; nothing is kept then.
        StoreError: If the store is busy or cannot be written; nothing is kept then.
    """
    with _without_collector():
        merge = Merge(plan, on_match)
        merge.read(_reading(progress))
        backup.make(store.connection, store.path, reason="import")
        with large_cache(store.connection), store.action("import", label or plan.sheet.name) as change:
            merge.settle(change.connection)
            written = _write(change, merge, label or plan.sheet.name, progress)
        return _report(merge, action=change.seq if written else None, dry_run=False)


def _write(change: Change, merge: Merge, source: str, progress: Progress | None) -> int:
    """Store what is new; return the number of records."""
    ids = new_ids()
    defer_references(change.connection)
    more = merge.belongings
    facts = ({"id": next(ids), **fact, "source": source[:_LONGEST_SOURCE]} for fact in more.facts)
    added: tuple[tuple[str, Iterator[Mapping[str, Any]], int], ...] = (
        (ACCOUNT, map(_fields, merge.accounts), len(merge.accounts)),
        (PERSON, map(_fields, merge.people), len(merge.people)),
        ("role", ({"id": next(ids), **role} for role in more.roles), len(more.roles)),
        ("occasion", ({"id": next(ids), **occasion} for occasion in more.occasions), len(more.occasions)),
        ("fact", facts, len(more.facts)),
    )
    of_accounts = {one.id: one.changes for one in merge.changed[ACCOUNT]}
    former = tiers.former_values(change, [one for one, said in of_accounts.items() if tiers.touches_tier(said)])
    changed = (
        (ACCOUNT, [(one, _completed(change, former, one, said)) for one, said in of_accounts.items()]),
        (PERSON, [(one.id, one.changes) for one in merge.changed[PERSON]]),
        ("fact", more.changed_facts),
    )
    total = sum(number for _noun, _rows, number in added) + sum(len(rows) for _noun, rows in changed)
    done = 0
    for noun, rows, _number in added:
        while block := list(islice(rows, _BLOCK)):
            add_rows(change, noun, block)
            done += len(block)
            _go_on(progress, merge.number * done // total, merge.number)
    for noun, changes in changed:
        left = iter(changes)
        while some := list(islice(left, _BLOCK)):
            change_rows(change, noun, some)
            done += len(some)
            _go_on(progress, merge.number * done // total, merge.number)
    tiers.settle(change, former)
    return total


def _completed(change: Change, former: tiers.Former, account_id: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a sheet says of an account, with what follows from another tier or status."""
    return tiers.completed(former[account_id], said, change) if account_id in former else said


def _fields(target: Target) -> dict[str, Any]:
    return {"id": target.id, "match_key": target.key, **target.values}


def _report(merge: Merge, *, action: int | None, dry_run: bool) -> ImportReport:
    outcomes = merge.outcomes()
    more = merge.belongings
    created = {
        ACCOUNT: len(merge.accounts),
        PERSON: len(merge.people),
        "fact": len(more.facts),
        "role": len(more.roles),
        "occasion": len(more.occasions),
    }
    changed = {noun: len(targets) for noun, targets in merge.changed.items()} | {"fact": len(more.changed_facts)}
    return ImportReport(
        rows=merge.number,
        stored=outcomes[Outcome.STORED],
        merged=outcomes[Outcome.MERGED],
        unchanged=outcomes[Outcome.UNCHANGED],
        refused=tuple(sorted(merge.refused, key=lambda refusal: refusal.line)),
        skipped=tuple(merge.skipped),
        warnings=tuple(sorted(merge.warnings, key=lambda warned: warned.line)),
        created={noun: number for noun, number in created.items() if number},
        changed={noun: number for noun, number in changed.items() if number},
        left=merge.left,
        proposals=tuple(sorted(merge.proposals, key=lambda proposal: proposal.line)),
        notices=merge.plan.notices,
        action=action,
        dry_run=dry_run,
    )


def _reading(progress: Progress | None) -> Callable[[int], None]:
    return lambda done: _go_on(progress, done, None)


def _go_on(progress: Progress | None, done: int, total: int | None) -> None:
    if progress is not None and not progress(done, total):
        raise ImportCancelled


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from walking through every row again and again: they all live until the end, and hold no circles."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
