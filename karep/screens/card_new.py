"""A card of the rep's own: its kind and its name, then the rest in an editor."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep.i18n import _, language
from karep.playbook.card import CardError, read_card
from karep.playbook.writing import NEW_KINDS, NotWritten, namesake, new_card
from karep.reports.card_kinds import CARD_KINDS
from karep.screens.base import KarepDialog
from karep.screens.card_editing import edit_file
from karep.screens.safe import safe
from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.text_input import TextInput

LONGEST_NAME = 120
"""Characters of a card's name."""


class NewCardDialog(KarepDialog[str]):
    """Asks what is to be written; answers with the id of the new card, once its file is there."""

    DEFAULT_CSS = """
    NewCardDialog OptionList { height: auto; max-height: 10; border: none; }
    NewCardDialog #name { margin-bottom: 1; }
    NewCardDialog #wrong { color: $text-error; height: auto; }
    """

    def __init__(self, name: str = "") -> None:
        """Begin with a name, such as what the customer said."""
        super().__init__()
        self._name_typed = name

    def compose(self) -> ComposeResult:
        """The name above, the kinds below."""
        with Vertical(id="dialog"):
            placeholder = _("Name: of an objection, what the customer says")
            yield TextInput(self._name_typed, id="name", placeholder=placeholder, max_length=LONGEST_NAME)
            kinds = (Option(safe(_(CARD_KINDS[one])), id=one) for one in NEW_KINDS)
            yield PointedList(*kinds, markup=False, id="kinds")
            yield Static(id="wrong", markup=False)

    def on_mount(self) -> None:
        """Say in the edges what is asked."""
        dialog = self.query_one("#dialog")
        dialog.border_title = safe(_("A card of your own"))
        dialog.border_subtitle = safe(_("↑ ↓ kind · ⏎ write it · esc"))
        self.query_one("#kinds", OptionList).highlighted = 0
        self.query_one("#name").focus()

    def on_key(self, event: events.Key) -> None:
        """The arrows choose the kind while the name is typed."""
        if event.key in ("up", "down") and self.query_one("#name").has_focus:
            event.stop()
            event.prevent_default()
            kinds = self.query_one("#kinds", OptionList)
            if event.key == "up":
                kinds.action_cursor_up()
            else:
                kinds.action_cursor_down()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _write(self) -> None:
        kinds = self.query_one("#kinds", OptionList)
        kind = kinds.highlighted_option.id if kinds.highlighted_option else None
        try:
            name = self.query_one("#name", TextInput).value
            other = namesake(kind or NEW_KINDS[0], name, language())
            path = new_card(kind or NEW_KINDS[0], name, language())
            card_id = read_card(path).id
        except (OSError, NotWritten, CardError) as error:
            self.query_one("#wrong", Static).update(safe(str(error)))
            return
        edit_file(self.karep, path)
        if other:
            sentence = _("There is a card of that name already: {id}. To change that one: karep playbook edit {id}")
            self.karep.say(sentence.format(id=other))
        self.dismiss(card_id)
