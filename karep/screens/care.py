"""Before an important day: for whom something is to be done, what to know of them, and what was done."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from karep.db import care
from karep.i18n import _, language
from karep.reports import words
from karep.reports.care_festivals import Cared, festival_totals, find_festival, read_festival
from karep.reports.care_who import Day, read_day, read_known
from karep.reports.care_words import QUIET, UNKNOWN_DAY, ahead_words, business_words, count_words
from karep.rules.care import BUSINESS, Step, festival_acts, planned_day
from karep.rules.festivals import Festival
from karep.rules.gifts import Allowance
from karep.rules.privacy import MASK
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings, described
from karep.screens.care_dialog import CareDialog, SkipCareDialog
from karep.screens.care_rows import care_columns, cared_sections, known_lines
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from karep.app import KarepApp

LISTED: Final = 300
"""As many customers are listed at most, the best tier first; the filter finds the others."""


async def open_care(
    app: "KarepApp", *, occasion_id: str = "", festival: str = "", day: date | None = None, account_id: str = ""
) -> None:
    """Open the care page of an important day or a festival; that of the same day is used again.

    Args:
        app: The app.
        occasion_id: The important day.
        festival: The key of the festival, where it is for one.
        day: The day on which it falls; the next one where it is not given.
        account_id: The account to highlight.
    """
    shown = app.screen
    wanted = (occasion_id, festival, day)
    if isinstance(shown, CareScreen) and (shown.occasion_id, shown.festival_key, shown.day) == wanted:
        shown.go_to(account_id)
    else:
        await app.push_screen(CareScreen(occasion_id, festival, day, account_id))


class CareScreen(KarepScreen):
    """One important day, or one festival with all key accounts."""

    FOOTER = ("care.done", "care.gift", "follow_up.add", "care.skip", "edit.undo", "app.privacy")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "care.done", "care.gift", "follow_up.add", "care.skip", "care.edit", "care.remove", "care.filter", "touch.log",
        "brief.open",
    )  # fmt: skip
    CSS_PATH = "care.tcss"
    AUTO_FOCUS = "#cared"

    def __init__(self, occasion_id: str, festival: str, day: date | None, account_id: str = "") -> None:
        """Show the important day with that id, or the festival with that key, on a day or the next time."""
        super().__init__()
        self.occasion_id, self.festival_key, self.day = occasion_id, festival, day
        self._at = account_id
        self._day: Day | None = None
        self._festival: Festival | None = None
        self._counts: dict[str, tuple[int, int]] = {}
        self._cared: dict[str, Cared] = {}
        self._typed = ""

    def compose_content(self) -> ComposeResult:
        """The day above, those to care for, what to know of the highlighted one."""
        yield Static(id="care-head", markup=False)
        field = TextInput(self._typed, id="care-filter", placeholder=_("any part of the account's name or city"))
        field.display = bool(self._typed)
        yield field
        with Horizontal(id="care-sides"):
            yield ArrowList(care_columns(), id="cared")
            with VerticalScroll(id="care-known"):
                yield Static(id="known", markup=False)

    # --- reading -----------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read the day and those it is for."""
        app, read = self.karep, self.karep.desk.read
        if self.festival_key:
            self._festival = find_festival(self.festival_key, self.day, app.clock.today, app.practice)
            found: list[Cared] = []
            if self._festival is not None:
                about = (self._festival, app.clock, app.practice)
                asked = self.query_one("#care-filter", Input).value
                found = await read(read_festival, *about, words=asked, limit=LISTED)
                self._counts = await read(festival_totals, *about)
        else:
            self._day = await read(read_day, self.occasion_id, self.day, app.clock, app.practice)
            found = [self._day.cared] if self._day is not None and self._day.on is not None else []
        self._cared = {} if self._hides() else {one.key: one for one in found}
        self._show()

    def _hides(self) -> bool:
        """Whether it is somebody's own day, and others look."""
        day = self._day
        return bool(day and self.karep.private and words.is_personal(day.occasion))

    def _show(self) -> None:
        listed, rows = self.query_one("#cared", ArrowList), list(self._cared.values())
        self.query_one("#care-head", Static).update(Content("\n").join(self._head(rows)))
        about = (self.karep.clock.today, self.karep.practice.rest, self._idle(), self._nothing())
        listed.set_sections(cared_sections(rows, *about))
        if self._at and listed.highlight(self._at):
            self._at = ""
        self._show_known()

    def go_to(self, account_id: str) -> None:
        """Highlight an account."""
        if account_id:
            self.query_one("#cared", ArrowList).highlight(account_id)

    def _idle(self) -> str:
        """What stands where nothing is proposed: that it is a quiet day, or why."""
        day = self._day
        if day is None or day.on is None:
            return _(QUIET) if self._festival and not self._festival.greeted else ""
        if day.occasion.kind in BUSINESS:
            unknown = day.occasion.day is None
            return business_words(day.occasion.kind, day.on, self.karep.clock.today, month=unknown)
        return _(UNKNOWN_DAY) if day.occasion.day is None else _(QUIET) if day.occasion.kind == "memorial" else ""

    def _nothing(self) -> str:
        """What stands in the empty list."""
        key = described("app.privacy", self.karep.settings.keys)[0]
        if self._hides():
            return _("Somebody's own day is hidden while others look; {key} shows it.").format(key=key)
        if self.festival_key and self.query_one("#care-filter", Input).value:
            return _("No key account has these words; esc clears the filter.")
        if self.festival_key and self._festival is not None:
            return _("No account has a tier yet: give the important ones a tier on their pages.")
        return _("This day was removed, or does not come again. Undo (u) brings it back; esc goes back.")

    def _head(self, rows: list[Cared]) -> list[Content]:
        if self._festival is not None:
            one = self._festival
            acts = festival_acts(one.key, greeted=one.greeted)
            told = _("; ").join(count_words(act, *self._counts[act]) for act in acts if act in self._counts)
            if not acts and not one.greeted:
                told = _(QUIET)
            if len(rows) == LISTED:
                key = described("care.filter", self.karep.settings.keys)[0]
                told = " · ".join((told, _("the first {n}; {key} finds others").format(n=LISTED, key=key)))
            return [self._title(one.name(language()), one.day, one.industry), assemble((one_line(told), "$text-muted"))]
        if self._day is None or self._day.on is None:
            return [safe(_("Important day"))]
        occasion, on = self._day.occasion, self._day.on
        if self._hides():
            return [assemble((_("Important day"), "bold"), f" {MASK}")]
        name = words.occasion_words(occasion, on)
        lines = [self._title(name, on, occasion.whose, month=words.month_words(occasion))]
        idle = self._idle()
        return [*lines, assemble((idle, "$text-warning"))] if idle else lines

    def _title(self, name: str, on: date, whose: str, *, month: str = "") -> Content:
        today = self.karep.clock.today
        # that a festival is a holiday goes without saying, and of a month no day is known
        free = "" if self._festival or month else words.rest_words(on, self.karep.practice.rest)
        rest = [whose, month or words.dated_words(on, today), "" if month else ahead_words(on, today), free]
        told = " · ".join(one_line(part) for part in rest if part)
        return assemble((one_line(name), "bold"), f" · {told}")

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        self._show_known()

    @work(group="known", exclusive=True, exit_on_error=False)
    async def _show_known(self) -> None:
        """All that must be known of the highlighted one."""
        one, shown = self._at_hand(), self.query_one("#known", Static)
        if one is None:
            shown.update("")
            return
        app = self.karep
        allowance = Allowance.of(app.settings)
        known = await app.desk.read(read_known, one.person_id, one.account_id, app.clock.today, allowance)
        lines = known_lines(one, known, allowance, app.practice.rest, Eyes.of(app))
        shown.update(Content("\n").join(lines))
        self.query_one("#care-known", VerticalScroll).scroll_home(animate=False)

    def _at_hand(self) -> Cared | None:
        return self._cared.get(self.query_one("#cared", ArrowList).highlighted or "")

    def _chosen(self) -> Cared | None:
        """The highlighted one; where there is none the rep is told what to do."""
        one = self._at_hand()
        if one is None:
            self.say(_("Nobody is highlighted."))
        return one

    # --- doing -------------------------------------------------------------------------------------------------------

    def _links(self, one: Cared) -> dict[str, str]:
        """Whom and which day an action is for."""
        on = self._festival.day if self._festival else self._day.on if self._day else None
        named = {"account_id": one.account_id, "person_id": one.person_id}
        named |= {"festival": self.festival_key, "occasion_id": self.occasion_id}
        name = one.person_name or one.account_name
        return {key: value for key, value in named.items() if value} | {"year": str(on.year if on else 0), "name": name}

    async def action_care_done(self) -> None:
        """Note what was done for the highlighted one: a greeting, a visit or a talk."""
        one = self._chosen()
        if one is None:
            return
        todo = [step for step in one.steps if step.act != "gift" and (step.is_open or step.state == "planned")]
        first = next((step for step in todo if step.is_asked), todo[0] if todo else None)
        if first is None and any(step.act != "gift" for step in one.steps):
            await self.action_care_edit()
            return
        acts = self._acts(one)
        act = first.act if first else acts[0]
        await self.app.push_screen(CareDialog(**self._links(one), act=act, acts=" ".join(acts)))

    def _acts(self, one: Cared) -> list[str]:
        """What may be noted: what is proposed first; no congratulations on a quiet day."""
        quiet = self._day.occasion.kind in ("memorial", *BUSINESS) if self._day else False
        if self._festival is not None:
            quiet = not self._festival.greeted
        proposed = [step.act for step in one.steps if step.act != "gift"]
        others = ("visit", "talk") if quiet else ("greeting", "visit", "talk")
        return list(dict.fromkeys((*proposed, *others)))

    async def action_care_edit(self) -> None:
        """Change what was noted last, such as the reply."""
        one = self._chosen()
        noted = [each for each in one.cares if each.state == "done" and each.act != "gift"] if one else []
        if one is None:
            return
        if not noted:
            self.say(_("Nothing is noted for {name} yet.").format(name=one_line(one.person_name or one.account_name)))
            return
        await self.app.push_screen(CareDialog(**self._links(one), act=noted[0].act, care_id=noted[0].id))

    async def action_care_gift(self) -> None:
        """Note what was given to the highlighted one, for this day."""
        one = self._chosen()
        if one is None:
            return
        about = {name: value for name, value in self._links(one).items() if name not in ("year", "name")}
        await places.open_form(self.karep, "gift.add", **about)

    async def action_care_skip(self) -> None:
        """Leave out what is still open for the highlighted one."""
        one = self._chosen()
        if one is None:
            return
        acts = [step.act for step in one.steps if step.state not in ("done", "left_out")]
        if not acts:
            self.say(_("Nothing is left to do for {name}.").format(name=one_line(one.person_name or one.account_name)))
            return
        await self.app.push_screen(SkipCareDialog(**self._links(one), acts=" ".join(acts)))

    async def action_care_remove(self) -> None:
        """Take out what was noted last for the highlighted one."""
        one = self._chosen()
        if one is None:
            return
        if not one.cares:
            self.say(_("Nothing is noted for {name} yet.").format(name=one_line(one.person_name or one.account_name)))
            return
        label = one.person_name or one.account_name
        await self.karep.save("care.remove", label, care.remove_care, one.cares[0].id)
        self.say(_("Removed; u brings it back."))

    async def action_follow_up_add(self) -> None:
        """Plan the visit, or what else is next, for the right working day."""
        one = self._chosen()
        if one is None:
            return
        step = self._to_plan(one)
        about = self._links(one)
        about.pop("name")
        planned = {"care_act": step.act if step else "visit", "care_year": about.pop("year")}
        today, on = self.karep.clock.today, self._festival.day if self._festival else self._day and self._day.on
        if step is not None and on:
            planned["care_day"] = planned_day(step, on, today, self.karep.practice.rest).isoformat()
        if self._festival is not None:
            planned["care_for"] = self._festival.name(language())
        elif self._day is not None and on and self._day.occasion.kind in BUSINESS:
            planned["care_for"] = words.occasion_words(self._day.occasion, on)
        await places.open_follow_up(self.karep, **about, **planned)

    def _to_plan(self, one: Cared) -> Step | None:
        """A visit or a talk first, then what is due, then what comes next."""
        todo = [step for step in one.steps if step.is_open]
        order = sorted(todo, key=lambda step: (step.act not in ("visit", "talk"), not step.is_asked))
        return order[0] if order else None

    async def action_touch_log(self) -> None:
        """Log a touch with the highlighted one; what was planned for the day is done with it."""
        one = self._at_hand()
        about = {"account_id": one.account_id, "person_id": one.person_id} if one else {}
        planned = next((each.follow_up_id for each in one.cares if each.state == "planned"), None) if one else None
        if planned:
            about["follow_up_id"] = planned
        await places.open_log(self.karep, **{name: value for name, value in about.items() if value})

    async def action_brief_open(self) -> None:
        """Be ready to meet the highlighted one."""
        one = self._chosen()
        if one is not None:
            person = ("person", one.person_id) if one.person_id else ("account", one.account_id)
            await places.open_brief(self.karep, *person)

    @on(RowList.Selected)
    def _open(self) -> None:
        """Open the person, or the account where nobody is to be greeted."""
        one = self._at_hand()
        if one is not None and one.person_id:
            places.open_person(self.karep, one.person_id)
        elif one is not None:
            places.open_account(self.karep, one.account_id)

    # --- the filter --------------------------------------------------------------------------------------------------

    def action_care_filter(self) -> None:
        """Type into the filter; an important day has nobody to filter."""
        field = self.query_one("#care-filter", Input)
        if not self.festival_key:
            self.say(_("This day is for one customer only."))
            return
        field.display = True
        field.focus()

    @on(Input.Changed, "#care-filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        self._typed = event.value
        self.refresh_content()

    @on(Input.Submitted, "#care-filter")
    def _leave_filter(self) -> None:
        field = self.query_one("#care-filter", Input)
        field.display = bool(field.value)
        self.query_one("#cared").focus()

    def action_app_back(self) -> None:
        """Leave the filter, then clear it, then go back."""
        field = self.query_one("#care-filter", Input)
        if field.has_focus:
            self._leave_filter()
        elif field.value:
            field.value = ""
            self._leave_filter()
        else:
            super().action_app_back()
