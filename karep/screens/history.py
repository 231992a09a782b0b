"""Everything that ever changed about a record, newest first, field by field."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from karep.actions import action_name
from karep.db.views.journal import list_history
from karep.db.views.names import names_of
from karep.i18n import _
from karep.reports.changes import change_lines, named_ids
from karep.screens.base import KarepScreen
from karep.screens.forms.typed import local_words
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line, safe


class HistoryScreen(KarepScreen):
    """The history of one record."""

    FOOTER = ("edit.undo", "edit.redo", "app.back")
    DEFAULT_CSS = """
    HistoryScreen #history { padding: 0 1; height: 1fr; }
    """
    AUTO_FOCUS = "#history"

    def __init__(self, noun: str, record_id: str, title: str) -> None:
        """Show what happened to the record, which the rep knows as `title`."""
        super().__init__()
        self.noun = noun
        self.record_id = record_id
        self._caption = title

    def compose_content(self) -> ComposeResult:
        """One column that scrolls."""
        with VerticalScroll(id="history"):
            yield Static(id="history-text", markup=False)

    async def reload(self) -> None:
        """Read the journal of the record."""
        read, eyes = self.karep.desk.read, Eyes.of(self.karep)
        happened = await read(list_history, self.record_id)
        names = await read(names_of, named_ids(entry for _action, entry in happened))
        lines = [Content.assemble(_("History of"), " ", safe(one_line(self._caption))).stylize("bold")]
        for action, entry in happened:
            head = f"{local_words(action.at, self.karep.clock)}  {action_name(action.kind)}  #{action.seq}"
            undone = f"  {_('undone')}" if action.undone_by else ""
            lines += [Content(""), Content.assemble((head, "$text-primary"), undone)]
            told = change_lines(entry, names, own=True, hides=eyes.hides_change)
            lines += [safe(f"    {eyes.words(line)}") for line in told]
        self.query_one("#history-text", Static).update(Content("\n").join(lines))
