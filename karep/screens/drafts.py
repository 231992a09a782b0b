"""The forms that were left with unsaved text."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from karep.db.drafts import read_form_key
from karep.i18n import _
from karep.rules.privacy import MASK
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.forms import form_of_draft
from karep.screens.forms.typed import local_words
from karep.screens.kept_lines import LINES, first_words, kept_line_key
from karep.screens.line_box import LineBox
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line
from karep.screens.widgets.pointed_list import PointedList

if TYPE_CHECKING:
    from karep.screens.forms import Draftable

_ABOUT: Final = 20
_BEGINS: Final = 30
"""How many cells of what a draft is about are shown, and of what it says."""


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
        self._forms: list[tuple[str, str, Draftable]] = [
            (key, at, form) for key, at in kept if key not in gone_on_with and (form := form_of_draft(key)) is not None
        ]
        for _key, _at, form in self._forms:
            if isinstance(form, LineBox):
                form.choose_kept()
        self._said: dict[str, tuple[str, str]] = {}

    def compose(self) -> ComposeResult:
        """One line a draft."""
        with Vertical(id="dialog"):
            options = (Option(self._words(n), id=str(n)) for n in range(len(self._forms)))
            yield PointedList(*options, markup=False)

    async def on_mount(self) -> None:
        """Name the dialog, and read what each draft is about and how it begins."""
        self.query_one("#dialog").border_title = Content(_("Unsaved text: Enter opens, x throws away"))
        self._said = await self.karep.desk.read(first_words, [key for key, _at, _form in self._forms])
        self.eyes_changed()

    def eyes_changed(self) -> None:
        """Cover what was typed, or show it."""
        options = self.query_one(OptionList)
        for option in options.options:
            options.replace_option_prompt(str(option.id), self._words(int(option.id or 0)))

    def _words(self, number: int) -> Content:
        """What a draft is, what it is about, how it begins, and when it was typed."""
        key, at, form = self._forms[number]
        about, begins = self._said.get(key, ("", ""))
        eyes = Eyes.of(self.karep)
        if begins:
            begins = MASK if eyes.private else fit(one_line(begins), _BEGINS).rstrip()
        subject = fit(one_line(eyes.words(about)), _ABOUT).rstrip()
        said = ": ".join(filter(None, (subject, begins)))
        words = " · ".join(filter(None, (form.heading(), said)))
        return assemble(words, (f"  {local_words(at, self.karep.clock)}", "dim"))

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
