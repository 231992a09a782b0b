"""The rep's own cards: opened in an editor while the screen is set aside, and in force once they are saved."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.app import SuspendNotSupported

from karep.i18n import _, language
from karep.playbook import shelf
from karep.reports.card_faults import meanwhile_words

if TYPE_CHECKING:
    from karep.app import KarepApp

_EDITORS: Final = ("notepad",) if os.name == "nt" else ("sensible-editor", "nano", "vi")
"""What is looked for where the rep named no editor."""


def edit_card(app: "KarepApp", card_id: str) -> None:
    """Open the rep's own copy of a card; it is made where there is none yet."""
    from karep.playbook.writing import own_copy

    try:
        path = own_copy(card_id, language())
    except (OSError, ValueError) as error:
        app.say(_("The card could not be written: {reason}").format(reason=error), severity="error")
        return
    edit_file(app, path)


def edit_file(app: "KarepApp", path: Path) -> None:
    """Open a card's file in the rep's editor; what was saved is in force at once, and what is wrong with it is told.

    Where there is no editor, or the screen cannot be set aside, the sentence says where the file is.
    """
    from karep.playbook.writing import drop_untouched

    command, was_open = editor(), False
    try:
        if not command:
            raise OSError(_("no editor is named in EDITOR"))
        with app.suspend():
            was_open = subprocess.run([*command, str(path)], check=False).returncode == 0
    except (OSError, SuspendNotSupported):
        app.say(_("Edit this file with any editor: {path}. It is in force once it is saved.").format(path=path))
    shelf.forget()
    if was_open and drop_untouched(path, language()):
        app.say(_("Nothing was changed: the card is as it was."))
        return
    app.store_changed()
    book = shelf.playbook(language())
    wrong = [fault for fault in book.faults if fault.source == str(path)]
    if wrong:
        told = _("The card cannot be used yet: {fault}").format(fault=wrong[0])
        app.say(f"{told}. {meanwhile_words(book.meanwhile.get(str(path)))}", severity="warning")


def editor() -> list[str]:
    """The rep's editor as the words of a command; nothing where none is named and none is found."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(os.environ.get(name, ""), posix=os.name != "nt")
        except ValueError:
            continue
        if command:
            return command
    found = next((path for one in _EDITORS if (path := shutil.which(one))), None)
    return [found] if found else []
