"""A month as a grid: a row a week with its number, Monday first, each day with its load and what falls on it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from karep.frozen import frozen
from karep.i18n import N_
from karep.screens.safe import cells_of, fit, one_line

_POINTER: Final = "›"
_TODAY: Final = "•"
"""Stands at the number of the day that it is."""
_WEEK: Final = 7
_LEAST_LINES: Final = 2
_MOST_LINES: Final = 9
"""A week is no taller than this, however large the terminal is."""
_APART: Final = 2
"""So many blank cells stand before the long words of a load, where a figure does with one."""


@frozen
class GridDay:
    """What stands in the cell of a day; the texts may be anybody's, the grid makes them safe."""

    day: date
    load: tuple[str, ...] = ()
    """How much there is, in words from long to short; the longest that fits is shown."""
    notes: tuple[str, ...] = ()
    """What kind of day it is, as short as it can be said: beside the number where there is room, else below it."""
    aside: str = ""
    """What is shown beside the number only, and only where there is room."""
    items: tuple[str, ...] = ()
    """What falls on it, a line each."""
    free: bool = False
    """Whether people do not work on it; its notes or its weekday say so too."""
    warned: bool = False
    """Whether it holds too much; its load says so too."""


class MonthGrid(Widget, can_focus=True):
    """Weeks below each other, painted by line; one day is highlighted, with a pointer besides its colour."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", N_("Day before"), show=False, id="month.left", tooltip=N_("Go to the day before")),
        Binding("right", "move(1)", N_("Next day"), show=False, id="month.right", tooltip=N_("Go to the next day")),
        Binding("up", "move(-7)", N_("Week before"), show=False, id="month.up", tooltip=N_("Go up one week")),
        Binding("down", "move(7)", N_("Week after"), show=False, id="month.down", tooltip=N_("Go down one week")),
        Binding(
            "pageup", "page(-1)", N_("Month before"), show=False, id="month.page_up", tooltip=N_("Go back one month")
        ),
        Binding(
            "pagedown", "page(1)", N_("Next month"), show=False, id="month.page_down", tooltip=N_("Go on one month")
        ),
        Binding("home", "edge(0)", N_("First day"), show=False, id="month.first", tooltip=N_("Go to the first day")),
        Binding("end", "edge(1)", N_("Last day"), show=False, id="month.last", tooltip=N_("Go to the last day")),
        Binding("enter", "select", N_("Open day"), show=False, id="month.open", tooltip=N_("Open the highlighted day")),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "month-grid--head", "month-grid--day", "month-grid--other", "month-grid--today", "month-grid--free",
        "month-grid--warned", "month-grid--item", "month-grid--highlight",
    }  # fmt: skip
    DEFAULT_CSS = """
    MonthGrid {
        background: $background;
        color: $foreground;
        height: 1fr;
        & > .month-grid--head { color: $text-muted; text-style: bold; }
        & > .month-grid--day { text-style: bold; }
        & > .month-grid--today { color: $text-accent; text-style: bold underline; }
        & > .month-grid--free { color: $text-success; text-style: bold; }
        & > .month-grid--warned { color: $text-error; text-style: bold; }
        & > .month-grid--other { color: $text-disabled; text-style: italic; }
        & > .month-grid--item { color: $foreground; }
        & > .month-grid--highlight {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .month-grid--highlight {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
    }
    """

    @dataclass
    class DayMoved(Message):
        """The rep went to another day, which may lie in another month."""

        grid: MonthGrid
        day: date

    @dataclass
    class Selected(Message):
        """The rep chose a day with enter, or with a click on the highlighted one."""

        grid: MonthGrid
        day: date

    def __init__(self, *, id: str | None = None) -> None:
        """Show nothing yet."""
        super().__init__(id=id)
        self.day = date.min
        self._month = (1, 1)
        self._today = date.min
        self._days: tuple[GridDay, ...] = ()
        self._weekdays: tuple[str, ...] = ()
        self._weeks: tuple[str, ...] = ()
        self._tall: tuple[int, ...] = ()
        self._tall_for = (-1, -1)

    def show_month(
        self, days: Sequence[GridDay], *, day: date, today: date, weekdays: Sequence[str], weeks: Sequence[str]
    ) -> None:
        """Show whole weeks, Monday first.

        Args:
            days: Every day of these weeks.
            day: The highlighted one; its month is the one that is meant, days of others are quiet.
            today: The day that is marked.
            weekdays: The names of the seven days.
            weeks: The name of each week.
        """
        self._days, self.day, self._today = tuple(days), day, today
        self._month = (day.year, day.month)
        self._weekdays, self._weeks = tuple(weekdays), tuple(weeks)
        self._tall_for = (-1, -1)
        self.refresh()

    # --- painting ----------------------------------------------------------------------------------------------------

    @property
    def heights(self) -> tuple[int, ...]:
        """How many lines each week takes: all have the least, what is left goes where there is more to say."""
        if self._tall_for != (self.size.width, self.size.height):
            self._tall_for = (self.size.width, self.size.height)
            self._tall = self._share_lines()
        return self._tall

    def _share_lines(self) -> tuple[int, ...]:
        weeks = len(self._days) // _WEEK
        if not weeks:
            return ()
        room = self.size.height - 1
        least = min(max(room // weeks, 1), _LEAST_LINES)
        _first, columns = self._columns()
        needs = [
            1 + max(len(self._shared_out(one, columns[place])[1]) for place, one in enumerate(self._week(week)))
            for week in range(weeks)
        ]
        tall = [least] * weeks
        for _line in range(room - sum(tall)):
            missing = [need - have if have < _MOST_LINES else 0 for need, have in zip(needs, tall, strict=True)]
            if max(missing) <= 0:
                break
            # the one that has the least of what it needs; of equals the first
            tall[min((have, week) for week, have in enumerate(tall) if missing[week] > 0)[1]] += 1
        return tuple(tall)

    def _week(self, week: int) -> Sequence[GridDay]:
        return self._days[week * _WEEK : (week + 1) * _WEEK]

    def _place_of(self, y: int) -> tuple[int, int]:
        """The week that a line of the grid belongs to, counted from 0, and which of its lines it is; -1 for none."""
        at = y - 1
        for week, tall in enumerate(self.heights):
            if at < tall:
                return (week, at) if at >= 0 else (-1, 0)
            at -= tall
        return -1, 0

    def _columns(self) -> tuple[int, list[int]]:
        """The width of the week's number, and those of the seven days: not one cell is lost."""
        first = max((cells_of(one) for one in self._weeks), default=0) + 1
        room = max(self.size.width - first, _WEEK)
        return first, [room // _WEEK + (1 if place < room % _WEEK else 0) for place in range(_WEEK)]

    def _look(self, *names: str) -> Style:
        return self.get_visual_style(*(f"month-grid--{name}" for name in names)).rich_style

    def render_line(self, y: int) -> Strip:
        """One line: the days of the week, or a line of a week."""
        width = self.size.width
        blank = self.rich_style
        week, line = self._place_of(y)
        if not self._days or (week < 0 and y):
            return Strip.blank(width, blank)
        first, columns = self._columns()
        head = self._look("head")
        if y == 0:
            names = [f" {fit(name, room - 1)}" for name, room in zip(self._weekdays, columns, strict=False)]
            return Strip([Segment(" " * first + "".join(names), head)]).adjust_cell_length(width, blank)
        label = fit(self._weeks[week], first) if line == 0 else " " * first
        segments = [Segment(label, head)]
        for one, room in zip(self._week(week), columns, strict=True):
            segments += self._cell_line(one, line, room, self.heights[week])
        return Strip(segments).adjust_cell_length(width, blank)

    def _cell_line(self, one: GridDay, line: int, room: int, tall: int) -> list[Segment]:
        """One line of a day's cell, in exactly so many terminal cells."""
        head, below = self._shared_out(one, room)
        style = self._style_of(one, line)
        if line == 0:
            return [Segment(fit(head, room), style)]
        if line > len(below):
            return [Segment(" " * room, style)]
        last = tall - 1
        text = below[line - 1]
        if line == last and len(below) > last:
            more = f"+{len(below) - last + 1}"
            text = f"{fit(text, room - len(more) - 2)}{more}" if room > len(more) + 4 else text
        return [Segment(f" {fit(text, room - 1)}", style)]

    def _shared_out(self, one: GridDay, room: int) -> tuple[str, list[str]]:
        """What stands beside the number, and what below it."""
        pointer = _POINTER if one.day == self.day else " "
        head = f"{pointer}{one.day.day:>2}{_TODAY if one.day == self._today else ''}"
        notes = [one_line(note) for note in one.notes]
        shortest = min((cells_of(text) for text in one.load), default=-1) + 1
        while notes and cells_of(head) + 1 + cells_of(notes[0]) + shortest <= room:
            head = f"{head} {notes.pop(0)}"
        if one.aside and not notes and cells_of(head) + 1 + cells_of(one.aside) + shortest <= room:
            head = f"{head} {one.aside}"
        spare = room - cells_of(head) - 1
        long = [text for text in one.load[:-1] if cells_of(text) + _APART <= spare]
        load = next(iter([*long, *(text for text in one.load[-1:] if cells_of(text) <= spare)]), "")
        if load:
            head += " " * (room - cells_of(head) - cells_of(load)) + load
        return head, [*notes, *map(one_line, one.items)]

    def _style_of(self, one: GridDay, line: int) -> Style:
        if one.day == self.day:
            return self._look("highlight")
        if (one.day.year, one.day.month) != self._month:
            return self._look("other")
        if line:
            return self._look("item")
        name = "warned" if one.warned else "today" if one.day == self._today else "free" if one.free else "day"
        return self._look(name)

    # --- moving ------------------------------------------------------------------------------------------------------

    def _go(self, day: date) -> None:
        if day == self.day:
            return
        self.day = day
        self.refresh()
        self.post_message(self.DayMoved(self, day))

    def action_move(self, days: int) -> None:
        """Go so many days on, or back."""
        try:
            self._go(self.day + timedelta(days=days))
        except OverflowError:
            return

    def action_page(self, months: int) -> None:
        """Go one month on or back, to the same day of it, or to its last."""
        other = month_away(self.day, months)
        if other is not None:
            self._go(other)

    def action_edge(self, end: int) -> None:
        """Go to the first day of the month, or to the last."""
        self._go(self.day.replace(day=monthrange(self.day.year, self.day.month)[1] if end else 1))

    def action_select(self) -> None:
        """Tell the owner that the highlighted day was chosen."""
        if self._days:
            self.post_message(self.Selected(self, self.day))

    def on_click(self, event: events.Click) -> None:
        """Highlight the day under the mouse; choose it if it was highlighted before."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 1 or not self._days:
            return
        first, columns = self._columns()
        week, at = self._place_of(offset.y)[0], offset.x - first
        place = next((one for one in range(_WEEK) if at < sum(columns[: one + 1])), None)
        if at < 0 or place is None or week < 0:
            return
        event.stop()
        day = self._days[week * _WEEK + place].day
        if day == self.day:
            self.action_select()
        else:
            self._go(day)


def month_away(day: date, months: int) -> date | None:
    """The same day so many months later or earlier, or the last of a shorter month; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_weeks(day: date) -> tuple[date, int]:
    """The Monday on which the grid of a day's month begins, and how many days whole weeks of it have."""
    first = day.replace(day=1)
    start = first - timedelta(days=first.weekday()) if first.toordinal() > first.weekday() else first
    last = day.replace(day=monthrange(day.year, day.month)[1])
    days = (last - start).days + 1
    return start, -(-days // _WEEK) * _WEEK
