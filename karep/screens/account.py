"""An account's page: who decides, what happened, what is ahead, what is known."""

import unicodedata
from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from karep.db.views.accounts import Account, get_account
from karep.db.views.facts import list_account_facts
from karep.db.views.follow_ups import list_follow_ups
from karep.db.views.objections import list_objections
from karep.db.views.occasions import list_occasions
from karep.db.views.opportunities import list_opportunities
from karep.db.views.people import list_account_preferences, list_people
from karep.db.views.promises import list_open_promises
from karep.db.views.records import person_of
from karep.db.views.tiers import get_tier_standing
from karep.db.views.timeline import TimelineItem, list_timeline, timeline_place
from karep.i18n import N_, _
from karep.reports.rhythm import account_dues
from karep.reports.standing import read_standing
from karep.screens import places
from karep.screens.account_actions import AccountActions, pin_or_unpin
from karep.screens.account_head import account_head
from karep.screens.account_rows import ahead_sections, details, known_sections
from karep.screens.account_walk import AccountWalk
from karep.screens.bindings import bindings
from karep.screens.chair_actions import ChairActions
from karep.screens.panes import PanesScreen
from karep.screens.people_rows import people_sections
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, safe
from karep.screens.timeline_actions import TimelineActions
from karep.screens.timeline_words import timeline_rows
from karep.screens.widgets.columns import Column
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section, SectionList

PANES: Final = {
    "people": N_("People"),
    "timeline": N_("Timeline"),
    "ahead": N_("Ahead"),
    "known": N_("Known"),
}
"""The parts of the page, in order."""

SHOWN_IN: Final = {
    "touch": ("timeline",),
    "stage_change": ("timeline",),
    "promise": ("ahead", "timeline"),
    "follow_up": ("ahead", "timeline"),
    "objection": ("ahead", "timeline"),
    "concession": ("timeline",),
    "opportunity": ("ahead",),
    "account": ("known",),
    "fact": ("known", "timeline"),
    "need": ("timeline",),
    "competitor": ("timeline",),
}
"""The parts in which a record is looked for, by its noun; people and what belongs to them are in the first one."""

FEW: Final = 200
"""How many events the timeline shows at first; more when the rep comes to its end, or looks for an older one."""


class AccountScreen(AccountWalk, ChairActions, AccountActions, TimelineActions, PanesScreen):
    """One account, full screen."""

    PLACE = "accounts"
    LISTS_ACCOUNTS = False
    FOOTER = ("brief.open", "touch.log", "follow_up.add", "person.add", "record.edit", "edit.undo")
    PANES = PANES
    TABS = "account-tabs"
    CSS_PATH = "account.tcss"
    AUTO_FOCUS = "#people"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("pane.next", "pane.previous", "pane.jump", "brief.person", "account.pin", "account.tier"),
        *AccountActions.ACCOUNT_BINDINGS,
        *AccountWalk.WALK_BINDINGS,
        *ChairActions.CHAIR_BINDINGS,
        *TimelineActions.RECORD_BINDINGS,
    ]

    def __init__(self, account_id: str, at: str = "") -> None:
        """Show the account with that id, and the record `at` on its page: ``noun:id``."""
        super().__init__()
        self.account_id = account_id
        self.page_of = ("account", account_id)
        self._at = at
        self._limit = FEW
        self._jumping = False
        self._from_top = False
        """Whether the lists begin at their first row, because another account is shown."""
        self._account: Account | None = None
        self._items: dict[str, TimelineItem] = {}
        self._details: dict[str, str] = {}

    def compose_content(self) -> ComposeResult:
        """The head, the panes side by side or one at a time."""
        yield Static(id="account-head", markup=False)
        yield Static(id="account-tabs", markup=False)
        with Horizontal(id="account-panes"):
            yield SectionList(_people_columns(), id="people", classes="account-pane", show_header=False)
            yield SectionList(_timeline_columns(), id="timeline", classes="account-pane", show_header=False)
            yield SectionList(_plain_columns(), id="ahead", classes="account-pane", show_header=False)
            yield SectionList(_plain_columns(), id="known", classes="account-pane", show_header=False)
        yield Static(id="account-detail", markup=False)

    async def reload(self) -> None:
        """Read everything about the account."""
        read, account_id = self.karep.desk.read, self.account_id
        account = self._account = await read(get_account, account_id)
        if account is None:
            self._show_gone()
            return
        people = await read(list_people, account_id)
        preferences = await read(list_account_preferences, account_id)
        occasions = await read(list_occasions, account_id=account_id)
        await self._reach_back()
        timeline = await read(list_timeline, account_id, self._limit)
        follow_ups = await read(list_follow_ups, account_id=account_id)
        promises = await read(list_open_promises, account_id=account_id)
        deals = await read(list_opportunities, account_id=account_id)
        objections = await read(list_objections, account_id=account_id)
        facts = await read(list_account_facts, account_id)
        eyes = Eyes.of(self.karep)
        standing_of_tier = await read(get_tier_standing, account_id, self.karep.practice.tiers)
        dues = await read(account_dues, [account_id], self.karep.clock, self.karep.practice)
        place = await self.place_words()
        head = account_head(account, follow_ups, deals, eyes, place, standing_of_tier, dues.get(account_id))
        self.query_one("#account-head", Static).update(head)
        own_name = self.karep.settings["name"]
        standing = self.standing = await read(read_standing, account_id, self.karep.clock, own_name)
        self._set("people", people_sections(people, preferences, occasions, standing, eyes))
        nothing = _("Nothing yet: press n to log a visit.")
        self._set("timeline", [Section(_("Timeline"), timeline_rows(timeline, eyes), nothing)])
        self._set("ahead", ahead_sections(follow_ups, promises, deals, objections, eyes))
        self._set("known", known_sections(account, facts, eyes))
        self._from_top = False
        self._items = {item.key: item for item in timeline}
        self._details = details(people, preferences, occasions, timeline, facts, follow_ups, promises, eyes)
        if self._at:
            await self._arrive()
        self.show_panes()
        self.show_detail()

    def _set(self, pane: str, sections: list[Section]) -> None:
        self.query_one(f"#{pane}", SectionList).set_sections(sections, keep_highlight=not self._from_top)

    def _show_gone(self) -> None:
        self._items, self._details = {}, {}
        self.query_one("#account-head", Static).update(_("This account was removed; u brings it back, esc goes back."))
        for pane in PANES:
            self._set(pane, [])

    @on(RowList.Highlighted)
    def show_detail(self) -> None:
        """What the highlighted row has no room for; at the end of the timeline, what was before it."""
        highlighted = self.query_one(f"#{self.pane}", SectionList).highlighted
        if self.pane == "timeline":
            self._read_on()
        self.query_one("#account-detail", Static).update(safe(self._details.get(highlighted or "", "")))

    # --- another account in this place ---------------------------------------------------------------------------

    def walks_from(self) -> str:
        """This account."""
        return self.account_id

    async def show_account(self, account_id: str) -> None:
        """Show another account; the part that is looked at stays."""
        self.workers.cancel_group(self, "reload")
        self.follow_to(account_id)
        self.stale = False
        await self.reload()

    def follow_to(self, account_id: str) -> None:
        """Show another account when this page is looked at again, for the rep walked on in the timeline above it."""
        self.account_id = account_id
        self.page_of = ("account", account_id)
        self._at, self._limit, self._from_top = "", FEW, True
        self.stale = True

    # --- the record to show ---------------------------------------------------------------------------------------

    def go_to(self, at: str) -> None:
        """Highlight a record on the page, ``noun:id``, and scroll to it."""
        self._at = at
        if at:
            self.refresh_content()

    async def _reach_back(self) -> None:
        """Let the timeline be long enough for the record to show."""
        noun, _colon, record_id = self._at.partition(":")
        if "timeline" in SHOWN_IN.get(noun, ()):
            place = await self.karep.desk.read(timeline_place, self.account_id, noun, record_id)
            self._limit = max(self._limit, (place or 0) + FEW // 4)

    async def _arrive(self) -> None:
        """Go to the part with the record; where it is in none, to the person that it belongs to."""
        noun, _colon, record_id = self._at.partition(":")
        if noun == "person":
            # the person is where the rep went, and comes before the account among the recent places
            self._remembered = True
            self.karep.remember("account", self.account_id)
            self.karep.remember("person", record_id)
        found = self._highlight(self._at, SHOWN_IN.get(noun, ("people",)))
        if not found and (person_id := await self.karep.desk.read(person_of, noun, record_id)):
            self._highlight(f"person:{person_id}", ("people",))
        self._at = ""

    def _highlight(self, key: str, panes: Sequence[str]) -> bool:
        for pane in panes:
            there = self.query_one(f"#{pane}", SectionList)
            if there.highlight(key):
                self.look_at(pane)
                self.call_after_refresh(there.bring_amid)
                return True
        return False

    def _read_on(self) -> None:
        """Show older events when the rep comes to the last one that is shown."""
        timeline = self.query_one("#timeline", SectionList)
        events_shown = timeline.row_count - 1
        if events_shown >= self._limit and timeline.highlighted_index == events_shown:
            self._limit += FEW
            self.refresh_content()

    # --- panes ---------------------------------------------------------------------------------------------------

    def tabs(self) -> list[Content]:
        """The names of the parts, with their numbers after a jump was begun."""
        tabs = super().tabs()
        if not self._jumping:
            return tabs
        return [assemble((f" {number} ", "bold reverse"), tab) for number, tab in enumerate(tabs, 1)]

    def action_pane_jump(self) -> None:
        """Show a number at each part; the next key goes to the part of that number."""
        self._show_numbers(True)

    def on_key(self, event: events.Key) -> None:
        """Take the number of a part after a jump was begun; any other key only ends it."""
        if not self._jumping:
            return
        event.stop()
        event.prevent_default()
        self._show_numbers(False)
        number = unicodedata.normalize("NFKC", event.character or "")
        panes = dict(zip("123456789", PANES, strict=False))
        if number in panes:
            self.look_at(panes[number])

    def _show_numbers(self, jumping: bool) -> None:
        """Write the parts' names with their numbers, on their frames and in the line of tabs, or take them away."""
        self._jumping = jumping
        self.set_class(jumping, "-jumping")
        for number, (pane, words) in enumerate(PANES.items(), 1):
            title = assemble((f" {number} ", "bold reverse"), (f" {_(words)} ", "bold"))
            self.query_one(f"#{pane}").border_title = title if jumping else ""
        self.show_panes()

    # --- what is at hand -----------------------------------------------------------------------------------------

    def account_at_hand(self) -> str | None:
        """This account."""
        return self.account_id

    def person_at_hand(self) -> str | None:
        """The person highlighted in the part that is looked at."""
        noun, record_id = self.record_at_hand() or ("", "")
        return record_id if noun == "person" else None

    def opportunity_at_hand(self) -> str | None:
        """The deal highlighted in the part that is looked at."""
        noun, record_id = self.record_at_hand() or ("", "")
        return record_id if noun == "opportunity" else None

    def chair_at_hand(self) -> str | None:
        """The role of the highlighted chair, while the people are looked at."""
        noun, _colon, role = (self.query_one("#people", SectionList).highlighted or "").partition(":")
        return role if noun == "chair" and self.pane == "people" else None

    def record_at_hand(self) -> tuple[str, str] | None:
        """The highlighted record of the part that is looked at; the account itself where there is none."""
        highlighted = self.query_one(f"#{self.pane}", SectionList).highlighted
        if not highlighted or self.chair_at_hand():
            return "account", self.account_id
        noun, _colon, record_id = highlighted.partition(":")
        return noun, record_id.partition(":")[0]

    def item_at_hand(self) -> TimelineItem | None:
        """The event highlighted in the timeline, while that is looked at."""
        highlighted = self.query_one("#timeline", SectionList).highlighted if self.pane == "timeline" else None
        return self._items.get(highlighted or "")

    def imported_at_hand(self) -> tuple[str, str, str]:
        """This account."""
        return "account", self.account_id, self._account.name if self._account else ""

    async def subject_at_hand(self) -> tuple[str, str] | None:
        """What a brief would be about: the highlighted deal or follow-up, else the account, whoever is highlighted."""
        record = self.record_at_hand()
        return record if record and record[0] in ("opportunity", "follow_up") else ("account", self.account_id)

    async def action_brief_person(self) -> None:
        """Be ready to meet the highlighted person."""
        person_id = self.person_at_hand()
        if person_id is None:
            self.karep.say(_("Highlight a person first."))
        else:
            await places.open_brief(self.karep, "person", person_id)

    async def action_account_pin(self) -> None:
        """Keep this account at hand, or let it go."""
        if self._account is not None:
            await pin_or_unpin(self.karep, self._account.id, self._account.name, pinned=self._account.pinned)

    async def action_record_open(self) -> None:
        """Open what is highlighted: a person's page, a form to fill an empty chair, a record where it stands."""
        if not await self.open_chair_or_person():
            await super().action_record_open()

    async def action_record_remove(self) -> None:
        """Remove what is highlighted; of an empty chair nothing can be."""
        if self.chair_at_hand():
            await self.action_chair_absent()
        else:
            await super().action_record_remove()

    @on(RowList.Selected)
    async def _selected(self) -> None:
        await self.action_record_open()


def _people_columns() -> list[Column]:
    return [
        Column("name", "", width=21, fraction=3, priority=9),
        Column("role", "", width=14, fraction=1, priority=8),
        Column("stance", "", width=4, priority=6),
        Column("bars", "", width=7, priority=4),
        Column("met", "", width=10, priority=3),
    ]


def _timeline_columns() -> list[Column]:
    return [
        Column("day", "", width=13, priority=7),
        Column("kind", "", width=12, priority=6),
        Column("what", "", width=16, fraction=1, priority=9),
    ]


def _plain_columns() -> list[Column]:
    return [Column("when", "", width=21, priority=8), Column("what", "", width=16, fraction=1, priority=9)]
