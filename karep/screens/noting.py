"""Noting what left the program: a file that was written, a text that was copied."""

import sqlite3
from typing import TYPE_CHECKING

from karep.db.errors import StoreError
from karep.db.exports import note_export
from karep.db.store import Store
from karep.db.views.exports import Export
from karep.i18n import _
from karep.screens.base import KarepScreen

if TYPE_CHECKING:
    from karep.app import KarepApp


async def note(app: "KarepApp", export: Export) -> bool:
    """Note what was handed on; where the store cannot be written, say so: it is handed on all the same.

    Returns:
        Whether it is noted.
    """

    def write(store: Store) -> None:
        note_export(store.connection, app.clock.text, export)

    try:
        await app.desk.use(write)
    except (StoreError, sqlite3.Error) as error:
        app.say(_("It could not be noted among the exports: {why}").format(why=error))
        return False
    _let_today_know(app)
    return True


def _let_today_know(app: "KarepApp") -> None:
    """Today may remind of a report that is handed on now; it reads again when it is shown."""
    for screen in app.every_screen():
        if isinstance(screen, KarepScreen) and screen.PLACE == "today":
            screen.stale = True
