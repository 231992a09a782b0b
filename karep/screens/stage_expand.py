"""What grows out of a deal that was won: another one with the same customer."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from karep.db import drafts, errors, opportunities
from karep.db.views.growth import list_relatives
from karep.db.words import field_name
from karep.i18n import N_, _
from karep.reports.words import stage_words
from karep.rules.expansion import EXPANSIONS, FIRST_STAGE
from karep.rules.vocabulary import OPPORTUNITY_KINDS
from karep.screens import places
from karep.screens.safe import assemble
from karep.screens.stage_asking import DealDialog
from karep.screens.widgets.text_input import TextInput


class ExpandDialog(DealDialog):
    """Which kind of deal grows out of the one ``opportunity_id``, and what it is called."""

    KIND = "opportunity.expand"
    LINES = ("name",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "kind(-1)", N_("Kind before"), show=False, id="expand.up"),
        Binding("down", "kind(1)", N_("Next kind"), show=False, id="expand.down"),
    ]

    def __init__(self, **about: str) -> None:
        """Ask what grows out of the deal ``opportunity_id``."""
        super().__init__(**about)
        self._kind = EXPANSIONS[0]

    def question(self) -> str:
        """What is asked."""
        return _("Grow it into a new deal in {stage}").format(stage=stage_words(FIRST_STAGE))

    def compose_questions(self) -> ComposeResult:
        """The kinds, the name."""
        kinds = OptionList(id="kinds", markup=False, compact=True)
        kinds.can_focus = False
        yield kinds
        yield Static(_("What is it called? ↑ ↓ another kind"))
        yield TextInput(id="line-name")
        yield Static(id="grown", markup=False, classes="muted")

    async def prepare(self) -> None:
        """Offer the kinds, and a name after the first of them."""
        self._show_kinds()
        self.put("name", self._proposed(self._kind))
        grown = [one.name for one in await self.karep.desk.read(list_relatives, self.deal.id) if not one.is_origin]
        kept = _("The account, the currency and the people's roles in this deal come along; this deal stays.")
        already = _("Grown already: {names}").format(names=" · ".join(grown)) if grown else ""
        self.query_one("#grown", Static).update(assemble("\n".join(filter(None, (kept, already)))))

    def _show_kinds(self) -> None:
        """The kinds, a full dot before the one that is meant."""
        kinds = self.query_one("#kinds", OptionList)
        kinds.clear_options()
        signs = {one: "●" if one == self._kind else "○" for one in EXPANSIONS}
        kinds.add_options(Option(assemble(f"{signs[one]} ", _(OPPORTUNITY_KINDS[one])), id=one) for one in EXPANSIONS)
        kinds.highlighted = EXPANSIONS.index(self._kind)

    def _proposed(self, kind: str) -> str:
        words = f" · {_(OPPORTUNITY_KINDS[kind])}"
        return f"{self.deal.name[: 200 - len(words)]}{words}"

    def action_kind(self, step: int) -> None:
        """Mean the next kind, or the one before; a name that was not touched goes with it."""
        self._choose(EXPANSIONS[(EXPANSIONS.index(self._kind) + step) % len(EXPANSIONS)])

    def _choose(self, kind: str) -> None:
        former, self._kind = self._kind, kind
        self._show_kinds()
        if self.line("name").value.strip() in ("", self._proposed(former)):
            self.put("name", self._proposed(kind))
        elif self.is_typed():
            self.karep.draft_typed(self)

    @on(OptionList.OptionSelected, "#kinds")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option.id or self._kind)

    def is_typed(self) -> bool:
        """Whether the name is another one than proposed."""
        return self.line("name").value.strip() not in ("", self._proposed(self._kind))

    def draft(self) -> drafts.Draft:
        """The name and the kind."""
        return {"name": self.line("name").value, "kind": self._kind}

    def fill(self, kept: drafts.Draft) -> None:
        """Put a draft back."""
        kind = kept.get("kind", "")
        self._kind = kind if kind in EXPANSIONS else EXPANSIONS[0]
        self._show_kinds()
        self.put("name", kept.get("name") or self._proposed(self._kind))

    async def save(self) -> None:
        """Open the new deal and show its page.

        Raises:
            Refused: If the name is missing, or the deal was not won.
        """
        name = self.line("name").value.strip()
        if not name:
            fault = _("must not be empty")
            raise errors.Refused(f"{field_name('name')}: {fault}", field="name")
        grown = await self.karep.save(self.KIND, name, opportunities.expand, self.deal.id, self._kind, name)
        self.karep.say(_("{name} is in {stage} now.").format(name=name, stage=stage_words(FIRST_STAGE)))
        self.karep.drop_draft(self)
        self.dismiss(None)
        places.open_opportunity(self.karep, grown)
