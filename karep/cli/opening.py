"""`karep` and `karep demo`: opening the app, on a store that may be broken or made up."""

import gc
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from karep.cli.call import Call, call_of
from karep.cli.refusals import REFUSED, Refusal
from karep.cli.streams import ask, complain, is_terminal, say
from karep.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

    from karep.db.store import Store


def register(app: "typer.Typer") -> None:
    """Add the commands of this area; opening the app itself does without Typer."""
    import typer

    @app.command(help=N_("Open a sample book in English and Chinese."))
    def demo(
        context: typer.Context,
        to: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help=N_("Write the sample book to this file instead of opening it.")),
        ] = None,
    ) -> None:
        """Open the sample book, or write it to a file."""
        raise typer.Exit(open_sample(call_of(context), to))


def open_app(call: Call) -> int:
    """Open the app on the rep's store; offer a backup when the store is broken."""
    from karep.db.errors import StoreBroken
    from karep.db.place import risk
    from karep.db.store import Store

    warning = risk(call.store)
    if warning:
        complain(warning)
    try:
        Store.open(call.store).close()
    except StoreBroken as broken:
        complain(str(broken))
        if not _rescue(call.store):
            return REFUSED
    return _run(call, call.store, demo=False)


def open_sample(call: Call, to: Path | None) -> int:
    """Open the sample book in a folder that is thrown away afterwards, or write it to a file."""
    if to is not None:
        _write_sample(call, to.expanduser())
        say(_("The sample book is in {path}; open it with: karep --store {path}").format(path=to))
        return 0
    folder = Path(tempfile.mkdtemp(prefix="karep-demo-"))
    try:
        return _run(call, folder / "demo.db", demo=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(call: Call, path: Path, *, demo: bool) -> int:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise Refusal(_("karep opens in a terminal; for a pipe or a file name a command, see: karep --help"))
    # while modules load, looking for garbage costs a tenth of the time and finds nothing; the app turns it on again
    gc.disable()
    from karep.app import run

    prepare = _sample(call) if demo else None
    return run(path, clock=call.clock, settings=call.settings, plain=call.plain, prepare=prepare)


def _sample(call: Call) -> "Callable[[Store], None]":
    from karep.demo.generate import make_sample

    today = call.clock.today
    return lambda store: make_sample(store, today)


def _write_sample(call: Call, path: Path) -> None:
    from karep.db.store import Store
    from karep.exchange.output import check_target

    check_target(path)
    fill = _sample(call)
    written = False
    try:
        with Store.open(path) as store:
            fill(store)
        written = True
    finally:
        if not written:
            path.unlink(missing_ok=True)


def _rescue(path: Path) -> bool:
    """Offer the newest good backup in the place of a broken store; whether there is a sound store now."""
    from karep.cli.times import shown_moment
    from karep.db import backup

    newest = backup.newest_good(path)
    if newest is None:
        complain(_("There is no sound backup of it. The file was left as it is."))
        return False
    made = shown_moment(newest.made)
    if not is_terminal(sys.stdin):
        sentence = _("There is a sound backup of {made}; bring it back with: karep restore --latest")
        complain(sentence.format(made=made))
        return False
    if not ask(_("Bring back the backup of {made}? The broken file is kept beside it.").format(made=made)):
        return False
    aside = backup.restore(newest.path, path)
    say(_("The backup of {made} is in place; the broken file is now {path}.").format(made=made, path=aside))
    return True
