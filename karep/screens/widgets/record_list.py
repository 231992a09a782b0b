"""The list of unknown length: an array of ids, and rows that are fetched in blocks when they come into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from textual.message import Message
from textual.worker import Worker

from karep.screens.widgets.columns import Cell, Column, Row, Tone
from karep.screens.widgets.row_list import RowList

__all__ = ["BLOCK", "Cell", "Column", "Fetch", "RecordList", "Row", "Tone"]

Fetch = Callable[[Sequence[str]], Awaitable[Mapping[str, Row]]]
"""Finds the rows of some ids. An id that has no row any more is left out of the answer."""

BLOCK: Final = 64
"""How many rows are fetched together."""

_ROWS_KEPT: Final = 2048
_GONE: Final = Row()


class RecordList(RowList):
    """A list over an array of ids that holds only the rows around those in view.

    At most one fetch is under way, and the next one is always for what is in view then: leafing quickly through a
    long list leaves no queue behind. Rows that came too late for a newer `set_ids` or `invalidate` are dropped. After
    a reload the old text of a row stays until its new one is there, so that nothing flickers.
    """

    @dataclass
    class FetchFailed(Message):
        """The rows in view could not be fetched; they stay quiet until `set_ids` or `invalidate`."""

        list: RecordList
        error: Exception

        @property
        def control(self) -> RecordList:
            """The list that sent it."""
            return self.list

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        empty: str = "",
        show_header: bool = True,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a list that knows no ids yet.

        Args:
            columns: What it shows, from left to right.
            fetch: Finds the rows of a few times `BLOCK` ids; called on the event loop, must not block it.
            empty: The words shown in the middle when there are no rows, already translated; may have several lines.
            show_header: Whether the titles of the columns stand above the rows.
            name: The name of the widget.
            id: The id of the widget in the DOM.
            classes: The CSS classes of the widget.
        """
        super().__init__(columns, empty=empty, show_header=show_header, name=name, id=id, classes=classes)
        self._fetch = fetch
        self._records: OrderedDict[str, tuple[int, Row]] = OrderedDict()
        # A record is fresh when the fetch that brought it began no earlier than the last change that concerns it.
        self._version = 0
        self._reloaded = 0
        self._invalidated: dict[str, int] = {}
        self._failed: set[str] = set()
        self._loader: Worker[None] | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in their order."""
        return self._keys

    def set_ids(self, ids: Sequence[str], *, keep_highlight: bool = True) -> None:
        """Show these records, each id once, and fetch afresh those in view.

        Args:
            ids: The records in their order.
            keep_highlight: Whether the highlight stays on its record, or on the nearest one that is left; otherwise it
                goes to the first.
        """
        self._version += 1
        self._reloaded = self._version
        self._invalidated.clear()
        self._failed.clear()
        if not keep_highlight:
            self._forget_highlight()
        self._set_keys(ids)

    def invalidate(self, ids: Iterable[str]) -> None:
        """Fetch these records again when they are in view: they have changed."""
        self._version += 1
        for key in ids:
            self._invalidated[key] = self._version
            self._failed.discard(key)
        self._viewport_changed()

    def _row(self, key: str) -> Row | None:
        record = self._records.get(key)
        return None if record is None else record[1]

    def _fresh(self, key: str) -> bool:
        """Whether nothing needs to be fetched for this id; asking keeps its record from being dropped soon."""
        record = self._records.get(key)
        if record is None:
            return key in self._failed
        self._records.move_to_end(key)
        return record[0] >= max(self._reloaded, self._invalidated.get(key, 0)) or key in self._failed

    def _viewport_changed(self) -> None:
        if self._loader is not None and not self._loader.is_finished:
            return
        if self.is_attached and self._wanted():
            self._loader = self.run_worker(self._load(), group="rows")

    def _wanted(self) -> list[str]:
        """The ids to fetch next: missing ones in view first, then those of the page after and before it."""
        view, page = self._visible_range(), self._page
        ahead = range(view.stop, min(view.stop + page, len(self._keys)))
        behind = range(max(view.start - page, 0), view.start)
        for positions in (view, ahead, behind):
            if any(not self._fresh(self._keys[index]) for index in positions):
                start = positions.start - positions.start % BLOCK
                stop = -(-positions.stop // BLOCK) * BLOCK
                return [key for key in self._keys[start:stop] if not self._fresh(key)]
        return []

    async def _load(self) -> None:
        """Fetch until nothing near the view is missing."""
        while ids := self._wanted():
            version = self._version
            try:
                found = await self._fetch(ids)
            except Exception as error:
                self._failed.update(ids)
                self.post_message(self.FetchFailed(self, error))
            else:
                self._take(ids, found, version)

    def _take(self, ids: Sequence[str], found: Mapping[str, Row], version: int) -> None:
        """Keep the rows that are still wanted and paint those in view."""
        if version < self._reloaded:
            return
        taken = [key for key in ids if self._invalidated.get(key, 0) <= version]
        for key in taken:
            self._records[key] = version, found.get(key, _GONE)
            self._records.move_to_end(key)
        while len(self._records) > _ROWS_KEPT:
            self._records.popitem(last=False)
        self._forget_strips(taken)
        arrived = set(taken)
        # Rows fetched ahead must not cost a paint of what is in view.
        for index in self._visible_range():
            if self._keys[index] in arrived:
                self._refresh_row(index)
