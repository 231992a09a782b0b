"""The keys, the mouse and the highlight that all lists share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from karep.i18n import N_
from karep.screens.widgets.painted_rows import PaintedRows


class RowList(PaintedRows, can_focus=True):
    """A list in which one row is highlighted and can be chosen; the highlight belongs to a key, not to a position."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", N_("Up"), show=False, id="list.up", tooltip=N_("Highlight the row above")),
        Binding("down,j", "move(1)", N_("Down"), show=False, id="list.down", tooltip=N_("Highlight the row below")),
        Binding(
            "pageup",
            "page(-1)",
            N_("Page up"),
            show=False,
            id="list.page_up",
            tooltip=N_("Go up one page"),
        ),
        Binding(
            "pagedown",
            "page(1)",
            N_("Page down"),
            show=False,
            id="list.page_down",
            tooltip=N_("Go down one page"),
        ),
        Binding("home", "first", N_("First row"), show=False, id="list.first", tooltip=N_("Go to the first row")),
        Binding("end", "last", N_("Last row"), show=False, id="list.last", tooltip=N_("Go to the last row")),
        Binding("enter", "select", N_("Open row"), show=False, id="list.open", tooltip=N_("Open the highlighted row")),
    ]

    @dataclass
    class Highlighted(Message):
        """Another row is highlighted. `id` is None when the list has become empty."""

        list: RowList
        id: str | None

        @property
        def control(self) -> RowList:
            """The list that sent it."""
            return self.list

    @dataclass
    class Selected(Message):
        """The rep chose a row with enter, a double click, or a click on the highlighted row."""

        list: RowList
        id: str

        @property
        def control(self) -> RowList:
            """The list that sent it."""
            return self.list

    _announced: str | None = None
    _gone: tuple[tuple[str, str], ...] = ()
    """The highlighted rows that have gone, each with the one that took its place: it goes back when they come back."""
    _amid = False
    """Whether the highlighted row goes into the middle once the list has its size."""

    def _selectable(self, index: int) -> bool:
        """Whether the row can be highlighted."""
        return True

    def _row_at(self, index: int) -> int:
        """The row that a click at a position means."""
        return index

    def _viewport_changed(self) -> None:
        """Called after other rows have come into view."""

    def highlight(self, key: str) -> bool:
        """Highlight the row with this key and bring it into view; False if there is no such row."""
        try:
            index = self._keys.index(key)
        except ValueError:
            return False
        if not self._selectable(index):
            return False
        self._go(index)
        return True

    def bring_amid(self) -> None:
        """Scroll the highlighted row into the middle, as soon as there is one: what stands around it is seen too."""
        self._amid = not self.size
        if self._index is not None and self.size:
            self.scroll_to(y=max(self._index - self._page // 2, 0), animate=False, force=True)

    # Rows and highlight

    def _forget_highlight(self) -> None:
        """Let the next rows begin at their first one."""
        self._index = None
        self._gone = ()
        self.scroll_to(y=0, animate=False, force=True)

    def _set_keys(self, keys: Sequence[str]) -> None:
        """Replace the rows; the highlight stays on its key, or goes to the nearest neighbour that is left.

        When the row comes back that the neighbour stands for, as after an undo, the highlight is on it again.
        """
        old_keys, old_index = self._keys, self._index
        above = 0 if old_index is None else old_index - self.scroll_offset.y
        self._keys = tuple(keys)
        self._known = True
        self._index = self._survivor(old_keys, old_index)
        self._come_back(None if old_index is None else old_keys[old_index])
        self.virtual_size = Size(0, len(self._keys) + self._header)
        self._strips.clear()
        if self._index is not None and old_index is not None:
            self.scroll_to(y=self._index - above, animate=False, force=True)
        self._reveal()
        self.refresh()
        if self.highlighted != self._announced:
            self._announce()
        self._viewport_changed()

    def _come_back(self, former: str | None) -> None:
        """Go back to the row that the `former` highlight took the place of, if it is there again."""
        if self._gone and self._gone[-1][1] != former:
            # the rep went elsewhere meanwhile
            self._gone = ()
        if self._gone and (self._gone[-1][0] in self._keys):
            self._index = self._keys.index(self._gone[-1][0])
            self._gone = self._gone[:-1]
        elif former is not None and self.highlighted not in (None, former):
            self._gone = (*self._gone[-9:], (former, str(self.highlighted)))

    def _survivor(self, old_keys: Sequence[str], old_index: int | None) -> int | None:
        """The position in the new rows for the highlight of the old ones."""
        if not self._keys:
            return None
        if old_index is None:
            return self._nearest(0, 1)
        try:
            return self._keys.index(old_keys[old_index])
        except ValueError:
            pass
        positions = {key: index for index, key in enumerate(self._keys)}
        for key in (*old_keys[old_index + 1 :], *reversed(old_keys[:old_index])):
            index = positions.get(key)
            if index is not None and self._selectable(index):
                return index
        return self._nearest(min(old_index, len(self._keys) - 1), 1)

    def _nearest(self, index: int, direction: int) -> int | None:
        """The first row from `index` on in `direction` that can be highlighted, else the first one the other way."""
        count = len(self._keys)
        index = min(max(index, 0), count - 1)
        ahead = range(index, count) if direction > 0 else range(index, -1, -1)
        behind = range(index, -1, -1) if direction > 0 else range(index, count)
        for candidates in (ahead, behind):
            for candidate in candidates:
                if self._selectable(candidate):
                    return candidate
        return None

    def _go(self, index: int | None) -> None:
        """Highlight the row at a position that can be highlighted."""
        if index is None or index == self._index:
            self._reveal()
            return
        previous, self._index = self._index, index
        self._reveal()
        for changed in (previous, index):
            if changed is not None:
                self._refresh_row(changed)
        self._announce()

    def _announce(self) -> None:
        self._announced = self.highlighted
        self.post_message(self.Highlighted(self, self.highlighted))

    def _visible_range(self) -> range:
        """The positions of the rows in view."""
        top = self.scroll_offset.y
        return range(min(top, len(self._keys)), min(top + self._page, len(self._keys)))

    def _reveal(self) -> None:
        """Scroll as little as needed to see the highlighted row; a heading just above it comes along."""
        if self._index is None or not self.size:
            return
        top, page = self.scroll_offset.y, self._page
        first = self._index
        while first and not self._selectable(first - 1) and self._index - first < page - 1:
            first -= 1
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif self._index >= top + page:
            self.scroll_to(y=self._index - page + 1, animate=False, force=True)

    # Keys and mouse

    def action_move(self, step: int) -> None:
        """Highlight the next row that can be, `step` being 1 for down and -1 for up."""
        if self._keys:
            current = -1 if self._index is None else self._index
            self._go(self._nearest(current + step, step))

    def action_page(self, direction: int) -> None:
        """Move the highlight by one page."""
        if self._keys:
            current = 0 if self._index is None else self._index
            target = self._nearest(current + direction * self._page, direction)
            self._go(target)

    def action_first(self) -> None:
        """Highlight the first row."""
        if self._keys:
            self._go(self._nearest(0, 1))

    def action_last(self) -> None:
        """Highlight the last row."""
        if self._keys:
            self._go(self._nearest(len(self._keys) - 1, -1))

    def action_select(self) -> None:
        """Tell the owner that the highlighted row was chosen."""
        if self.highlighted is not None:
            self.post_message(self.Selected(self, self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """Highlight the row under the mouse; choose it if it was highlighted before, or at a double click."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._header:
            return
        index = offset.y - self._header + self.scroll_offset.y
        if index >= len(self._keys) or not self._selectable(index := self._row_at(index)):
            return
        event.stop()
        if index == self._index:
            self.action_select()
        else:
            self._go(index)

    def on_resize(self) -> None:
        """Keep the highlighted row in view."""
        self._reveal()
        if self._amid:
            self.call_after_refresh(self.bring_amid)
        self._viewport_changed()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the rows that came into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._viewport_changed()
