"""A list in sections, such as the day's work: headings over rows that are all in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from karep.frozen import frozen
from karep.screens.widgets.columns import Row
from karep.screens.widgets.painted_rows import Line
from karep.screens.widgets.row_list import RowList

# No id holds a NUL, so lines that are no records can share one set of keys with records.
_HEADING = "\0heading "
_NOTE = "\0note "
_WARNING = "\0warning "


@frozen
class Section:
    """A heading and the rows under it."""

    title: str
    """The heading, already translated."""

    rows: Mapping[str, Row]
    """Id to row, in the order shown. An id stands in one section only."""

    note: str = ""
    """The quiet words under the heading when there are no rows; without them an empty section is left out."""

    warnings: Sequence[str] = ()
    """What stands under the heading across all columns, before any row, and cannot be highlighted."""


class SectionList(RowList):
    """A list whose headings cannot be highlighted. The highlight keeps to its id when the sections are set again."""

    _lines: dict[str, Row | Line]

    def set_sections(self, sections: Sequence[Section], *, keep_highlight: bool = True) -> None:
        """Show these sections; if no section has a row or a note, the words for an empty list.

        Args:
            sections: The sections in their order.
            keep_highlight: Whether the highlight stays on its row, or on the nearest one that is left; otherwise it
                goes to the first.
        """
        lines: dict[str, Row | Line] = {}
        for number, section in enumerate(sections):
            if not section.rows and not section.note and not section.warnings:
                continue
            lines[f"{_HEADING}{number}"] = Line(section.title, "section")
            for place, warning in enumerate(section.warnings):
                lines[f"{_WARNING}{number} {place}"] = Line(f"  {warning}", "warning")
            if not section.rows and section.note:
                lines[f"{_NOTE}{number}"] = Line(f"  {section.note}", "empty")
            lines.update(section.rows)
        self._lines = lines
        if not keep_highlight:
            self._forget_highlight()
        self._set_keys(tuple(lines))

    def action_section(self, step: int) -> None:
        """Highlight the first row of the section after (1) the highlighted one, or before (-1); then round again."""
        starts = [
            index for index in range(1, len(self._keys)) if self._selectable(index) and not self._selectable(index - 1)
        ]
        if starts and self._index is not None:
            here = sum(start <= self._index for start in starts) - 1
            self._go(starts[(here + step) % len(starts)])

    def _survivor(self, old_keys: Sequence[str], old_index: int | None) -> int | None:
        """As in every list, but a row of the same section comes first: one that is left, or that took its place."""
        if old_index is not None and old_keys[old_index] not in self._keys:
            start, end = _section_around(old_keys, old_index)
            rows = old_keys[start:end]
            for key in (*old_keys[old_index + 1 : end], *reversed(old_keys[start:old_index])):
                if key in self._keys:
                    return self._keys.index(key)
            heading = old_keys[start - 1] if start else ""
            if rows and heading in self._keys:
                first, last = _section_around(self._keys, self._keys.index(heading) + 1)
                new = [index for index in range(first, last) if self._keys[index] not in old_keys]
                if new:
                    return min(new, key=lambda index: abs((index - first) - (old_index - start)))
        return super()._survivor(old_keys, old_index)

    def _row(self, key: str) -> Row | Line:
        return self._lines[key]

    def _selectable(self, index: int) -> bool:
        return not self._keys[index].startswith("\0")


def _section_around(keys: Sequence[str], index: int) -> tuple[int, int]:
    """Where the rows of the section begin and end that the row at `index` is in; its heading stands before them."""
    start = end = index
    while start and not keys[start - 1].startswith("\0"):
        start -= 1
    while end < len(keys) and not keys[end].startswith("\0"):
        end += 1
    return start, end
