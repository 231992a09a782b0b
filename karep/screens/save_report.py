"""Writing a report to a file: its name says the format, and nothing is replaced without asking."""

import asyncio
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from karep.actions import action
from karep.db.exports import handed_on
from karep.db.views.exports import Export
from karep.exchange.output import NotWritten, is_name, private_file, refused
from karep.i18n import N_, _
from karep.reports.render import render
from karep.reports.report import Report
from karep.rules.cutting import cut
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings, spare_key
from karep.screens.noting import note
from karep.screens.safe import safe
from karep.screens.widgets.text_input import TextInput

ENDINGS: Final = {
    ".md": ("md", N_("Markdown")),
    ".txt": ("text", N_("plain text")),
    ".json": ("json", N_("JSON, for other programs")),
}
"""What the ending of a file's name asks for."""

_FOLDERS: Final = ("", ".", "..")
"""What a path ends with that names a folder and no file in it."""
_LONGEST_NAME: Final = 40
_SHOWN: Final = 80
"""So many cells of the name are told again below it."""
_NO_NAME: Final = re.compile(r"[^\w]+|_+")


def file_name(*words: str) -> str:
    """A name for a file, without its ending, that says what is in it; whatever the words hold, it names no folder."""
    plain = (_NO_NAME.sub("-", word).strip("-")[:_LONGEST_NAME] for word in words)
    return "-".join(word for word in plain if word)


class SaveDialog(KarepDialog[None]):
    """Asks for the file. A file that is there already is replaced only after a second Enter."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save")
    AUTO_FOCUS = "#file"
    FORMS: ClassVar[Mapping[str, tuple[str, str]]] = ENDINGS
    """What the ending of the file's name asks for; the first one is meant when there is none."""
    DEFAULT_CSS = """
    SaveDialog #folder, SaveDialog #hint, SaveDialog #understood { height: auto; color: $text-muted; }
    """

    def __init__(self, report: Report, caption: str, name: str, folders: Iterable[Path], what: str = "") -> None:
        """Write `report`.

        Args:
            report: What is written; it leaves the program, so it holds nothing private.
            caption: What the dialog is called.
            name: The name of the file that is offered, with its ending.
            folders: Where it goes unless a path is typed: the first of these that is there.
            what: What the log of exports calls it; an empty text if it is not noted there.
        """
        super().__init__()
        self.report = report
        self.what = what
        self._caption = caption
        self._offered = name
        self._folders = tuple(folders)
        self._folder = self._folders[-1]
        self._replace: Path | None = None

    def compose(self) -> ComposeResult:
        """The folder, the name, what it is understood as."""
        with Vertical(id="dialog"):
            yield Static(id="folder", markup=False)
            yield TextInput(self._offered, id="file")
            yield Static(id="understood", markup=False)
            yield from self.choices()
            yield Static(self.hint(), id="hint", markup=False)

    def choices(self) -> ComposeResult:
        """What else is asked; nothing."""
        yield from ()

    def hint(self) -> str:
        """What stands below it all."""
        return _("The name's ending is the format: .md, .txt or .json.")

    def keys_line(self) -> str:
        """The keys that the lower edge names."""
        return _("⏎ writes it")

    def _privacy_key(self) -> str:
        return f"{spare_key('app.privacy', self.karep.settings.keys)} {_(action('app.privacy').words)}"

    async def prepare(self) -> None:
        """Get ready what is written."""

    async def on_mount(self) -> None:
        """Say where the file will be."""
        dialog = self.query_one("#dialog")
        dialog.border_title = safe(self._caption)
        dialog.border_subtitle = safe(f"{self.keys_line()} · {self._privacy_key()}")
        self._folder = await asyncio.to_thread(self._first_folder)
        self.query_one("#folder", Static).update(safe(_("Folder: {folder}").format(folder=self._folder)))

    def _first_folder(self) -> Path:
        return next((folder for folder in self._folders if folder.is_dir()), self._folders[-1])

    @property
    def target(self) -> Path:
        """The file that is named; without a known ending it gets the usual one.

        Raises:
            NotWritten: If what is typed names no file.
        """
        try:
            path = self._path()
        except RuntimeError:
            # whose home it is nobody knows
            raise _no_name() from None
        typed = self._typed()
        if typed == "~" or typed.replace(os.sep, "/").rpartition("/")[2] in _FOLDERS:
            raise _is_folder(path)
        if not is_name(path.name):
            raise _no_name()
        return path if path.suffix.lower() in self.FORMS else path.with_name(f"{path.name}{self.usual_ending}")

    @property
    def usual_ending(self) -> str:
        """The ending of a name that is typed without one."""
        return next(iter(self.FORMS))

    def _typed(self) -> str:
        return self.query_one("#file", Input).value.strip()

    def _path(self) -> Path:
        """What is typed, as a path: of a file, or of a folder."""
        return self._folder / Path(self._typed()).expanduser()

    @on(Input.Changed, "#file")
    def _named(self) -> None:
        self._replace = None
        if not self._typed():
            self._tell("")
            return
        try:
            target = self.target
        except NotWritten as error:
            self._tell(str(error))
            return
        _form, words = self.FORMS[target.suffix.lower()]
        self._tell(f"→ {cut(target.name, _SHOWN)} · {_(words)}")

    def _tell(self, sentence: str) -> None:
        self.query_one("#understood", Static).update(safe(sentence))

    @on(Input.Submitted, "#file")
    async def action_form_save(self) -> None:
        """Write the file, or ask whether to replace the one that is there."""
        if not self._typed():
            self._tell(_("Type a name for the file first."))
            return
        try:
            target = self.target
            if await asyncio.to_thread(_is_there, self._path(), target) and self._replace != target:
                self._replace = target
                self._tell(_("✗ {name} is there already. Enter again replaces it.").format(name=target.name))
                return
            await self.prepare()
            await asyncio.to_thread(self.write, target)
        except NotWritten as error:
            self._tell(f"✗ {error}")
            return
        except OSError as error:
            self._tell(f"✗ {refused(target, error)}")
            return
        except ValueError:
            self._tell(f"✗ {_no_name()}")
            return
        if self.what:
            await note(self.karep, self.entry(target))
        self.dismiss(None)
        self.karep.say(_("Written: {path}").format(path=target))

    def entry(self, target: Path) -> Export:
        """What the log of exports keeps of it."""
        form, _words = self.FORMS[target.suffix.lower()]
        return handed_on(self.what, form, target)

    def write(self, target: Path) -> None:
        """Write the file.

        Raises:
            NotWritten: If it cannot be written.
        """
        form, _words = self.FORMS[target.suffix.lower()]
        with private_file(target, force=self.replaces(target)) as file:
            file.write(render(self.report, form).encode("utf-8", "replace"))

    def replaces(self, target: Path) -> bool:
        """Whether the rep said that a file that is there goes."""
        return self._replace == target


def _is_there(path: Path, target: Path) -> bool:
    """Whether the file is there already.

    Raises:
        NotWritten: If what was typed is a folder.
    """
    if path.is_dir():
        raise _is_folder(path)
    return target.is_file()


def _is_folder(path: Path) -> NotWritten:
    return NotWritten(_("{path} is a folder; name a file in it.").format(path=path))


def _no_name() -> NotWritten:
    return NotWritten(_("That is no name for a file."))
