"""One record into a calendar: a file of its own for a phone, under one key and without a question."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

from karep import paths
from karep.db.exports import handed_on
from karep.exchange.output import NotWritten, private_file
from karep.i18n import _
from karep.screens.noting import note
from karep.screens.save_report import file_name

if TYPE_CHECKING:
    from karep.app import KarepApp
    from karep.exchange.calendar_entries import Entry

NOUNS: Final = ("follow_up", "promise", "occasion")
"""What has a place in a calendar."""


async def write_record(app: "KarepApp", record: tuple[str, str] | None) -> None:
    """Write the highlighted follow-up, promise or important day as a calendar, and say where it is.

    The file is named after the account and the record, so that a record replaces its own file, also when it was moved,
    and no other. It says no more than the agenda does: the kind and the account's short name.
    """
    from karep.exchange.calendar_entries import record_entries

    if record is None or record[0] not in NOUNS:
        app.say(_("Highlight a follow-up, a promise or an important day first."))
        return
    entries = await app.desk.read(record_entries, app.clock, *record)
    if not entries:
        app.say(_("It has no day that a calendar could hold."))
        return
    try:
        path = await asyncio.to_thread(_write, record[1], entries)
    except NotWritten as error:
        app.say(str(error), severity="error")
    else:
        app.say(_("Written: {path}").format(path=path))
        await note(app, handed_on("agenda", "ics", path, lines=len(entries)))


def _write(record_id: str, entries: "tuple[Entry, ...]") -> Path:
    """Write the file.

    Raises:
        NotWritten: If it cannot be written.
    """
    from karep.exchange.calendar_entries import BETWEEN
    from karep.exchange.calendar_out import calendar_bytes

    folders = [paths.documents_folder(), paths.export_folder()]
    folder = next((one for one in folders if one.is_dir()), folders[-1])
    name = file_name("karep", entries[0].title.rpartition(BETWEEN)[2], record_id[-8:])
    path = folder / f"{name}.ics"
    with private_file(path, force=True) as file:
        file.write(calendar_bytes(entries))
    return path
