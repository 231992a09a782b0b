"""Putting a sheet into the store: first what it would do, then all of it in one action, or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from karep.exchange.plan import Plan
from karep.exchange.report import ImportReport, Proposal, Warned

if TYPE_CHECKING:
    from karep.db.store import Store

__all__ = ["ImportCancelled", "ImportReport", "OnMatch", "Progress", "Proposal", "Warned", "preview", "run_import"]

Progress = Callable[[int, int | None], bool]
"""Told how many rows are done, and of how many (None while that is not known); False cancels the import."""


class OnMatch(StrEnum):
    """What happens to the fields of a record that is in the book already."""

    FILL = "fill"
    """Empty fields are filled; what stands there stays."""
    OVERWRITE = "overwrite"
    """What the file says replaces what stands there; an empty cell replaces nothing."""
    KEEP = "keep"
    """Nothing of it is touched; only new records are stored."""


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
    raise NotImplementedError


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
    raise NotImplementedError
