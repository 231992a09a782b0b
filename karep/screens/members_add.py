"""Adding people to a group-buy, one after the other: type a name, Enter takes it; a half-typed one is kept."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep.db import drafts, members
from karep.db.errors import NotFound, StoreError
from karep.db.views.members import Candidate, list_candidates
from karep.db.views.opportunities import get_opportunity
from karep.i18n import _
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.text_input import TextInput

_NEW = "\0new"


class AddMembersDialog(KarepDialog[None]):
    """Offers people of the book who take no part yet, and to add the typed name as a new person; stays open."""

    KIND: ClassVar[str] = "member.add"
    BINDINGS: ClassVar[list[BindingType]] = bindings("form.discard")
    AUTO_FOCUS = "#member-name"
    DEFAULT_CSS: ClassVar[str] = """
    AddMembersDialog OptionList { height: auto; max-height: 12; border: none; }
    AddMembersDialog #member-said { height: auto; max-height: 3; }
    """

    def __init__(self, opportunity_id: str) -> None:
        """Add people to the group-buy with that id."""
        super().__init__()
        self._opportunity_id = opportunity_id
        self._deal_name = ""
        self._offered: list[Candidate] = []

    @property
    def draft_key(self) -> str:
        """The kind and the deal."""
        return drafts.form_key(self.KIND, {"opportunity_id": self._opportunity_id})

    def draft(self) -> drafts.Draft:
        """What stands in the line."""
        return {"name": self.query_one("#member-name", Input).value}

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Add to the group-buy")

    def compose(self) -> ComposeResult:
        """A line for the name, those who may be meant, what was done."""
        with Vertical(id="dialog"):
            yield TextInput(id="member-name", placeholder=_("name; after a comma what they want: 李敏, two sets"))
            yield PointedList(markup=False)
            yield Static(id="member-said", markup=False)
            yield Static(_("⏎ adds · ↑↓ choose · esc closes"), classes="muted")

    async def on_mount(self) -> None:
        """Put back what was typed before, and offer the people of the account."""
        deal = await self.karep.desk.read(get_opportunity, self._opportunity_id)
        if deal is None:
            self.dismiss(None)
            raise NotFound(_("That record is not in the store."))
        self._deal_name = deal.name
        self.query_one("#dialog").border_title = assemble(self.heading(), " · ", one_line(deal.name))
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key)
        if kept:
            self.query_one("#member-name", Input).value = kept.get("name", "")
        self._offer()

    def _typed(self) -> tuple[str, str]:
        """The name and the wish that stand in the line."""
        line = self.query_one("#member-name", Input).value.replace("，", ",")
        name, _comma, wish = line.partition(",")
        return name.strip(), wish.strip()

    @on(Input.Changed)
    def _changed(self) -> None:
        if any(self._typed()):
            self.karep.draft_typed(self)
        else:
            self.karep.drop_draft(self)
        self._offer()

    def action_app_back(self) -> None:
        """Close; a half-typed name comes back when this is opened again."""
        if any(self._typed()):
            self.karep.keep_drafts()
            self.karep.say(_("Kept unsaved; it comes back when you open this again."))
        self.dismiss(None)

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.query_one("#member-name", Input).value = ""

    @work(group="offer", exclusive=True, exit_on_error=False)
    async def _offer(self) -> None:
        name, _wish = self._typed()
        self._offered = await self.karep.desk.read(list_candidates, self._opportunity_id, name)
        options = self.query_one(OptionList)
        known = [Option(self._candidate(one), id=one.person_id) for one in self._offered]
        new = [Option(assemble(("＋ ", "bold $text-success"), _("new person “{name}”").format(name=name)), id=_NEW)]
        options.set_options([*known, *(new if name else [])])
        # Somebody of the same name at another customer is rarely meant.
        here = next((place for place, one in enumerate(self._offered) if one.own), None)
        options.highlighted = (len(known) if name and here is None else here or 0) if options.option_count else None

    @staticmethod
    def _candidate(one: Candidate) -> Content:
        about = [one.title or "", "" if one.own else one.account_name or _("without account")]
        words = " · ".join(one_line(part) for part in about if part)
        return assemble(one_line(one.name), (f"  {words}" if words else "", "$text-muted"))

    @on(Input.Submitted)
    async def _submitted(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        if option is not None:
            await self._add(option.id or "")

    @on(OptionList.OptionSelected)
    async def _clicked(self, event: OptionList.OptionSelected) -> None:
        await self._add(event.option_id or "")

    async def _add(self, chosen: str) -> None:
        name, wish = self._typed()
        known = next((one for one in self._offered if one.person_id == chosen), None)
        label = f"{self._deal_name}: {known.name if known else name}"
        who, kind = (self._opportunity_id, known.person_id if known else name), "member.add"
        try:
            if known is not None:
                await self.karep.save(kind, label, members.add_member, *who, wish=wish or None)
            elif chosen == _NEW and name:
                await self.karep.save(kind, label, members.add_new_member, *who, wish=wish or None)
        except StoreError as error:
            self._say(f"✗ {error}")
            return
        self._say(_("✓ {name} is in; the next one?").format(name=one_line(known.name if known else name)))
        self.query_one("#member-name", Input).value = ""
        self.query_one("#member-name").focus()
        self._offer()

    def _say(self, words: str) -> None:
        self.query_one("#member-said", Static).update(safe(words))

    def key_down(self) -> None:
        """The arrow keys move the highlight while the name is typed."""
        self.query_one(OptionList).action_cursor_down()

    def key_up(self) -> None:
        """The arrow keys move the highlight while the name is typed."""
        self.query_one(OptionList).action_cursor_up()
