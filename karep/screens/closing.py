"""Closing: the signals that the customer gave, and the ways to ask for the next yes that fit them."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from karep.db import opportunities
from karep.db.views.deals import Deal, get_deal
from karep.db.views.opportunities import Tick, list_ticks
from karep.db.views.people import Role, list_roles
from karep.i18n import _, language, ngettext
from karep.playbook.book import Playbook, Stage, Technique
from karep.playbook.shelf import playbook
from karep.reports.tick_signs import OPEN, TICKED
from karep.reports.words import stage_words
from karep.rules.closing import Suggestion, nearby, suggestions
from karep.rules.vocabulary import ROLES
from karep.rules.zones import local_day
from karep.screens.bindings import bindings
from karep.screens.deal_actions import DealActions
from karep.screens.deal_words import day_words
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section
from karep.screens.wrapped import wrapped

USED: Final = "✓"
"""Stands before a technique that was used on the deal."""
_LEAST: Final = 20
"""Cells that words have at least."""
_HANGING: Final = 2
_MOST_ROWS: Final = 40
_HINTS: Final = 2
"""As many signals are named where none was seen yet."""


class ClosingScreen(DealActions):
    """The signals of a deal and what they call for.

    On a wide terminal both stand side by side; on a narrow one Tab goes from one to the other.
    """

    PLACE = "deals"
    FOOTER = ("stage.tick", "pane.next", "deal.concessions", "objection.add", "touch.log", "edit.undo")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "stage.tick", "pane.next", "deal.concessions", "objection.add", "touch.log", "follow_up.add", "brief.open"
    )
    CSS_PATH = "closing.tcss"
    AUTO_FOCUS = "#signals"

    def __init__(self, opportunity_id: str) -> None:
        """Show the deal with that id."""
        super().__init__()
        self.opportunity_id = opportunity_id
        self._deal: Deal | None = None
        self._ticks: dict[str, Tick] = {}
        self._roles: list[Role] = []
        self._found: dict[str, Suggestion] = {}

    def compose_content(self) -> ComposeResult:
        """The deal above; signals on the left, techniques with the words to say on the right."""
        mark, what = Column("mark", "", width=1, priority=9), Column("what", "", fraction=1, priority=9)
        yield Static(id="closing-head", markup=False)
        with Horizontal(id="closing-sides"):
            with Vertical(id="signals-side", classes="pane"):
                when = Column("when", "", width=10, align="right", priority=1)
                yield ArrowList((mark, what, when), id="signals", show_header=False)
            with Vertical(id="techniques-side", classes="pane"):
                yield ArrowList((mark, what), id="techniques", show_header=False)
                with VerticalScroll(id="technique"):
                    yield Static(id="technique-text", markup=False)

    # --- reading -----------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read the deal, what was ticked on it, and who decides."""
        read = self.karep.desk.read
        self._deal = deal = await read(get_deal, self.opportunity_id)
        if deal is None:
            self._show_gone()
            return
        self._ticks = await read(list_ticks, deal.id)
        roles = await read(list_roles, deal.account_id)
        ours = [one for one in roles if one.opportunity_id in (None, deal.id) and not one.left_on]
        self._roles = sorted(ours, key=lambda one: list(ROLES).index(one.role) if one.role in ROLES else len(ROLES))
        self._show(deal, playbook(language()))

    def _show_gone(self) -> None:
        gone = _("This deal was removed. Undo (u) brings it back; esc goes back.")
        self.query_one("#closing-head", Static).update(safe(gone))
        for name in ("signals", "techniques"):
            self.query_one(f"#{name}", ArrowList).set_sections([])
        self.query_one("#technique-text", Static).update("")

    def _show(self, deal: Deal, book: Playbook) -> None:
        near = [book.stages[one] for one in nearby(deal.stage) if one in book.stages]
        seen = self._seen(book)
        self._show_head(deal, len(seen))
        self.query_one("#signals", ArrowList).set_sections([self._signals(one, deal) for one in near])
        roles = [one.role for one in self._roles]
        found = suggestions(book.techniques.values(), stage=deal.stage, seen=seen, roles=roles)
        self._found = {one.technique_id: one for one in found}
        techniques = self.query_one("#techniques", ArrowList)
        # what a new signal calls for comes first, unless the rep is looking at a technique
        at_work = self.focused is not None and self.focused.id in ("techniques", "technique")
        techniques.set_sections(self._techniques(book, near, found), keep_highlight=at_work)
        self.query_one("#signals-side").border_title = safe(_("Signals"))
        self.query_one("#signals-side").border_subtitle = safe(_("␣ seen · tab what they call for"))
        self.query_one("#techniques-side").border_title = safe(_("Ways to ask"))
        self.query_one("#techniques-side").border_subtitle = safe(_("⏎ used it · tab goes on"))
        self._show_technique()

    def _seen(self, book: Playbook) -> list[str]:
        """The signals of any stage that were seen on the deal."""
        return [one.id for stage in book.stages.values() for one in stage.signals if self._is_done(one.id)]

    def _is_done(self, item_id: str) -> bool:
        tick = self._ticks.get(item_id)
        return tick is not None and not tick.not_applicable

    def _show_head(self, deal: Deal, seen: int) -> None:
        eyes = Eyes.of(self.karep)
        name = one_line(eyes.words(deal.name))
        told = ngettext("{n} signal seen", "{n} signals seen", seen).format(n=seen) if seen else _("no signal seen yet")
        who = _(", ").join(self._people())
        head = assemble((one_line(deal.account_name), "bold"), " · ", name, " · ", stage_words(deal.stage), " · ", told)
        people = assemble((who or _("nobody's role is known here yet"), "$text-muted"))
        self.query_one("#closing-head", Static).update(Content("\n").join([head, people]))

    def _people(self) -> list[str]:
        """Who decides, each person once with all roles."""
        roles: dict[str, list[str]] = {}
        names = {one.person_id: one_line(one.person_name) for one in self._roles}
        for one in self._roles:
            roles.setdefault(one.person_id, []).append(_(ROLES.get(one.role, one.role)))
        between = "、" if language() == "zh" else ", "
        return [f"{names[person]} ({between.join(dict.fromkeys(some))})" for person, some in roles.items()]

    def _signals(self, stage: Stage, deal: Deal) -> Section:
        rows = {}
        for one in stage.signals:
            tick = self._ticks.get(one.id)
            if tick is None or tick.not_applicable:
                rows[one.id] = Row({"mark": OPEN, "what": one.text})
            else:
                day = day_words(local_day(tick.at, self.karep.clock.zone).isoformat(), self.karep.clock.today)
                rows[one.id] = Row({"mark": Cell(TICKED, "success"), "what": one.text, "when": Cell(day, "muted")})
        here = _("{stage} (here now)").format(stage=stage_words(stage.id))
        return Section(here if stage.id == deal.stage else stage_words(stage.id), rows)

    def _techniques(self, book: Playbook, near: list[Stage], found: list[Suggestion]) -> list[Section]:
        fitting = {one.technique_id: self._row(book, one) for one in found if one.signals}
        others = {one.technique_id: self._row(book, one) for one in found if not one.signals}
        look = [f"{OPEN} {one.text}" for stage in near[:1] for one in stage.signals[:_HINTS]]
        nothing = Section(_("Nothing seen yet; look out for"), {}, warnings=look)
        return [
            Section(_("They call for"), fitting) if fitting else nothing,
            Section(_("Also at this stage"), others),
        ]

    def _row(self, book: Playbook, one: Suggestion) -> Row:
        card = book.techniques[one.technique_id]
        used = self._is_done(one.technique_id)
        return Row({"mark": Cell(USED if used else "·", "success" if used else "muted"), "what": card.name})

    # --- one technique -----------------------------------------------------------------------------------------------

    @on(RowList.Highlighted, "#techniques")
    def _show_technique(self) -> None:
        """Below the list: why, the words to say, when not to, what to do then."""
        technique_id = self.query_one("#techniques", ArrowList).highlighted
        book = playbook(language())
        card = book.techniques.get(technique_id or "")
        shown = self._told(book, card, self._found[card.id]) if card and card.id in self._found else []
        self.query_one("#technique-text", Static).update(Content("\n").join(shown))
        self.query_one("#technique", VerticalScroll).scroll_home(animate=False)

    def _told(self, book: Playbook, card: Technique, why: Suggestion) -> list[Content]:
        lines = self._wrapped(_("Because: {reasons}").format(reasons=self._reasons(book, why)), "italic")
        if tick := self._ticks.get(card.id):
            day = day_words(local_day(tick.at, self.karep.clock.zone).isoformat(), self.karep.clock.today)
            lines.append(assemble((_("✓ used {day}").format(day=day), "$text-success")))
        lines += [row for one in card.say for row in self._wrapped(f"“{one.text}”", "bold")]
        # a blank between Chinese sentences would break the line there
        gap = "" if language() == "zh" else " "
        if card.when_not:
            lines += self._wrapped(gap.join(card.when_not), "", (f"✗ {_('Not when:')}{gap}", "$text-warning"))
        if card.after:
            lines += self._wrapped(card.after, "", (f"→ {_('Then:')}{gap}", "$text-accent"))
        return lines

    def _wrapped(self, text: str, style: str, lead: tuple[str, str] = ("", "")) -> list[Content]:
        """A text with what leads it, broken for the width: a sign never stands alone before a long Chinese text."""
        width = max(_LEAST, self.query_one("#technique").scrollable_content_region.width - 1)
        first, *further = wrapped(lead[0] + text, width, width - _HANGING, _MOST_ROWS)
        rows = [assemble(lead, (first.removeprefix(lead[0]), style))]
        return [*rows, *(assemble((" " * _HANGING + row, style)) for row in further)]

    def on_resize(self) -> None:
        """Break the words anew for another width."""
        if self._deal is not None:
            self.call_after_refresh(self._show_technique)

    def _reasons(self, book: Playbook, why: Suggestion) -> str:
        told = [book.words(one).rstrip("。.") for one in why.signals]
        if why.roles:
            suits = [f"{who} ({_(ROLES[role])})" for role in why.roles if role in ROLES and (who := self._who(role))]
            told += [_("suits {who}").format(who=_(", ").join(suits))] if suits else []
        if not why.signals:
            told.append(_("belongs to this stage"))
        return ("；" if language() == "zh" else "; ").join(told)

    def _who(self, role: str) -> str:
        known = [one for one in self._roles if one.role == role and not one.placeholder]
        return _(", ").join(dict.fromkeys(one_line(one.person_name) for one in known))

    # --- doing -------------------------------------------------------------------------------------------------------

    def action_pane_next(self) -> None:
        """Go from the signals to the techniques, then to the words, and round again."""
        order = ["signals", "techniques", "technique"]
        here = self.focused.id if self.focused is not None and self.focused.id in order else "technique"
        to = order[(order.index(here or "technique") + 1) % len(order)]
        self.set_class(to != "signals", "-techniques")
        self.query_one(f"#{to}").focus()
        # a pane that was not shown had no width to break the words for
        self.call_after_refresh(self._show_technique)

    @on(RowList.Selected)
    async def action_stage_tick(self) -> None:
        """Note that the highlighted signal was seen, or the technique used; or take that back."""
        deal, focused = self._deal, self.focused
        name = "signals" if focused is None or focused.id not in ("techniques", "technique") else "techniques"
        item = self.query_one(f"#{name}", ArrowList).highlighted
        if deal is None or item is None:
            return
        book = playbook(language())
        card = book.techniques.get(item)
        label = f"{deal.name}: {card.name if card else book.words(item)}"
        if self._is_done(item):
            await self.karep.save("stage.untick", label, opportunities.untick, deal.id, item)
        else:
            by = self.karep.settings["name"]
            await self.karep.save("stage.tick", label, opportunities.tick, deal.id, item, by=by)

    def deal_at_hand(self) -> Deal | None:
        """The deal, while it is there."""
        return self._deal
