"""What a number counts."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from karep.reports.render import line_words
from karep.reports.report import Line
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.privacy import Eyes
from karep.screens.widgets.columns import Column, Row
from karep.screens.widgets.section_list import Section, SectionList


class CountedDialog(KarepDialog[Line]):
    """The records behind a number; answers with the one that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app.back")
    AUTO_FOCUS = "SectionList"
    DEFAULT_CSS = """
    CountedDialog #dialog { width: 96%; max-width: 110; }
    CountedDialog SectionList { height: auto; min-height: 3; max-height: 18; background: $surface; }
    """

    def __init__(self, line: Line, period: str = "") -> None:
        """Show what the number `line` counts, in the report of a period, as that writes itself."""
        super().__init__()
        self.line = line
        self.period = period

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(id="dialog"):
            yield SectionList((Column("what", "", fraction=1),), show_header=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.eyes_changed()

    def eyes_changed(self) -> None:
        """Write the lines for whoever looks."""
        eyes = Eyes.of(self.karep)
        rows = {str(number): Row({"what": eyes.words(line_words(one))}) for number, one in enumerate(self.line.lines)}
        listed = self.query_one(SectionList)
        listed.set_sections([Section(line_words(self.line, self.period), rows, "–")])
        listed.styles.height = min(18, len(rows) + 2)

    @on(SectionList.Selected)
    def _open(self, event: SectionList.Selected) -> None:
        self.dismiss(self.line.lines[int(event.id)])
