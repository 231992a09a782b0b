"""Who else is near: accounts of the same district and city that are worth a visit; the chosen ones make a day plan."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep.db import drafts
from karep.i18n import _, ngettext
from karep.reports.near import (
    Near,
    Nearby,
    city_words,
    district_name,
    district_words,
    host_words,
    near_line,
    nothing_words,
    read_near,
    why_words,
)
from karep.reports.render import more_words
from karep.screens import places
from karep.screens.account_actions import AccountActions
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings, described
from karep.screens.day_plan import DayPlanDialog
from karep.screens.privacy import Eyes
from karep.screens.report_list import SIGNS, TONES
from karep.screens.safe import assemble, one_line
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section

if TYPE_CHECKING:
    from karep.app import KarepApp

_BETWEEN: Final = ","
_NOT_CHOSEN: Final = "·"


def open_near(app: "KarepApp", account_id: str, *, day: date | None = None) -> None:
    """List who is near an account, or come back to that list.

    Args:
        app: The app.
        account_id: The account.
        day: The day that a plan begins with, if one is at hand.
    """
    pages = [one for one in app.screen_stack if isinstance(one, NearScreen)]
    known = next((one for one in pages if one.account_id == account_id), None)
    if known is None:
        app.push_screen(NearScreen(account_id, day=day))
        return
    app.keep_drafts()
    while app.screen is not known:
        app.pop_screen()


class NearScreen(AccountActions, KarepScreen):
    """The accounts near one account; what is chosen is kept until it is planned or thrown away."""

    KIND: ClassVar[str] = "near.plan"
    PLACE = "accounts"
    FOOTER: ClassVar[tuple[str, ...]] = (
        "near.choose", "near.plan", "near.earlier", "near.later", "near.account", "brief.open"
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "near.choose", "near.plan", "near.earlier", "near.later", "near.account", "form.discard",
        "brief.open", "timeline.open", "touch.log", "follow_up.add",
    )  # fmt: skip
    CSS_PATH = Path(__file__).with_name("near.tcss")
    AUTO_FOCUS = "#near"

    def __init__(self, account_id: str, *, day: date | None = None) -> None:
        """List who is near the account with that id; a plan begins with `day`."""
        super().__init__()
        self.account_id = account_id
        self.first_day = day
        self.chosen: list[str] = []
        """The ids of the accounts that are visited, in that order."""
        self.typed: dict[str, str] = {}
        """What was typed about the day."""
        self._near: Near | None = None
        self._known: dict[str, Nearby] = {}
        self._brought_back = False

    def compose_content(self) -> ComposeResult:
        """Where it is, the list, the highlighted account whole."""
        columns = (
            Column("mark", "", width=2, priority=9),
            Column("account", _("Account"), width=14, fraction=2, priority=9),
            Column("why", _("Why"), width=16, fraction=5, priority=8),
            Column("who", _("To see"), width=10, fraction=1, priority=5),
            Column("district", _("District"), width=10, priority=4),
        )
        yield Static(id="near-state", markup=False)
        yield ArrowList(columns, id="near")
        yield Static(id="near-whole", markup=False)

    # --- the draft ---------------------------------------------------------------------------------------------------

    @property
    def draft_key(self) -> str:
        """The kind and the account."""
        return drafts.form_key(self.KIND, {"account_id": self.account_id})

    def draft(self) -> drafts.Draft:
        """Who is chosen, and what was typed about the day."""
        return {"chosen": _BETWEEN.join(self.chosen), **self.typed}

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Day plan")

    def _keep(self) -> None:
        if self.chosen:
            self.karep.draft_typed(self)
        else:
            self.typed = {}
            self.karep.drop_draft(self)

    async def _bring_back(self) -> None:
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key)
        if kept:
            self.chosen = [one for one in kept.pop("chosen", "").split(_BETWEEN) if one]
            self.typed = kept
        self._brought_back = True

    # --- reading -----------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read who is near."""
        if not self._brought_back:
            await self._bring_back()
        read, clock, practice = self.karep.desk.read, self.karep.clock, self.karep.practice
        self._near = near = await read(read_near, clock, practice, account_id=self.account_id)
        self._known = {one.site.account_id: one for one in near.all}
        self.chosen = [one for one in self.chosen if one in self._known]
        self._show()

    def _show(self) -> None:
        near = self._near
        # what is read for a page that closes meanwhile is shown nowhere
        listed = next(iter(self.query("#near").results(ArrowList)), None)
        if near is None or listed is None:
            return
        if near.here is None:
            listed.empty = _("This account was removed. Undo (u) brings it back; esc goes back.")
            listed.set_sections([])
        else:
            listed.set_sections(self._sections(near))
        name = near.here.site.name if near.here else ""
        where = " · ".join(filter(None, (name, near.city, district_name(near.district))))
        for state in self.query("#near-state").results(Static):
            state.update(assemble((one_line(where), "bold"), "   ", self._state()))
        self._show_whole()

    def _state(self) -> str:
        """How many are chosen."""
        if not self.chosen:
            return _("nobody chosen yet")
        return ngettext("{n} chosen", "{n} chosen", len(self.chosen)).format(n=len(self.chosen))

    def _sections(self, near: Near) -> list[Section]:
        same = [one for one in near.found if one.same_district]
        others = [one for one in near.found if not one.same_district]
        more = f"  {more_words(near.more)}" if near.more else ""
        here = [near.here] if near.here else []
        return [
            Section(_("Here"), {one.site.account_id: self._row(one) for one in here}),
            Section(district_words(near), {one.site.account_id: self._row(one) for one in same}),
            Section(
                f"{city_words(near)}{more}",
                {one.site.account_id: self._row(one) for one in others},
                "" if near.found else nothing_words(near),
            ),
        ]

    def _row(self, one: Nearby) -> Row:
        eyes, line = Eyes.of(self.karep), near_line(one)
        place = self.chosen.index(one.site.account_id) + 1 if one.site.account_id in self.chosen else 0
        why = SIGNS.get(line.state, "  ") + why_words(one, private=eyes.private)
        return Row(
            {
                "mark": Cell(str(place), "success") if place else Cell(_NOT_CHOSEN, "muted"),
                "account": one.site.name,
                "why": Cell(eyes.words(why), TONES.get(line.state, "")),
                "who": host_words(one),
                "district": Cell(f"{one.district}…" if one.district[-1:].isdigit() else one.district, "muted"),
            }
        )

    @on(RowList.Highlighted, "#near")
    def _show_whole(self) -> None:
        """Below the list: all about the highlighted account; the row has no room for it."""
        one = self._highlighted()
        for whole in self.query("#near-whole").results(Static):
            whole.update(self._whole(one) if one else "")

    def _whole(self, one: Nearby) -> Content:
        """Who, why, whom to see, how to call, where."""
        eyes = Eyes.of(self.karep)
        why = one_line(eyes.words(why_words(one, private=eyes.private)))
        phone = (one.host.phone if one.host else "") or one.site.phone or ""
        see = _("see {who}").format(who=host_words(one)) if one.host else ""
        where = " · ".join(filter(None, (see, eyes.phone(phone), one.site.address)))
        told = " · ".join(filter(None, (why, where)))
        return assemble((one_line(one.site.name), "bold"), f" · {one_line(told)}")

    def eyes_changed(self) -> None:
        """Write anew what is private, or is so now."""
        self._show()

    # --- whom the actions are about ----------------------------------------------------------------------------------

    def _highlighted(self) -> Nearby | None:
        listed = next(iter(self.query("#near").results(ArrowList)), None)
        return self._known.get(listed.highlighted or "") if listed is not None else None

    def account_at_hand(self) -> str | None:
        """The highlighted account."""
        one = self._highlighted()
        return one.site.account_id if one else None

    # --- choosing ----------------------------------------------------------------------------------------------------

    def action_near_choose(self) -> None:
        """Visit the highlighted account last, or not at all."""
        one = self.account_at_hand()
        if one is None:
            return
        if one in self.chosen:
            self.chosen.remove(one)
        else:
            self.chosen.append(one)
        self._keep()
        self._show()

    def action_near_earlier(self) -> None:
        """Visit the highlighted account before the one before it."""
        self._swap(-1)

    def action_near_later(self) -> None:
        """Visit the highlighted account after the one after it."""
        self._swap(1)

    def _swap(self, step: int) -> None:
        one = self.account_at_hand()
        if one is None or one not in self.chosen:
            key = described("near.choose", self.karep.settings.keys)[0]
            self.say(_("{key} chooses the account first.").format(key=key))
            return
        place = self.chosen.index(one)
        to = place + step
        if 0 <= to < len(self.chosen):
            self.chosen[place], self.chosen[to] = self.chosen[to], self.chosen[place]
            self._keep()
            self._show()

    def action_form_discard(self) -> None:
        """Choose nobody."""
        self.chosen = []
        self._keep()
        self._show()

    @on(RowList.Selected, "#near")
    async def action_near_plan(self) -> None:
        """Ask for the day and plan it; where nobody is chosen, the highlighted account alone."""
        one = self.account_at_hand()
        if not self.chosen and one is not None:
            self.chosen = [one]
            self._show()
        if self.chosen:
            stops = [self._known[each] for each in self.chosen]
            dialog = DayPlanDialog(self, stops, self.typed, first_day=self.first_day)
            await self.app.push_screen(dialog, self._answered)

    async def _answered(self, planned: date | None) -> None:
        """Go on to the day that was planned; what was typed about another stays for the next time."""
        if planned is None:
            return
        self.chosen, self.typed = [], {}
        # not here: this page closes, and would wait for itself
        self.app.call_later(_show_plan, self.karep, planned)
        self.app.pop_screen()

    async def action_near_account(self) -> None:
        """Open the highlighted account."""
        if account_id := self.account_at_hand():
            places.open_account(self.karep, account_id)

    def action_app_back(self) -> None:
        """Go back; who is chosen comes back when this is opened again."""
        self.karep.keep_drafts()
        if self.chosen:
            self.say(_("Kept unsaved; it comes back when you open this again."))
        super().action_app_back()


async def _show_plan(app: "KarepApp", day: date) -> None:
    """Go to a day of the agenda."""
    from karep.screens.agenda import AgendaScreen

    agenda = await places.open_place(app, "agenda")
    if isinstance(agenda, AgendaScreen):
        agenda.go_to(day)
