"""`karep backup`, `restore` and `check`: copies that were verified, and the proof that the store is sound."""

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from karep.cli.call import Call, call_of
from karep.cli.options import Force, TextOrJson
from karep.cli.refusals import REFUSED, Refusal
from karep.cli.streams import columns, complain, say, say_json
from karep.cli.times import shown_moment
from karep.i18n import N_, _

if TYPE_CHECKING:
    from karep.db.backup import Backup
    from karep.db.store import Store

_OTHERS: Final = 0o077
"""The rights of everybody but the owner of a file."""

_WORDS: Final = {
    "store": N_("Store"),
    "bytes": N_("Bytes"),
    "sqlite": N_("SQLite"),
    "schema": N_("Schema"),
    "records": N_("Records"),
    "journal": N_("Journal entries"),
    "backup": N_("Newest backup"),
}
_REASONS: Final = {
    "manual": N_("by hand"),
    "daily": N_("daily"),
    "import": N_("before an import"),
    "migration": N_("before a migration"),
    "restore": N_("before a restore"),
}


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.command(help=N_("Make a verified copy of the store, or list them."))(backup)
    app.command(help=N_("Put a backup in the place of the store."))(restore)
    app.command(help=N_("Check that the store and its newest backup are sound."))(check)


def backup(
    context: typer.Context,
    to: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=N_("Where the copy goes, if not to the backup folder.")),
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help=N_("List the backups, newest first."))] = False,
    force: Force = False,
) -> None:
    """Copy the store as it is now, and compare the copy with it."""
    from karep.db import backup as backups
    from karep.exchange.output import check_target

    call = call_of(context)
    if listing:
        _list(backups.list_backups(call.store))
        return
    call.require_store()
    target = to.expanduser() if to else None
    if target is not None:
        check_target(target, force=force)
        if target.exists() and target.samefile(call.store):
            raise Refusal(_("{path} is the store itself; name another file.").format(path=target))
    with call.open() as store:
        made = backups.make(store.connection, call.store, reason="manual", target=target)
    say(_("Backup written and verified: {path}").format(path=made.path))


def restore(
    context: typer.Context,
    source: Annotated[Path | None, typer.Argument(metavar="FILE", show_default=False, help=N_("The backup."))] = None,
    latest: Annotated[bool, typer.Option("--latest", help=N_("Take the newest sound backup."))] = False,
) -> None:
    """Verify a backup and put it in the store's place; the store of before is kept beside it."""
    from karep.db import backup as backups

    call = call_of(context)
    if (source is None) == (not latest):
        context.fail(_("Name a FILE, or say --latest."))
    if source is None:
        newest = backups.newest_good(call.store)
        if newest is None:
            raise Refusal(_("There is no sound backup of {path}.").format(path=call.store))
        source = newest.path
    source = source.expanduser()
    if source.exists() and call.store.exists() and source.samefile(call.store):
        raise Refusal(_("{path} is the store itself; name a backup.").format(path=source))
    aside = backups.restore(source, call.store)
    say(_("Restored {path} from {source}.").format(path=call.store, source=source))
    if aside is not None:
        say(_("The store of before is kept as {path}.").format(path=aside))


def check(
    context: typer.Context,
    form: TextOrJson = "text",
    repair: Annotated[
        bool, typer.Option("--repair", help=N_("Make the search index and the last contacts anew first."))
    ] = False,
) -> None:
    """Check integrity, journal, schema, search index and rights of the store, and its newest backup."""
    from karep.db.place import risk

    call = call_of(context)
    call.require_store()
    report, faults = _examine(call, repair=repair)
    warning = risk(call.store)
    if form == "json":
        say_json(report | {"faults": faults, "warnings": [warning] if warning else []})
    else:
        if report.pop("repaired", False):
            say(_("The search index and the last contacts were made anew."))
        say("\n".join(columns([(_(_WORDS[name]), _text(value)) for name, value in report.items()])))
        if not faults:
            say(_("Everything is sound."))
    if warning:
        complain(warning)
    for fault in faults:
        complain(fault)
    if faults:
        raise typer.Exit(REFUSED)


def _list(found: "list[Backup]") -> None:
    if not found:
        say(_("There are no backups yet."))
        return
    rows = [(shown_moment(one.made), _(_REASONS.get(one.reason, one.reason)), str(one.path)) for one in found]
    say("\n".join(columns(rows)))


def _examine(call: Call, *, repair: bool) -> tuple[dict[str, Any], list[str]]:
    """What there is to know about the store, and what is wrong with it."""
    from karep.db import backup as backups
    from karep.db.errors import StoreError

    report: dict[str, Any] = {
        "store": str(call.store),
        "bytes": call.store.stat().st_size,
        "sqlite": sqlite3.sqlite_version,
    }
    try:
        with call.open() as store:
            faults = _examine_store(store, report, repair=repair)
    except StoreError as error:
        faults = [str(error)]
    if os.name == "posix" and call.store.stat().st_mode & _OTHERS:
        sentence = _("{path} can be read by other users of this computer; put that right with: chmod 600 {path}")
        faults.append(sentence.format(path=call.store))
    newest = next(iter(backups.list_backups(call.store)), None)
    report["backup"] = str(newest.path) if newest else None
    if newest is not None:
        for fault in backups.faults(newest.path):
            faults.append(_("The newest backup {path} is not sound: {fault}").format(path=newest.path, fault=fault))
    return report, faults


def _examine_store(store: "Store", report: dict[str, Any], *, repair: bool) -> list[str]:
    """What is wrong inside of the store; what there is to know goes into the report."""
    from karep.db import backup as backups
    from karep.db import file, rhythm, search, soundness

    connection = store.connection
    if repair and (not backups.check(connection) or soundness.lacks_index_only(connection)):
        with file.in_words(store.path):
            search.repair(connection)
            rhythm.repair(connection)
        report["repaired"] = True
    faults = backups.check(connection)
    report["schema"] = file.revision(connection, store.path)
    if not faults:
        counted = backups.counts(connection)
        report["journal"] = counted.pop("journal")
        report["records"] = sum(counted.values())
        faults = [*search.faults(connection), *rhythm.faults(connection)]
    return faults


def _text(value: Any) -> str:
    if value is None:
        return _("none yet")
    return f"{value:,}" if isinstance(value, int) else str(value)
