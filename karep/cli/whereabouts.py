"""`karep where` and `karep keys`: where the files are, and what the keys do."""

import unicodedata
from typing import TYPE_CHECKING

import typer

from karep.cli.call import call_of
from karep.cli.options import TextMdOrJson, TextOrJson
from karep.cli.streams import columns, complain, say, say_json
from karep.i18n import N_, _

if TYPE_CHECKING:
    from karep.actions import Action


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.command(help=N_("Show where the store and the other files are."))(where)
    app.command(help=N_("Show every key of the app."))(keys)


def where(
    context: typer.Context,
    form: TextOrJson = "text",
) -> None:
    """Show the places of everything that karep reads and writes."""
    from karep import paths
    from karep.db.place import risk

    store = call_of(context).store
    places = {
        "store": (N_("Store"), store),
        "backups": (N_("Backups"), paths.backup_folder(store)),
        "settings": (N_("Settings"), paths.settings_file()),
        "playbook": (N_("Your own playbook cards"), paths.playbook_folder()),
        "days": (N_("Days of your own"), paths.own_days_file()),
        "holidays": (N_("Free days of your own"), paths.rest_days_file()),
        "log": (N_("Log of failures"), paths.log_file()),
    }
    if form == "json":
        say_json({name: str(path) for name, (_words, path) in places.items()})
    else:
        say("\n".join(columns([(_(words), str(path)) for words, path in places.values()])))
    warning = risk(store)
    if warning:
        complain(warning)


def keys(
    context: typer.Context,
    form: TextMdOrJson = "text",
) -> None:
    """Show the keymap with the rep's own keys in it, place by place."""
    from karep.actions import ACTIONS, SCOPES

    own = call_of(context).settings.keys
    chosen = {action.id: own.get(action.id, action.keys).split(",") for action in ACTIONS}
    if form == "json":
        say_json([_values(action, chosen[action.id]) for action in ACTIONS])
        return
    width = max(len(_shown(some)) for some in chosen.values())
    parts = []
    for scope, words in SCOPES.items():
        actions = [action for action in ACTIONS if action.scope == scope]
        if not actions:
            continue
        if form == "md":
            parts.append(_table(_(words), actions, chosen))
        else:
            rows = [(_shown(chosen[one.id]).ljust(width), _(one.help)) for one in actions]
            parts.append("\n".join([_(words), *(f"  {line}" for line in columns(rows))]))
    say("\n\n".join(parts))


def _values(action: "Action", chosen: list[str]) -> dict[str, object]:
    return {
        "id": action.id,
        "keys": [key.strip() for key in chosen],
        "scope": action.scope,
        "words": _(action.words),
        "help": _(action.help),
    }


def _table(words: str, actions: "list[Action]", chosen: dict[str, list[str]]) -> str:
    key, does = _("Key"), _("Does")
    head = [f"## {words}", "", f"| {key} | {does} |", "| --- | --- |"]
    rows = [f"| {' '.join(f'`{key}`' for key in _shown(chosen[one.id]).split())} | {_(one.help)} |" for one in actions]
    return "\n".join([*head, *rows])


def _shown(chosen: list[str]) -> str:
    """The keys without those that are there only for an input method's full-width signs."""
    plain = [key.strip() for key in chosen if key.strip().isascii()]
    narrow = plain or [unicodedata.normalize("NFKC", key.strip()) for key in chosen]
    return "  ".join(key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdigit() else key for key in narrow)
