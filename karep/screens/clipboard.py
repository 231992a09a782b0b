"""Copying: through the system's own tool where there is one, and through the terminal in any case."""

import asyncio
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from textual.app import App

from karep.i18n import _

if TYPE_CHECKING:
    from karep.app import KarepApp

_TOOLS: Final = {
    "darwin": (("pbcopy",),),
    "win32": (("clip",),),
    "linux": (("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")),
}
_SECONDS: Final = 3


async def hand_over(app: "KarepApp", text: str, save_key: str) -> None:
    """Copy a text and tell the rep how; `save_key` writes a file where the terminal takes nothing."""
    tool = await copy(app, text)
    if tool:
        app.say(_("Copied, with {tool}.").format(tool=tool))
        return
    sentence = _("Handed to the terminal's clipboard. If pasting gives nothing, {key} writes a file instead.")
    app.say(sentence.format(key=save_key))


async def copy(app: App[Any], text: str) -> str:
    """Copy a text; return the name of the system's tool that took it, or nothing when only the terminal was asked.

    Nobody knows whether a terminal that was asked (by OSC 52) has done it: some do not, such as macOS Terminal.
    """
    app.copy_to_clipboard(text)
    return await asyncio.to_thread(_by_tool, text)


def _by_tool(text: str) -> str:
    for command in _TOOLS.get(sys.platform, ()):
        program = shutil.which(command[0])
        if program is None:
            continue
        encoded = text.encode("utf-16-le" if sys.platform == "win32" else "utf-8")
        try:
            subprocess.run(
                [program, *command[1:]],
                input=encoded,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return command[0]
    return ""
