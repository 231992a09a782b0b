"""The rep's own editor."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from karep.cli.refusals import Refusal
from karep.cli.streams import flush, is_terminal
from karep.i18n import _


def opened_in_editor(path: Path) -> bool:
    """Open a file in the editor that VISUAL or EDITOR names, and wait until it is closed.

    Returns:
        False when no editor is named, or nobody sits at the terminal.

    Raises:
        Refusal: If the editor cannot be started, or ends with a failure.
    """
    named = (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()
    if not named or not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return False
    flush()
    try:
        # On Windows a path has backslashes, which are no escapes there.
        command = shlex.split(named, posix=os.name != "nt")
        done = subprocess.run([*command, str(path)], check=False)
    except (OSError, ValueError) as error:
        sentence = _("The editor {editor} cannot be started; the card is in {path}.")
        raise Refusal(sentence.format(editor=named, path=path)) from error
    if done.returncode:
        sentence = _("The editor {editor} ended with a failure; the card is in {path}.")
        raise Refusal(sentence.format(editor=named, path=path))
    return True
