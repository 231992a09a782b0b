"""Everything that ever changed about a record, newest first, field by field."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from karep.actions import action_name
from karep.db.views.journal import list_history
from karep.db.words import field_name
from karep.i18n import _
from karep.screens.base import KarepScreen
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
        lines = [Content.assemble(_("History of"), " ", safe(one_line(self._caption))).stylize("bold")]
        zone = self.karep.clock.local.tzinfo
        for action, entry in await self.karep.desk.read(list_history, self.record_id):
            moment = datetime.fromisoformat(action.at).astimezone(zone).strftime("%Y-%m-%d %H:%M")
            head = f"{moment}  {action_name(action.kind)}  #{action.seq}"
            undone = f"  {_('undone')}" if action.undone_by else ""
            lines += [Content(""), Content.assemble((head, "$text-primary"), undone)]
            names = sorted({*entry.before, *entry.after} - {"match_key"})
            lines += [_change(name, entry.before.get(name), entry.after.get(name)) for name in names]
        self.query_one("#history-text", Static).update(Content("\n").join(lines))


def _change(name: str, before: object, after: object) -> Content:
    old = "" if before is None else f"{one_line(str(before))} → "
    new = "–" if after is None else one_line(str(after))
    return Content.assemble((f"    {field_name(name)}: ", "$text-muted"), safe(old + new))
