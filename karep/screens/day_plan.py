"""Planning a day of visits: the day, when it begins, how long visits and ways take, and what comes of it."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import ClassVar, Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from karep.db import day_plans, errors
from karep.i18n import _, ngettext
from karep.reports.day_plan import DayPlan, Stop, Wanted, read_day_plan, stop_words
from karep.reports.near import Nearby
from karep.reports.words import dated_words
from karep.rules.day_plan import GAP_MINUTES, MINUTES, START
from karep.rules.vocabulary import TOUCH_KINDS
from karep.screens import places
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.forms import typed
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line, safe
from karep.screens.widgets.text_input import TextInput

_FIELDS: Final = ("day", "start", "minutes", "gap")
_SHORTEST, _LONGEST = 5, 12 * 60
_LONGEST_GAP: Final = 4 * 60
_NAME: Final = 20
_AHEAD: Final = timedelta(days=60)
"""No further ahead is a working day looked for."""


class DayPlanDialog(KarepDialog[date]):
    """Answers with the day that was planned, or None. What was typed is kept when it is left."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")
    AUTO_FOCUS = "#plan-day"
    DEFAULT_CSS = """
    DayPlanDialog #dialog { width: 78; }
    DayPlanDialog .plan-row { height: 1; }
    DayPlanDialog .plan-row Static { width: 16; color: $text-muted; }
    DayPlanDialog .plan-row Input { width: 1fr; border: none; height: 1; padding: 0; }
    DayPlanDialog #plan-understood { height: 1; text-style: italic; color: $text-muted; }
    DayPlanDialog #plan-stops { height: auto; max-height: 11; border-top: solid $panel-lighten-2; }
    .-plain DayPlanDialog #plan-stops { border-top: blank; }
    DayPlanDialog #plan-visits { height: auto; }
    DayPlanDialog #plan-fault, DayPlanDialog #plan-hint { height: auto; color: $text-muted; }
    """

    def __init__(
        self, owner: places.Drafting, chosen: Sequence[Nearby], kept: dict[str, str], *, first_day: date | None = None
    ) -> None:
        """Plan visits.

        Args:
            owner: The list in which the accounts were chosen: what is typed here is part of its draft.
            chosen: Whom to visit, in that order.
            kept: What was typed before; what is typed now is written into it.
            first_day: The day that is at hand: it is proposed, or the working day after it; tomorrow where none is.
        """
        super().__init__()
        self._owner = owner
        self._chosen = tuple(chosen)
        self._kept = kept
        self._first_day = first_day
        self._plan: DayPlan | None = None
        self._filled = False

    def _values(self) -> dict[str, str]:
        return {name: self.query_one(f"#plan-{name}", Input).value.strip() for name in _FIELDS}

    def compose(self) -> ComposeResult:
        """Four fields, the day as it is understood, the visits as they would be."""
        labels = (_("Which day"), _("Begins at"), _("Minutes a visit"), _("Minutes between"))
        with Vertical(id="dialog"):
            for name, label in zip(_FIELDS, labels, strict=True):
                hint = _("周四, next thu, 2026-12-01") if name == "day" else ""
                with Horizontal(classes="plan-row"):
                    yield Static(safe(label))
                    yield TextInput(id=f"plan-{name}", placeholder=hint)
            yield Static(id="plan-understood", markup=False)
            with VerticalScroll(id="plan-stops", can_focus=False):
                yield Static(id="plan-visits", markup=False)
            yield Static(id="plan-fault", markup=False)
            yield Static(_("Enter plans it, Tab goes on, Esc leaves it."), id="plan-hint", markup=False)

    def on_mount(self) -> None:
        """Propose a day, or bring back what was typed."""
        count = len(self._chosen)
        visits = ngettext("{n} visit", "{n} visits", count).format(n=count)
        self.query_one("#dialog").border_title = Content(_("Plan the day: {visits}").format(visits=visits))
        self._fill({**self._proposed(), **self._kept})
        self.call_after_refresh(self.query_one("#plan-day", TextInput).action_select_all)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What is proposed gives way to what is typed."""
        if isinstance(event.widget, TextInput):
            event.widget.action_select_all()

    def _fill(self, values: Mapping[str, str]) -> None:
        self._filled = False
        with self.prevent(Input.Changed):
            for name in _FIELDS:
                self.query_one(f"#plan-{name}", Input).value = values.get(name, "")
        self._filled = True
        self._preview()

    def _proposed(self) -> dict[str, str]:
        """The next working day from nine on, an hour a visit, half an hour for the way."""
        clock, rest = self.karep.clock, self.karep.practice.rest
        day = max(self._first_day or clock.today + timedelta(days=1), clock.today)
        while rest.is_free(day) and day < clock.today + _AHEAD:
            day += timedelta(days=1)
        return {"day": day.isoformat(), "start": f"{START:%H:%M}", "minutes": str(MINUTES), "gap": str(GAP_MINUTES)}

    # --- what is typed -----------------------------------------------------------------------------------------------

    def _wanted(self) -> Wanted:
        """The day as it is typed.

        Raises:
            Refused: If a field is not understood; its name is in the error.
        """
        values, clock, order = self._values(), self.karep.clock, self.karep.settings["dates"]
        found = typed.when(values, "day", clock, order)
        if found is None:
            raise errors.Refused(_("Type a day first."), field="day")
        if found.day < clock.today:
            raise errors.Refused(_("That day has passed; plan a day ahead."), field="day")
        start = found.time or START
        if found.time is None and values["start"]:
            when = typed.read_when(values["start"], clock, order)
            if when is None or when.time is None:
                sentence = _("“{typed}” is not a time such as 9:00.")
                raise errors.Refused(sentence.format(typed=values["start"]), field="start")
            start = when.time
        minutes = self._number(values, "minutes", MINUTES, _SHORTEST, _LONGEST)
        return Wanted(found.day, start, minutes, self._number(values, "gap", GAP_MINUTES, 0, _LONGEST_GAP))

    def _number(self, values: Mapping[str, str], name: str, preset: int, least: int, most: int) -> int:
        number = typed.whole(values, name)
        if number is None:
            return preset
        if not least <= number <= most:
            sentence = _("“{typed}” is not a number of minutes from {least} to {most}.")
            raise errors.Refused(sentence.format(typed=values[name], least=least, most=most), field=name)
        return number

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._filled:
            self._kept.update(self._values())
            self.karep.draft_typed(self._owner)
            self._preview()

    @work(group="plan", exclusive=True, exit_on_error=False)
    async def _preview(self) -> None:
        """Show what would be planned, or what is not understood."""
        try:
            wanted = self._wanted()
        except errors.Refused as error:
            self._plan = None
            self._say_fault(str(error))
            return
        plan = await self.karep.desk.read(read_day_plan, self.karep.clock, self._chosen, wanted)
        if not self.query("#plan-visits"):
            # it closed meanwhile
            return
        self._plan = plan
        self._say_fault("")
        self._show(plan)

    def _say_fault(self, sentence: str) -> None:
        self.query_one("#plan-fault", Static).update(
            Content.assemble(("✗ ", "$text-error"), safe(sentence)) if sentence else ""
        )

    def _show(self, plan: DayPlan) -> None:
        today, rest = self.karep.clock.today, self.karep.practice.rest
        day = f"→ {plan.day.isoformat()} · {dated_words(plan.day, today)}"
        if rest.is_free(plan.day):
            name = rest.name(plan.day)
            day = " · ".join(filter(None, (day, _("! rest day"), name)))
        self.query_one("#plan-understood", Static).update(safe(day))
        rows = [*((one.slot or one.agreed, self._stop_line(one)) for one in plan.stops)]
        shown = {one.nearby.site.account_id for one in plan.stops if one.agreed}
        for agreed in plan.agreed:
            if not any(one.agreed == agreed.span and one.nearby.site.account_id in shown for one in plan.stops):
                words = fit(one_line(agreed.name), _NAME)
                there = f"{agreed.span.begins:%H:%M}–{agreed.span.ends:%H:%M}"
                city = (f" · {one_line(agreed.city)}", "$text-warning") if agreed.city else ""
                rows.append((agreed.span, assemble(f"{there}  {words}  ", (_("agreed already"), "$text-muted"), city)))
        rows.sort(key=lambda row: row[0].start if row[0] else 24 * 60)
        self.query_one("#plan-visits", Static).update(Content("\n").join([line for _span, line in rows]))

    def _stop_line(self, stop: Stop) -> Content:
        """One visit: when, where, what becomes of it."""
        eyes, span = Eyes.of(self.karep), stop.slot or stop.agreed
        when = f"{span.begins:%H:%M}–{span.ends:%H:%M}" if span else "–".ljust(11)
        name = fit(one_line(stop.nearby.site.name), _NAME)
        told = one_line(eyes.words(stop_words(stop, self.karep.clock.today)))
        return assemble((when, "bold"), f"  {name}  ", (told, "$text-warning" if span is None else "$text-muted"))

    def eyes_changed(self) -> None:
        """Write the visits for whoever looks."""
        if self._plan is not None:
            self._show(self._plan)

    # --- doing -------------------------------------------------------------------------------------------------------

    def action_app_back(self) -> None:
        """Leave; what is typed is kept and comes back."""
        self.karep.keep_drafts()
        self.dismiss(None)

    def action_form_discard(self) -> None:
        """Begin anew with what is proposed."""
        self._kept.clear()
        self.karep.draft_typed(self._owner)
        self._fill(self._proposed())

    @on(Input.Submitted)
    async def action_form_save(self) -> None:
        """Plan the day."""
        try:
            plan = await self.karep.desk.read(read_day_plan, self.karep.clock, self._chosen, self._wanted())
            await self._save(plan)
        except errors.StoreError as error:
            self._say_fault(str(error))
            if isinstance(error, errors.Refused) and error.field in _FIELDS:
                self.query_one(f"#plan-{error.field}").focus()
            return
        self.karep.drop_draft(self._owner)
        self.dismiss(plan.day)

    async def _save(self, plan: DayPlan) -> None:
        if not plan.planned:
            raise errors.Refused(_("Nothing is left to plan on that day."), field="day")
        minutes = self._number(self._values(), "minutes", MINUTES, _SHORTEST, _LONGEST)
        visits = [_visit(one, minutes) for one in plan.planned]
        day, zone = dated_words(plan.day, self.karep.clock.today), self.karep.clock.zone
        await self.karep.save("day_plan.make", day, day_plans.plan_day, plan.day, visits, zone=zone)
        self.karep.say(saved_words(plan, day))


def _visit(stop: Stop, minutes: int) -> day_plans.Visit:
    site, host = stop.nearby.site, stop.nearby.host
    return day_plans.Visit(
        site.account_id,
        stop.slot.begins if stop.slot else time(),
        minutes,
        _(TOUCH_KINDS["visit"]),
        host.person_id if host else None,
        site.address or None,
        stop.moved.id if stop.moved else None,
    )


def saved_words(plan: DayPlan, day: str) -> str:
    """What was planned, in a sentence."""
    visits, moved = len(plan.planned), sum(one.moved is not None for one in plan.planned)
    told = [ngettext("Planned {n} visit for {day}", "Planned {n} visits for {day}", visits).format(n=visits, day=day)]
    if moved:
        told.append(ngettext("{n} follow-up moved there", "{n} follow-ups moved there", moved).format(n=moved))
    if plan.without_time:
        told.append(
            ngettext("{n} did not fit", "{n} did not fit", plan.without_time).format(n=plan.without_time)
        )  # fmt: skip
    return _("{what}; u takes it all back.").format(what=_(", ").join(told))
