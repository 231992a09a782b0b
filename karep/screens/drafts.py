"""The forms that were left with unsaved text."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from karep.db.drafts import read_form_key
from karep.i18n import _
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.form import Form
from karep.screens.forms import form_of_draft
from karep.screens.forms.typed import local_words
from karep.screens.kept_lines import LINES, kept_line_key
from karep.screens.line_box import LineBox
from karep.screens.safe import safe
from karep.screens.sheet_import import ImportScreen
from karep.screens.stage_dialogs import DealDialog


class DraftsDialog(KarepDialog[None]):
    """Choose a draft to go on with."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("record.remove")

    def __init__(self, kept: list[tuple[str, str]]) -> None:
        """Offer the drafts `kept`: key and moment each."""
        super().__init__()
        gone_on_with = {
            kept_line_key(form, about["line"])
            for form, about in (read_form_key(key) for key, _at in kept)
            if "line" in about and form in LINES
        }
        self._forms: list[tuple[str, str, Form | DealDialog | ImportScreen | LineBox[Any]]] = [
            (key, at, form) for key, at in kept if key not in gone_on_with and (form := form_of_draft(key)) is not None
        ]

    def compose(self) -> ComposeResult:
        """One line a draft."""
        with Vertical(id="dialog"):
            yield OptionList(
                *(
                    Option(
                        Content.assemble(safe(form.heading()), (f"  {local_words(at, self.karep.clock)}", "dim")),
                        id=str(n),
                    )
                    for n, (_key, at, form) in enumerate(self._forms)
                ),
                markup=False,
            )

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one("#dialog").border_title = Content(_("Unsaved text: Enter opens, x throws away"))

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        _key, _at, form = self._forms[int(event.option_id or 0)]
        self.dismiss(None)
        self.app.push_screen(form)

    def action_record_remove(self) -> None:
        """Throw the highlighted draft away."""
        options = self.query_one(OptionList)
        if options.highlighted is None:
            return
        chosen = options.get_option_at_index(options.highlighted)
        _key, _at, form = self._forms[int(chosen.id or 0)]
        self.karep.drop_draft(form)
        options.remove_option_at_index(options.highlighted)
        if not options.option_count:
            self.dismiss(None)
