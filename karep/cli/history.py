"""`karep undo`, `redo` and `history`: take back, do again, look back."""

import sqlite3
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karep.cli.call import call_of
from karep.cli.options import TextOrJson
from karep.cli.refusals import Refusal
from karep.cli.streams import columns, say, say_json
from karep.cli.times import shown_moment
from karep.i18n import N_, _, ngettext
from karep.rules.visible import one_line

if TYPE_CHECKING:
    from karep.db.journal import Undone
    from karep.db.views.journal import Action, Entry
    from karep.db.views.names import Named

ACTIONS_SHOWN = 20
NAMES_SHOWN = 10


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.command(help=N_("Take back the last action, or the one with this number."))(undo)
    app.command(help=N_("Do again what the last undo took back."))(redo)
    app.command(help=N_("Show the last actions, or all that changed at WHO."))(history)


def undo(
    context: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(metavar="ID", show_default=False, help=N_("The number of the action; see karep history.")),
    ] = None,
    keep_edited: Annotated[
        bool, typer.Option("--keep-edited", help=N_("Leave alone what was edited since, instead of refusing."))
    ] = False,
) -> None:
    """Take back one action, however large it was."""
    from karep.db import journal

    with call_of(context).open() as store:
        _tell(journal.undo(store, number, keep_edited=keep_edited), _("Undone: {action} ({records})."))


def redo(context: typer.Context) -> None:
    """Do again what was taken back last."""
    from karep.db import journal

    with call_of(context).open() as store:
        _tell(journal.redo(store), _("Done again: {action} ({records})."))


def history(
    context: typer.Context,
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="WHO", show_default=False, help=N_("An account, a person or a deal, by name or a part.")
        ),
    ] = None,
    form: TextOrJson = "text",
) -> None:
    """Show the newest actions with their numbers, or every change at one account, person or deal."""
    with call_of(context).open() as store:
        if who is None:
            _show_actions(store.connection, form)
        else:
            _show_record(store.connection, find_one(store.connection, who), form)


def find_one(connection: sqlite3.Connection, who: str) -> "Named":
    """The one account, person or deal that the rep means.

    Raises:
        Refusal: If there is none, or more than one; their names are in the sentence.
    """
    from karep.db.views.names import find_named

    found = find_named(connection, who.strip(), NAMES_SHOWN + 1) if who.strip() else []
    if not found:
        raise Refusal(_("There is no account, person or deal named {who}.").format(who=one_line(who)))
    if len(found) > 1:
        lines = [f"  {one_line(one.name)}{_of(one)}  {one.id}" for one in found[:NAMES_SHOWN]]
        more = ["  …"] if len(found) > NAMES_SHOWN else []
        sentence = _("{who} can be any of these; write more of the name, or the id:").format(who=one_line(who))
        raise Refusal("\n".join([sentence, *lines, *more]))
    return found[0]


def _of(one: "Named") -> str:
    from karep.db.words import noun_name

    kind = noun_name(one.noun)
    where = f", {one_line(one.account)}" if one.account else ""
    return f" ({kind}{where})"


def _tell(done: "Undone", sentence: str) -> None:
    records = ngettext("{number} record", "{number} records", done.records).format(number=done.records)
    say(sentence.format(action=_action(done.action), records=records))
    if done.kept:
        kept = ngettext(
            "{number} record was edited since and left alone.",
            "{number} records were edited since and left alone.",
            done.kept,
        )
        say(kept.format(number=done.kept))


def _action(action: "Action") -> str:
    from karep.actions import action_name

    label = one_line(action.label)
    return f"{action.seq} {action_name(action.kind)}" + (f", {label}" if label else "")


def _show_actions(connection: sqlite3.Connection, form: str) -> None:
    from karep.actions import action_name
    from karep.db.views.journal import list_actions

    actions = list_actions(connection, ACTIONS_SHOWN)
    if form == "json":
        say_json([_action_values(action) for action in actions])
        return
    if not actions:
        say(_("Nothing has been done yet."))
        return
    rows = [(str(a.seq), shown_moment(a.at), action_name(a.kind), one_line(a.label), _mark(a)) for a in actions]
    say("\n".join(columns(rows)))


def _mark(action: "Action") -> str:
    if action.undone_by is not None:
        return _("(undone by {number})").format(number=action.undone_by)
    if action.undoes is not None:
        return _("(takes back {number})").format(number=action.undoes)
    return ""


def _action_values(action: "Action") -> dict[str, Any]:
    names = ("seq", "kind", "label", "at", "undoes", "undone_by")
    return {name: getattr(action, name) for name in names}


def _show_record(connection: sqlite3.Connection, one: "Named", form: str) -> None:
    from karep.db.views.concessions import planned_concessions
    from karep.db.views.journal import list_history
    from karep.db.views.names import list_belongings

    planned = planned_concessions(connection)
    records = [one.id, *(other for other in list_belongings(connection, one.noun, one.id) if other not in planned)]
    changes = [change for record in records for change in list_history(connection, record)]
    changes.sort(key=lambda change: -change[0].seq)
    if form == "json":
        say_json([_action_values(action) | _entry_values(entry) for action, entry in changes])
        return
    say(one_line(one.name) + _of(one) + (" " + _("(removed)") if one.removed else ""))
    _show_changes(connection, one, changes)


def _entry_values(entry: "Entry") -> dict[str, Any]:
    from karep.rules.privacy import told_changes

    values = {name: getattr(entry, name) for name in ("noun", "record", "op")}
    before, after = (told_changes(entry.noun, side) for side in (entry.before, entry.after))
    return values | {"before": before, "after": after}


def _show_changes(connection: sqlite3.Connection, one: "Named", changes: "list[tuple[Action, Entry]]") -> None:
    from karep.actions import action_name
    from karep.db.views.names import names_of
    from karep.reports.changes import change_lines, named_ids

    names = names_of(connection, named_ids(entry for _action, entry in changes))
    shown: int | None = None
    for action, entry in changes:
        if action.seq != shown:
            shown = action.seq
            head = f"{action.seq}  {shown_moment(action.at)}  {action_name(action.kind)}  {_mark(action)}"
            say("\n" + head.rstrip())
        for line in change_lines(entry, names, own=entry.record == one.id):
            say(f"    {line}")
