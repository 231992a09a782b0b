"""What the rep calls the actions of the journal."""

from karep.actions import ACTIONS
from karep.i18n import N_, _

_OTHERS = {
    "account.change": N_("Account changed"),
    "account.remove": N_("Account removed"),
    "person.change": N_("Person changed"),
    "preference.change": N_("Preference changed"),
    "occasion.change": N_("Important day changed"),
    "opportunity.change": N_("Deal changed"),
    "touch.change": N_("Touch changed"),
    "promise.change": N_("Promise changed"),
    "promise.keep": N_("Promise kept"),
    "follow_up.change": N_("Follow-up changed"),
    "follow_up.finish": N_("Follow-up done"),
    "objection.change": N_("Objection changed"),
    "record.remove": N_("Removed"),
    "record.move": N_("Date moved"),
    "import": N_("Import"),
    "demo.make": N_("Sample book"),
    "edit.undo": N_("Undo"),
    "edit.redo": N_("Redo"),
}
_WORDS = {**{one.id: one.words for one in ACTIONS}, **_OTHERS}


def action_name(kind: str) -> str:
    """The words for an action's id in the language in use."""
    return _(_WORDS.get(kind, kind))
