"""The timeline: everything that happened with an account, a person or a deal, told whole, newest first."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from karep.db.views.timeline import Subject, TimelineItem, count_timeline, get_subject, list_timeline
from karep.db.words import field_name
from karep.i18n import N_, _, language
from karep.rules.day_words import describe_day
from karep.screens import places
from karep.screens.account import AccountScreen
from karep.screens.account_actions import AccountActions
from karep.screens.account_walk import AccountWalk
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.timeline_actions import TimelineActions
from karep.screens.timeline_words import item_day, item_words, month_heading
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.tall_list import TallList
from karep.screens.widgets.text_input import TextInput
from karep.screens.widgets.wrapped_list import Paragraph, Paragraphs

FILTERS: Final = {
    "": N_("All"),
    "touches": N_("Touches"),
    "promises": N_("Promises"),
    "steps": N_("Done"),
    "stages": N_("Stages"),
    "ticks": N_("Ticked"),
    "notes": N_("Notes"),
    "gifts": N_("Gifts"),
    "imports": N_("Imports"),
}
"""What the stream can be narrowed to, with the words for it."""
FEW: Final = 60
"""As many items are shown at first, and as many more whenever the rep comes to the last one."""
MOST_ROWS: Final = 500
"""Rows of one item; of a text that is longer still the record shows the rest."""
_CONFIDENTIAL: Final = "▲"
"""Stands before what was said in confidence, so that it is not told by its colour alone."""


class TimelineScreen(AccountWalk, AccountActions, TimelineActions, KarepScreen):
    """The stream of one account, person or deal."""

    LISTS_ACCOUNTS = False
    FOOTER = ("timeline.next", "timeline.words", "timeline.people", "touch.log", "record.edit", "app.back")
    CSS_PATH = "timeline.tcss"
    AUTO_FOCUS = "#events"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("timeline.next", "timeline.previous", "timeline.words", "timeline.people"),
        *AccountActions.ACCOUNT_BINDINGS,
        *AccountWalk.WALK_BINDINGS,
        *TimelineActions.RECORD_BINDINGS,
    ]

    def __init__(self, noun: str, record_id: str) -> None:
        """Show the stream of the account, person or opportunity with that id."""
        super().__init__()
        self.subject = (noun, record_id)
        self.group = ""
        """The filter, one of `FILTERS`."""
        self._limit = FEW
        self._from_top = False
        self._named: Subject | None = None
        self._items: dict[str, TimelineItem] = {}
        self._counts: dict[str, int] = {}

    def compose_content(self) -> ComposeResult:
        """Whose stream it is, the filters with their counts, the words looked for, the stream."""
        yield Static(id="timeline-head", markup=False)
        yield Static(id="timeline-filters", markup=False)
        yield TextInput(id="timeline-words", placeholder=_("words, or somebody's name"))
        yield TallList(most=MOST_ROWS, id="events")

    @property
    def events(self) -> TallList:
        """The list."""
        return self.query_one("#events", TallList)

    async def reload(self) -> None:
        """Read as much of the stream as is shown, and how much of each kind there is."""
        read, (noun, record_id) = self.karep.desk.read, self.subject
        self._named = await read(get_subject, record_id, of=noun)
        if self._named is None:
            self._show_gone()
            return
        place = await self.place_words()
        words, private = self._words, not self.karep.private
        self._counts = await read(count_timeline, record_id, of=noun, words=words, private=private)
        items = await read(
            list_timeline, record_id, self._limit, of=noun, group=self.group, words=words, private=private
        )
        eyes = Eyes.of(self.karep)
        self._items = {item.key: item for item in items}
        self._show_head(self._named, place, eyes)
        self._show_filters()
        self.events.set_parts(self._parts(items, eyes))
        if self._from_top:
            self._from_top = False
            self.events.go_to_top()

    def _show_gone(self) -> None:
        gone = _("What this timeline is about was removed; u brings it back, esc goes back.")
        self._items = {}
        self.query_one("#timeline-head", Static).update(safe(gone))
        self.query_one("#timeline-filters", Static).update("")
        self.events.set_parts([])

    def _show_head(self, named: Subject, place: str, eyes: Eyes) -> None:
        name = safe(one_line(eyes.words(named.name))).stylize("bold")
        where = [one_line(named.account_name)] if self.subject[0] != "account" and named.account_name else []
        beside = "  ".join([_("Timeline"), *where, *([place] if place else [])])
        self.query_one("#timeline-head", Static).update(
            assemble(("◆ ", "$text-accent"), name, (f"  {beside}", "$text-muted"))
        )

    def _show_filters(self) -> None:
        """The kinds of which there are any, with their counts."""
        numbers = {"": sum(self._counts.values()), **self._counts}
        chips = []
        for group, words in FILTERS.items():
            if group in numbers or group == self.group:
                text = f"{_(words)} {numbers.get(group, 0):,}"
                chosen = group == self.group
                chips.append(assemble((f"[{text}]" if chosen else f" {text} ", "bold" if chosen else "")))
        self.query_one("#timeline-filters", Static).update(Content("").join(chips))
        field = self.query_one("#timeline-words", Input)
        field.display = bool(field.value) or field.has_focus

    def _parts(self, items: Sequence[TimelineItem], eyes: Eyes) -> list[Paragraphs]:
        """The items under their months."""
        parts: list[tuple[str, dict[str, Paragraph]]] = []
        for item in items:
            month = month_heading(item_day(item, eyes))
            if not parts or parts[-1][0] != month:
                parts.append((month, {}))
            parts[-1][1][item.key] = _paragraph(self._without_subject(item), eyes)
        if not parts:
            filtered = self._words or self.group
            nothing = _("Nothing like this here: esc shows everything again.")
            return [Paragraphs(_("Timeline"), {}, nothing if filtered else _("Nothing yet: press n to log a visit."))]
        return [Paragraphs(month, lines) for month, lines in parts]

    def _without_subject(self, item: TimelineItem) -> TimelineItem:
        """In the timeline of a deal no item needs to say which deal it is about."""
        if self.subject[0] != "opportunity":
            return item
        named = item.kind in ("stage_change", "closing")
        return replace(item, opportunity_name=None, title=None if named else item.title)

    # --- filters -------------------------------------------------------------------------------------------------

    @property
    def _words(self) -> str:
        return self.query_one("#timeline-words", Input).value.strip()

    def action_timeline_next(self) -> None:
        """Show the next kind of events."""
        self._filter(1)

    def action_timeline_previous(self) -> None:
        """Show the kind before."""
        self._filter(-1)

    def _filter(self, step: int) -> None:
        """Go to the next filter that lets something through."""
        groups = [group for group in FILTERS if not group or group in self._counts or group == self.group]
        self.group = groups[(groups.index(self.group) + step) % len(groups)]
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Show the stream from its newest item."""
        self._limit, self._from_top = FEW, True
        self.refresh_content()

    def action_timeline_words(self) -> None:
        """Type what to look for."""
        field = self.query_one("#timeline-words", Input)
        field.display = True
        field.focus()
        field.action_select_all()

    @on(Input.Changed, "#timeline-words")
    def _words_typed(self) -> None:
        self._begin_anew()

    @on(Input.Submitted, "#timeline-words")
    def _words_done(self) -> None:
        self.events.focus()

    def action_app_back(self) -> None:
        """Leave the field, then show everything again, then go back."""
        field = self.query_one("#timeline-words", Input)
        if field.has_focus:
            self.events.focus()
            self.refresh_content()
        elif self.group or field.value:
            self.group = ""
            field.value = ""
            self._begin_anew()
        else:
            super().action_app_back()

    @on(RowList.Highlighted, "#events")
    def _read_on(self) -> None:
        """Show older items when the rep comes to the last one that is shown."""
        shown = len(self._items)
        if shown >= self._limit and self.events.highlighted == next(reversed(self._items)):
            self._limit = shown + FEW
            self.refresh_content()

    # --- what is at hand -----------------------------------------------------------------------------------------

    def item_at_hand(self) -> TimelineItem | None:
        """The highlighted item."""
        return self._items.get(self.events.highlighted or "")

    def record_at_hand(self) -> tuple[str, str] | None:
        """The record of the highlighted item."""
        item = self.item_at_hand()
        return (item.noun, item.id) if item else None

    def imported_at_hand(self) -> tuple[str, str, str]:
        """What the timeline is about."""
        return (*self.subject, self._named.name if self._named else "")

    def account_at_hand(self) -> str | None:
        """The account of the highlighted item, else the one that the timeline belongs to."""
        item = self.item_at_hand()
        return (item.account_id if item else None) or (self._named.account_id if self._named else None)

    def person_at_hand(self) -> str | None:
        """Whose timeline it is; else the only person of the highlighted item."""
        if self.subject[0] == "person":
            return self.subject[1]
        item = self.item_at_hand()
        return item.people[0][0] if item and len(item.people) == 1 else None

    def opportunity_at_hand(self) -> str | None:
        """The deal whose timeline it is; else that of the highlighted item."""
        if self.subject[0] == "opportunity":
            return self.subject[1]
        item = self.item_at_hand()
        return item.opportunity_id if item else None

    async def subject_at_hand(self) -> tuple[str, str]:
        """What a brief would be about: what the timeline is about."""
        return self.subject

    async def action_timeline_open(self) -> None:
        """From a person's or a deal's timeline go on to that of the whole account."""
        account_id = self._named.account_id if self._named else None
        if self.subject[0] != "account" and account_id:
            await places.open_timeline(self.karep, "account", account_id)

    @on(RowList.Selected, "#events")
    async def _selected(self) -> None:
        await self.action_record_open()

    # --- another account in this place ---------------------------------------------------------------------------

    def walks_from(self) -> str | None:
        """The account, unless the timeline is a person's or a deal's."""
        return self.subject[1] if self.subject[0] == "account" else None

    async def show_account(self, account_id: str) -> None:
        """Show the timeline of another account, with the same filters; a page of the account below follows."""
        self.workers.cancel_group(self, "reload")
        self.subject = ("account", account_id)
        self._limit, self._from_top = FEW, True
        await self.reload()
        below = self.app.screen_stack[self.app.screen_stack.index(self) - 1]
        if isinstance(below, AccountScreen):
            below.follow_to(account_id)


def _paragraph(item: TimelineItem, eyes: Eyes) -> Paragraph:
    """An item whole: its state, day and kind stand out; what was said in confidence stands on a row of its own."""
    told = item_words(item, eyes)
    day = describe_day(item_day(item, eyes), eyes.today, language())
    lead = f"{told.sign} {day}  {told.kind}"
    secret = f"{_CONFIDENTIAL} {field_name('private_note')}: {told.secret}" if told.secret else ""
    return Paragraph(f"{lead}  {told.text}", told.tone, lead=len(lead), warned=secret)
