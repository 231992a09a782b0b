"""The board: a column for each stage, a card for each deal, walked by the arrow keys in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from karep.frozen import frozen
from karep.i18n import N_, _
from karep.screens.safe import cells_of, fit
from karep.screens.widgets.columns import TONES, Cell

_EMPTY_WIDTH: Final = 7
_WIDEST: Final = 36
_GAP: Final = 1
_POINTER: Final = "›"


@frozen
class Card:
    """One record as the board shows it."""

    id: str
    lines: tuple[Cell, ...]
    """Its lines; the texts may be anybody's: the board makes them safe."""


@frozen
class Lane:
    """One column of the board."""

    title: str
    short: str
    """What stands in place of the title where there is no room for it."""
    sums: tuple[tuple[Cell, Cell], ...]
    """What stands below the title: a sum and the same weighted, on one line where all columns have room for that."""
    cards: tuple[Card, ...] = ()


Line = tuple[str, tuple[str, ...]]
"""A line of a column: its words, cut to the width, and the names of its styles."""


class DealBoard(Widget, can_focus=True):
    """Columns side by side over the whole width; a column without cards is narrow. Each scrolls by itself.

    The highlight belongs to a card's id, not to a place. When the card goes, a neighbour is highlighted until it comes
    back or the rep moves on. Only what is in view is painted, so the number of cards does not matter.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Up"), show=False, id="list.up", tooltip=N_("Highlight the row above")),
        Binding("down", "move(1)", N_("Down"), show=False, id="list.down", tooltip=N_("Highlight the row below")),
        Binding("left", "across(-1)", N_("Go left"), show=False, id="board.left", tooltip=N_("Go to the stage before")),
        Binding("right", "across(1)", N_("Go right"), show=False, id="board.right", tooltip=N_("Go to the next stage")),
        Binding("pageup", "move(-5)", N_("Page up"), show=False, id="list.page_up", tooltip=N_("Go up one page")),
        Binding("pagedown", "move(5)", N_("Page down"), show=False, id="list.page_down",
                tooltip=N_("Go down one page")),
        Binding("home", "end_of_lane(0)", N_("First row"), show=False, id="list.first",
                tooltip=N_("Go to the first row")),
        Binding("end", "end_of_lane(-1)", N_("Last row"), show=False, id="list.last", tooltip=N_("Go to the last row")),
        Binding("enter", "select", N_("Open row"), show=False, id="list.open", tooltip=N_("Open the highlighted row")),
    ]  # fmt: skip
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--ground", "board--title", "board--quiet", "board--card", "board--name", "board--highlight",
        *(f"board--{tone}" for tone in TONES),
    }  # fmt: skip
    DEFAULT_CSS = """
    DealBoard {
        height: 1fr; background: $background; color: $foreground;
        & > .board--title { color: $text-primary; text-style: bold; }
        & > .board--quiet { color: $text-muted; }
        & > .board--card { background: $surface; }
        & > .board--name { text-style: bold; }
        & > .board--muted { color: $text-muted; }
        & > .board--accent { color: $text-accent; }
        & > .board--success { color: $text-success; }
        & > .board--warning { color: $text-warning; }
        & > .board--error { color: $text-error; text-style: bold; }
        & > .board--highlight {
            color: $block-cursor-blurred-foreground; background: $block-cursor-blurred-background;
        }
        &:focus > .board--highlight { color: $block-cursor-foreground; background: $block-cursor-background; }
    }
    """

    @dataclass
    class Highlighted(Message):
        """Another card is highlighted. `id` is None when there is no card."""

        board: DealBoard
        id: str | None

    @dataclass
    class Selected(Message):
        """The rep chose a card with enter, or a click on the highlighted one."""

        board: DealBoard
        id: str

    def __init__(self, *, id: str | None = None) -> None:
        """Make a board without columns."""
        super().__init__(id=id)
        self._lanes: tuple[Lane, ...] = ()
        self._place: tuple[int, int] | None = None
        self._meant = ""
        self._places: dict[str, tuple[int, int]] = {}
        self._tops: list[int] = []
        self._painted: list[list[Line]] | None = None
        self._shown: list[dict[int, int]] = []
        self._widths: list[int] = []
        self._styles: dict[tuple[str, ...], Style] = {}

    # --- what is on it -------------------------------------------------------------------------------------------

    @property
    def highlighted(self) -> str | None:
        """The id of the highlighted card, or None if there is none."""
        return None if self._place is None else self._lanes[self._place[0]].cards[self._place[1]].id

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show these columns; the highlight stays on its card wherever that is now."""
        before, old = self.highlighted, self._place
        self._lanes = tuple(lanes)
        self._places = {
            card.id: (place, row) for place, lane in enumerate(self._lanes) for row, card in enumerate(lane.cards)
        }
        self._tops = (self._tops + [0] * len(lanes))[: len(lanes)]
        self._place = self._places.get(self._meant) or self._places.get(before or "") or self._nearest(old)
        self._repaint()
        if self.highlighted != before:
            self.post_message(self.Highlighted(self, self.highlighted))

    def highlight(self, card_id: str) -> bool:
        """Highlight a card; False if it is not on the board."""
        place = self._places.get(card_id)
        if place is not None:
            self._go(place)
        return place is not None

    def _nearest(self, old: tuple[int, int] | None) -> tuple[int, int] | None:
        """The place nearest to the one where the highlighted card was: in its column, else in one beside it."""
        lane, row = old or (0, 0)
        filled = [place for place, one in enumerate(self._lanes) if one.cards]
        if not filled:
            return None
        nearest = min(filled, key=lambda place: abs(place - lane))
        return nearest, min(row, len(self._lanes[nearest].cards) - 1)

    def _go(self, place: tuple[int, int]) -> None:
        before = self.highlighted
        self._place = place
        self._meant = self.highlighted or ""
        self._repaint()
        if self.highlighted != before:
            self.post_message(self.Highlighted(self, self.highlighted))

    # --- keys and mouse ------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Highlight another card of the column, so many below."""
        if self._place is not None:
            lane, row = self._place
            self._go((lane, min(max(row + step, 0), len(self._lanes[lane].cards) - 1)))

    def action_end_of_lane(self, row: int) -> None:
        """Highlight the first (0) or the last (-1) card of the column."""
        if self._place is not None:
            lane = self._place[0]
            self._go((lane, row % len(self._lanes[lane].cards)))

    def action_across(self, step: int) -> None:
        """Highlight the card beside, in the next column that has any."""
        if self._place is not None:
            lane, row = self._place
            ahead = range(lane + step, len(self._lanes) if step > 0 else -1, step)
            other = next((place for place in ahead if self._lanes[place].cards), lane)
            if other != lane:
                # the card at the same height, as the eye goes
                height = row - self._tops[lane] + self._tops[other]
                self._go((other, min(max(height, 0), len(self._lanes[other].cards) - 1)))

    def action_select(self) -> None:
        """Open the highlighted card."""
        if self.highlighted is not None:
            self.post_message(self.Selected(self, self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """Highlight the card that was clicked; open the one that is highlighted."""
        self._lay_out()
        edges = [sum(self._widths[:place]) for place in range(len(self._widths) + 1)]
        lane = next((place for place, (left, right) in enumerate(pairwise(edges)) if left <= event.x < right), None)
        row = None if lane is None else self._shown[lane].get(event.y)
        if lane is None or row is None:
            return
        if self._place == (lane, row):
            self.action_select()
        else:
            self._go((lane, row))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel walks through the column of the highlight."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel walks through the column of the highlight."""
        event.stop()
        self.action_move(-1)

    # --- painting ------------------------------------------------------------------------------------------------

    def _repaint(self) -> None:
        self._painted = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the old colours."""
        super().notify_style_update()
        self._styles.clear()

    def on_resize(self) -> None:
        """Share the width anew."""
        self._repaint()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As much as there is."""
        return container.height

    def render_line(self, y: int) -> Strip:
        """One line across all columns."""
        self._lay_out()
        assert self._painted is not None
        ground = self._style("ground")
        segments: list[Segment] = []
        for lane, width in zip(self._painted, self._widths, strict=True):
            words, styles = lane[y] if y < len(lane) else ("", ("ground",))
            segments.append(Segment(fit(words, width - _GAP), self._style(*styles)))
            segments.append(Segment(" " * _GAP, ground))
        return Strip(segments).adjust_cell_length(self.size.width, ground)

    def _style(self, *names: str) -> Style:
        style = self._styles.get(names)
        if style is None:
            style = self.get_visual_style(*(f"board--{name}" for name in names)).rich_style
            self._styles[names] = style
        return style

    def _lay_out(self) -> None:
        """The lines of every column from its top on; kept until something changes."""
        if self._painted is not None:
            return
        self._widths = self._share(self.size.width)
        lanes = [(lane, width - _GAP) for lane, width in zip(self._lanes, self._widths, strict=True)]
        pairs = [(cells_of(f"{one.text} {other.text}"), width) for lane, width in lanes for one, other in lane.sums]
        beside = all(needed < width for needed, width in pairs)
        heads = [self._head(lane, width, beside=beside) for lane, width in lanes]
        height = max(map(len, heads), default=0)
        self._painted, self._shown = [], []
        for place, (lane, head) in enumerate(zip(self._lanes, heads, strict=True)):
            lines = [*head, *[("", ("ground",))] * (height - len(head))]
            self._painted.append(lines)
            self._shown.append(self._deal_out(place, lane, lines))

    def _share(self, width: int) -> list[int]:
        """Columns without cards are narrow, the others share the rest, as far as a card needs it."""
        filled = sum(1 for lane in self._lanes if lane.cards)
        if not filled:
            return [width // max(1, len(self._lanes))] * len(self._lanes)
        rest = width - _EMPTY_WIDTH * (len(self._lanes) - filled)
        widest = max(_WIDEST, width // max(1, len(self._lanes)))
        widths = []
        for lane in self._lanes:
            mine = min(rest // filled, widest) if lane.cards else _EMPTY_WIDTH
            if lane.cards:
                rest, filled = rest - mine, filled - 1
            widths.append(mine)
        return widths

    def _head(self, lane: Lane, width: int, *, beside: bool) -> list[Line]:
        shown = lane.title if cells_of(lane.title) < width else lane.short
        if beside:
            sums: list[Line] = [(f" {one.text} {other.text}", ("ground",)) for one, other in lane.sums]
        else:
            sums = [(f" {cell.text}", (cell.tone or "ground",)) for pair in lane.sums for cell in pair]
        return [(f" {shown}", ("title",) if lane.cards else ("quiet",)), *sums, ("", ("ground",))]

    def _deal_out(self, place: int, lane: Lane, lines: list[Line]) -> dict[int, int]:
        """Add the cards of a column to its head as far as there is room; answer which card stands in which line."""
        room = max(self.size.height - len(lines), 1)
        top = self._top(place, lane, room)
        if top:
            lines[-1] = (_(" ▲ {n} more").format(n=top), ("quiet",))
        shown: dict[int, int] = {}
        for row in range(top, len(lane.cards)):
            card = lane.cards[row]
            left = self.size.height - len(lines)
            last = row == len(lane.cards) - 1
            if len(card.lines) + (0 if last else 1) > left and row > top:
                lines += [("", ("ground",))] * (left - 1)
                lines.append((_(" ▼ {n} more").format(n=len(lane.cards) - row), ("quiet",)))
                break
            shown |= dict.fromkeys(range(len(lines), len(lines) + len(card.lines)), row)
            lines += self._card(card, highlighted=(place, row) == self._place)
            lines.append(("", ("ground",)))
        return shown

    def _top(self, place: int, lane: Lane, room: int) -> int:
        """The first card in view: as it was, unless the highlighted one would be out of view."""
        top = min(self._tops[place], max(len(lane.cards) - 1, 0))
        if self._place is not None and self._place[0] == place:
            row = self._place[1]
            top = min(top, row)
            while top < row and sum(len(card.lines) + 1 for card in lane.cards[top : row + 1]) > room:
                top += 1
        # no empty room below while there are cards above
        while top and sum(len(card.lines) + 1 for card in lane.cards[top - 1 :]) <= room:
            top -= 1
        self._tops[place] = top
        return top

    @staticmethod
    def _card(card: Card, *, highlighted: bool) -> list[Line]:
        ground = ("card", "highlight") if highlighted else ("card",)
        lines: list[Line] = []
        for number, cell in enumerate(card.lines):
            pointer = _POINTER if highlighted and not number else " "
            tone = () if highlighted or not cell.tone else (cell.tone,)
            lines.append((f"{pointer}{cell.text}", (*ground, *(() if number else ("name",)), *tone)))
        return lines
