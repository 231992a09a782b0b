"""A person's page: the part in decisions, the rep's view, trust, PRAM, how to reach them, and what is between us."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from karep.db.views.coverage import get_care
from karep.db.views.follow_ups import FollowUp, list_follow_ups
from karep.db.views.gifts import get_recipient, list_gifts
from karep.db.views.occasions import list_occasions
from karep.db.views.people import Person, get_person, list_person_roles, list_preferences
from karep.db.views.promises import list_open_promises
from karep.db.views.timeline import TimelineItem, list_timeline
from karep.i18n import N_, _
from karep.reports.promise_words import promise_order
from karep.rules.coverage import SeniorWarning, senior_warning
from karep.rules.gifts import Allowance, year_total
from karep.screens import places
from karep.screens.account_actions import AccountActions
from karep.screens.bindings import bindings, described
from karep.screens.forms.person_pram import PRAM
from karep.screens.gifts import SHOWN, gift_section, remove_gift
from karep.screens.panes import PanesScreen
from karep.screens.people_rows import view_words
from karep.screens.person_actions import PersonActions
from karep.screens.person_rows import between_sections, person_details, who_sections
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.timeline_actions import TimelineActions
from karep.screens.widgets.columns import Column
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section, SectionList

PANES: Final = {"who": N_("Person"), "between": N_("Between us")}
"""The parts of the page, in order."""
TOUCHES: Final = 8
"""As many of the last touches are shown; the timeline has them all."""
_RATED: Final = ("stance", "strength", "concerns", "credibility", "reliability", "intimacy", "self_orientation")


class PersonScreen(PersonActions, AccountActions, TimelineActions, PanesScreen):
    """One person, full screen."""

    PLACE = "accounts"
    LISTS_ACCOUNTS = False
    FOOTER = ("brief.open", "touch.log", "follow_up.add", "person.rate", "record.edit", "app.back")
    PANES = PANES
    TABS = "person-tabs"
    CSS_PATH = "person.tcss"
    AUTO_FOCUS = "#who"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("pane.next", "pane.previous"),
        *AccountActions.ACCOUNT_BINDINGS,
        *PersonActions.PERSON_BINDINGS,
        *TimelineActions.RECORD_BINDINGS,
    ]

    def __init__(self, person_id: str) -> None:
        """Show the person with that id."""
        super().__init__()
        self.person_id = person_id
        self.page_of = ("person", person_id)
        self._person: Person | None = None
        self._items: dict[str, TimelineItem] = {}
        self._details: dict[str, str] = {}

    def compose_content(self) -> ComposeResult:
        """The head, the two parts side by side or one at a time, the highlighted row in full."""
        yield Static(id="person-head", markup=False)
        yield Static(id="person-tabs", markup=False)
        with Horizontal(id="person-panes"):
            for pane in PANES:
                yield SectionList(_columns(), id=pane, classes="person-pane", show_header=False)
        yield Static(id="person-detail", markup=False)

    async def reload(self) -> None:
        """Read everything about the person."""
        read, person_id = self.karep.desk.read, self.person_id
        person = self._person = await read(get_person, person_id)
        if person is None:
            self._show_gone()
            return
        parts = await read(list_person_roles, person_id)
        superior = await read(get_person, person.reports_to_id) if person.reports_to_id else None
        promises = await read(list_open_promises, person_id=person_id)
        touches = await read(list_timeline, person_id, TOUCHES, of="person", group="touches")
        preferences = await read(list_preferences, person_id)
        occasions = await read(list_occasions, person_id=person_id)
        eyes = Eyes.of(self.karep)
        owed = sorted(promises, key=lambda one: promise_order(one, eyes.today))
        ahead = await self._follow_ups(person)
        who = who_sections(person, parts, superior.name if superior else "", await self._senior(person), eyes)
        between = between_sections(person.id, owed, ahead, touches, preferences, occasions, eyes)
        between += await self._gifts(eyes)
        self.query_one("#who", SectionList).set_sections(who)
        self.query_one("#between", SectionList).set_sections(between)
        self._items = {item.key: item for item in touches}
        self._details = person_details(person, (*who, *between), eyes)
        self.query_one("#person-head", Static).update(_head(person, eyes))
        self.show_panes()
        self.show_detail()

    async def _follow_ups(self, person: Person) -> list[FollowUp]:
        if not person.account_id:
            return []
        planned = await self.karep.desk.read(list_follow_ups, account_id=person.account_id)
        return [one for one in planned if one.person_id == person.id]

    async def _gifts(self, eyes: Eyes) -> list[Section]:
        """What was given to the person, and where the year stands."""
        recipient = await self.karep.desk.read(get_recipient, self.person_id)
        if recipient is None:
            return []
        given = await self.karep.desk.read(list_gifts, person_id=self.person_id)
        allowance, year = Allowance.of(self.karep.settings), eyes.today.year
        key = described("gift.add", self.karep.settings.keys)[0]
        total = year_total(((one.value, one.currency) for one in given if one.year == year), allowance)
        return [gift_section(recipient, given[:SHOWN], total, allowance, year, eyes, key)]

    async def _senior(self, person: Person) -> SeniorWarning | None:
        """What is wrong with the counterpart of somebody who decides; what others may read says nothing of it."""
        if "decision_maker" not in person.roles or not person.account_id or self.karep.private or person.left_on:
            return None
        care = await self.karep.desk.read(get_care, person.account_id)
        return senior_warning(person.counterpart, (care.owner, care.backup) if care else ())

    def _show_gone(self) -> None:
        self._items, self._details = {}, {}
        gone = _("This person was removed; u brings them back, esc goes back.")
        self.query_one("#person-head", Static).update(safe(gone))
        self.query_one("#person-detail", Static).update("")
        for pane in PANES:
            self.query_one(f"#{pane}", SectionList).set_sections([])

    @on(RowList.Highlighted)
    def show_detail(self) -> None:
        """What the highlighted row has no room for."""
        highlighted = self.query_one(f"#{self.pane}", SectionList).highlighted
        self.query_one("#person-detail", Static).update(safe(self._details.get(highlighted or "", "")))

    # --- what is at hand -----------------------------------------------------------------------------------------

    def person_at_hand(self) -> str | None:
        """Whose page it is."""
        return self.person_id

    def account_at_hand(self) -> str | None:
        """The person's account."""
        return self._person.account_id if self._person else None

    def opportunity_at_hand(self) -> str | None:
        """The highlighted deal."""
        noun, record_id = self._highlighted()
        return record_id if noun == "opportunity" else None

    def record_at_hand(self) -> tuple[str, str] | None:
        """The highlighted record; the person where it is a field."""
        noun, record_id = self._highlighted()
        return ("person", self.person_id) if noun in ("", "field") else (noun, record_id)

    def _highlighted(self) -> tuple[str, str]:
        highlighted = self.query_one(f"#{self.pane}", SectionList).highlighted or ""
        noun, _colon, record_id = highlighted.partition(":")
        return noun, record_id

    def item_at_hand(self) -> TimelineItem | None:
        """The highlighted touch."""
        return self._items.get(":".join(self._highlighted()))

    async def subject_at_hand(self) -> tuple[str, str] | None:
        """What a brief would be about: the person."""
        return "person", self.person_id

    # --- actions -------------------------------------------------------------------------------------------------

    def _about(self) -> dict[str, str]:
        found = {"account_id": self.account_at_hand(), "person_id": self.person_id}
        return {name: value for name, value in found.items() if value}

    async def action_touch_log(self) -> None:
        """Log a touch with this person in one line."""
        await places.open_log(self.karep, **self._about())

    async def action_follow_up_add(self) -> None:
        """Plan what is next with this person."""
        promise_id = self.promise_at_hand()
        await places.open_follow_up(self.karep, **self._about(), **({"promise_id": promise_id} if promise_id else {}))

    async def action_timeline_open(self) -> None:
        """Everything that happened with this person."""
        await places.open_timeline(self.karep, "person", self.person_id)

    async def action_record_edit(self) -> None:
        """Change the highlighted record; of a field, the form that it is in."""
        noun, name = self._highlighted()
        if noun == "opportunity" or (noun, name) == ("field", "roles"):
            await self.action_person_parts()
        elif noun == "field" and (name in _RATED or name == "raise"):
            await self.open_part("person.rate", name)
        elif noun == "field" and name in PRAM:
            await self.open_part("person.pram", name)
        elif noun == "field":
            await places.open_form(self.karep, "person.change", person_id=self.person_id)
        elif noun == "gift":
            await places.open_form(self.karep, "gift.change", gift_id=name)
        else:
            await super().action_record_edit()

    async def action_record_open(self) -> None:
        """Open the highlighted record, or the form of a field."""
        if self._highlighted()[0] in ("field", "gift"):
            await self.action_record_edit()
        else:
            await super().action_record_open()

    async def action_record_remove(self) -> None:
        """Remove the highlighted record; the person goes on the account's page only."""
        if self._highlighted()[0] in ("", "field", "opportunity"):
            self.karep.say(_("x removes a person on the account's page; here e changes the field."))
        elif self._highlighted()[0] == "gift":
            await remove_gift(self.karep, self._highlighted()[1])
        else:
            await super().action_record_remove()

    @on(RowList.Selected)
    async def _selected(self) -> None:
        await self.action_record_open()


def _head(person: Person, eyes: Eyes) -> Content:
    """Two lines: who it is and where; the rep's view and the last contact."""
    mark = ("◌ " if person.placeholder else "● ", "$text-accent")
    title = " · ".join(one_line(one) for one in (person.title, person.account_name) if one)
    name = safe(one_line(person.name)).stylize("bold")
    view = view_words(person) if not eyes.hides("person", "stance") else ()
    ago = eyes.ago(person.last_touch_at)
    last = _("last contact {ago}").format(ago=ago) if person.last_touch_at else ago
    left = _("left {day}").format(day=person.left_on) if person.left_on else ""
    below = " · ".join(one for one in (left, *view, last) if one)
    above = assemble(mark, name, (f"  {title}" if title else "", "$text-muted"))
    return Content("\n").join([above, safe(f"  {below}")])


def _columns() -> list[Column]:
    return [Column("when", "", width=22, priority=8), Column("what", "", width=16, fraction=1, priority=9)]
