"""A page of several parts: side by side when there is room, one at a time with a line of tabs otherwise."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.content import Content
from textual.widgets import Static

from karep.i18n import _
from karep.screens.base import KarepScreen


class PanesScreen(KarepScreen):
    """A page whose parts are widgets with the ids in `PANES`.

    Attributes:
        PANES: What each part is called, by its id, in order; marked for translation.
        TABS: The id of the line that names the parts.
    """

    PANES: ClassVar[Mapping[str, str]] = {}
    TABS: ClassVar[str] = ""

    def __init__(self) -> None:
        """Begin with the first part."""
        super().__init__()
        self.pane = next(iter(self.PANES))
        """The part that is looked at."""

    def show_detail(self) -> None:
        """Show what the highlighted row of the part has no room for."""
        raise NotImplementedError

    def tabs(self) -> list[Content]:
        """The names of the parts; the one that is looked at in brackets."""
        return [
            Content.styled(f"[{_(words)}]" if pane == self.pane else f" {_(words)} ", "bold" * (pane == self.pane))
            for pane, words in self.PANES.items()
        ]

    def show_panes(self) -> None:
        """Show all parts on a wide terminal, else the one that is looked at."""
        wide = self.has_class("-wide")
        for pane in self.PANES:
            self.query_one(f"#{pane}").display = wide or pane == self.pane
        self.query_one(f"#{self.TABS}", Static).update(Content(" ").join(self.tabs()))

    def look_at(self, pane: str) -> None:
        """Go to a part."""
        self.pane = pane
        self.show_panes()
        self.query_one(f"#{pane}").focus()

    @on(events.DescendantFocus)
    def _pane_focused(self, event: events.DescendantFocus) -> None:
        focused = event.widget.id or ""
        if focused in self.PANES:
            self.pane = focused
            self.show_panes()
            self.show_detail()

    def on_resize(self) -> None:
        """Side by side when there is room, one at a time otherwise."""
        self.call_after_refresh(self.show_panes)

    def _go(self, step: int) -> None:
        names = list(self.PANES)
        self.look_at(names[(names.index(self.pane) + step) % len(names)])

    def action_pane_next(self) -> None:
        """Go to the next part of the page."""
        self._go(1)

    def action_pane_previous(self) -> None:
        """Go to the part before."""
        self._go(-1)
