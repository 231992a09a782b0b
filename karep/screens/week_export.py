"""Writing the weekly summary to a file: its name says the format, and nothing is replaced without asking."""

import asyncio
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from karep.exchange.output import NotWritten, private_file
from karep.i18n import N_, _
from karep.reports.render import render
from karep.reports.report import Report
from karep.rules.weeks import Week
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.safe import safe
from karep.screens.widgets.text_input import TextInput

FORMATS: Final = {
    ".md": ("md", N_("Markdown")),
    ".txt": ("text", N_("plain text")),
    ".json": ("json", N_("JSON, for other programs")),
}
"""What the ending of a file's name asks for."""


class ExportDialog(KarepDialog[None]):
    """Asks for the file. A file that is there already is replaced only after a second Enter."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save")
    AUTO_FOCUS = "#file"
    DEFAULT_CSS = """
    ExportDialog #folder, ExportDialog #hint, ExportDialog #understood { height: auto; color: $text-muted; }
    """

    def __init__(self, report: Report, week: Week) -> None:
        """Write `report`, the summary of `week`."""
        super().__init__()
        self.report = report
        self.week = week
        self._replace: Path | None = None

    def compose(self) -> ComposeResult:
        """The folder, the name, what it is understood as."""
        with Vertical(id="dialog"):
            yield Static(id="folder", markup=False)
            yield TextInput(f"week-{self.week}.md", id="file")
            yield Static(id="understood", markup=False)
            yield Static(_("The name's ending is the format: .md, .txt or .json."), id="hint", markup=False)

    def on_mount(self) -> None:
        """Say where the file will be."""
        self.query_one("#dialog").border_title = Content(_("Write the summary to a file"))
        self.query_one("#folder", Static).update(safe(_("Folder: {folder}").format(folder=Path.cwd())))

    @property
    def target(self) -> Path:
        """The file that is named; without a known ending it is Markdown."""
        named = Path(self.query_one("#file", Input).value.strip()).expanduser()
        path = Path.cwd() / named
        return path if path.suffix.lower() in FORMATS else path.with_name(f"{path.name}.md")

    @on(Input.Changed, "#file")
    def _named(self) -> None:
        self._replace = None
        if not self.query_one("#file", Input).value.strip():
            self._tell("")
            return
        try:
            target = self.target
        except (ValueError, RuntimeError):
            self._tell(_("That is no name for a file."))
            return
        _form, words = FORMATS[target.suffix.lower()]
        self._tell(f"→ {target.name} · {_(words)}")

    def _tell(self, sentence: str) -> None:
        self.query_one("#understood", Static).update(safe(sentence))

    @on(Input.Submitted, "#file")
    async def action_form_save(self) -> None:
        """Write the file, or ask whether to replace the one that is there."""
        if not self.query_one("#file", Input).value.strip():
            self._tell(_("Type a name for the file first."))
            return
        try:
            target = self.target
            if await asyncio.to_thread(target.is_file) and self._replace != target:
                self._replace = target
                self._tell(_("✗ {name} is there already. Enter again replaces it.").format(name=target.name))
                return
            await asyncio.to_thread(self._write, target)
        except (NotWritten, OSError, ValueError, RuntimeError) as error:
            self._tell(f"✗ {error}")
            return
        self.dismiss(None)
        self.karep.say(_("Written: {path}").format(path=target))

    def _write(self, target: Path) -> None:
        form, _words = FORMATS[target.suffix.lower()]
        with private_file(target, force=self._replace == target) as file:
            file.write(render(self.report, form).encode("utf-8"))
