"""Why a deal was lost, when to ask again, and what is planned for that day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep.db import drafts, errors, opportunities
from karep.db.views.objections import list_objections
from karep.db.views.opportunities import list_ticks
from karep.i18n import _, language
from karep.playbook.objection_words import objections_called
from karep.playbook.shelf import playbook
from karep.reports.tick_signs import OPEN
from karep.reports.words import day_words
from karep.rules import lost
from karep.rules.matching import fold
from karep.rules.numerals import fold_width
from karep.screens.forms import typed
from karep.screens.safe import assemble, safe
from karep.screens.stage_asking import DealDialog
from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.text_input import TextInput

_NUMBERED: Final = 9
_OFFERED: Final = 12
_ASK_WHY: Final = "s6.lost"
"""The item of the closing stage that reminds of what is learned from a loss."""


class LoseDialog(DealDialog):
    """Why a deal was lost, and when to ask again: both are needed, for a lost deal without them is lost twice.

    A reason is typed in any words, or taken from the lines below: by its number, or with the arrow keys. What is
    planned for the day stands there already; an empty line plans nothing.
    """

    KIND = "opportunity.lose"
    LINES = ("lost_reason", "revisit_on", "ask_again")

    def __init__(self, **about: str) -> None:
        """Ask why the deal ``opportunity_id`` was lost."""
        super().__init__(**about)
        self._heard: list[str] = []
        self._reminder = ""

    def question(self) -> str:
        """What is asked."""
        return _("Mark as lost")

    def compose_questions(self) -> ComposeResult:
        """The reason with what is often said, the day as it is understood, what is planned."""
        yield Static(id="won-already", markup=False)
        yield Static(_("Why was it lost? Type, or take a line by its number or ↓:"))
        yield TextInput(id="line-lost_reason", placeholder=_("price, a rival, no budget, no decision …"))
        reasons = PointedList(id="reasons", markup=False, compact=True)
        reasons.can_focus = False
        yield reasons
        yield Static(_("When will you ask again?"))
        yield TextInput(id="line-revisit_on", placeholder=_("in 3 months, 1 March, +90d …"))
        yield Static(id="understood", markup=False, classes="muted")
        yield Static(_("Planned for that day; empty plans nothing:"))
        yield TextInput(id="line-ask_again")
        yield Static(id="reminder", markup=False)

    async def prepare(self) -> None:
        """Read what they objected, and remind of what a loss at the end can teach."""
        heard = await self.karep.desk.read(list_objections, opportunity_id=self.deal.id)
        cards = playbook(language()).objections
        unsolved = [one.card for one in heard if one.card in cards and one.outcome != "worked"]
        self._heard = list(dict.fromkeys(cards[one].name for one in unsolved if one))
        items = {one.id: one for one in playbook(language()).stages["S6"].checklist}
        ticks = await self.karep.desk.read(list_ticks, self.deal.id)
        if self.deal.stage == "S6" and _ASK_WHY in items and _ASK_WHY not in ticks:
            item = items[_ASK_WHY]
            self._reminder = item.title
            reminder = assemble((f"{OPEN} {item.title}", "bold $text-warning"), " ", item.how)
            self.query_one("#reminder", Static).update(reminder)
        self.query_one("#reminder").display = bool(self._reminder)
        won = self.query_one("#won-already", Static)
        won.display = self.deal.status == "won"
        asked = _("⚠ This deal is won already; lose it all the same? esc leaves it.")
        won.update(assemble((asked, "bold $text-warning")))
        self._propose()
        self._offer()

    def _propose(self) -> None:
        for name, text in self._proposed().items():
            self.put(name, text)

    def _proposed(self) -> dict[str, str]:
        """What stands in the lines before anything is typed."""
        again = _("Ask again: {name}").format(name=self.deal.name)[:200]
        today = self.karep.clock.today
        # a Saturday or a holiday is no day to call: the workday before it, in words that are read as just that day
        rest = self.karep.practice.rest
        days = (rest.working_day(today + timedelta(days=lost.REVISIT_DAYS), after=today) - today).days
        return {"lost_reason": "", "revisit_on": _("in {n} days").format(n=days), "ask_again": again}

    def fill(self, kept: drafts.Draft) -> None:
        """Put a draft back over what is proposed."""
        super().fill({**self._proposed(), **kept})

    def is_typed(self) -> bool:
        """Whether anything stands there but what is proposed."""
        return any(self.line(name).value.strip() != text for name, text in self._proposed().items())

    # --- the reasons ---------------------------------------------------------------------------------------------

    def _reasons(self, words: str) -> list[str]:
        """What is offered: what they said on this deal, what is often said, and the cards that the words name."""
        common = [*self._heard, *(_(one) for one in lost.REASONS)]
        wanted = fold(words)
        if not wanted:
            return common[:_OFFERED]
        called = [card.name for card in objections_called(words, language())]
        found = [*(one for one in common if wanted in fold(one)), *called]
        return list(dict.fromkeys(one for one in found if fold(one) != wanted))[:_OFFERED]

    @on(Input.Changed, "#line-lost_reason")
    def _offer(self) -> None:
        words = self.line("lost_reason").value.strip()
        number = self._number(words)
        shown = self._reasons("" if number else words)
        reasons = self.query_one("#reasons", OptionList)
        reasons.clear_options()
        reasons.add_options(_numbered(shown))
        reasons.highlighted = number - 1 if number and number <= len(shown) else None
        reasons.scroll_to(y=0, animate=False, force=True)

    def _number(self, words: str) -> int:
        """The number that was typed, if it is nothing but one of a line; else 0."""
        digit = fold_width(words)
        return int(digit) if len(digit) == 1 and digit in "123456789" else 0

    def on_key(self, event: events.Key) -> None:
        """The arrow keys go through the reasons while one is typed."""
        if event.key not in ("down", "up") or not self.line("lost_reason").has_focus:
            return
        event.stop()
        reasons = self.query_one("#reasons", OptionList)
        if event.key == "down":
            reasons.action_cursor_down()
        elif reasons.highlighted == 0:
            reasons.highlighted = None
        elif reasons.highlighted is not None:
            reasons.action_cursor_up()

    @on(Input.Submitted, "#line-lost_reason")
    def _take(self) -> None:
        """Take the highlighted line; the day comes next either way."""
        highlighted = self.query_one("#reasons", OptionList).highlighted
        if highlighted is not None:
            words = self.line("lost_reason").value.strip()
            self.put("lost_reason", self._reasons("" if self._number(words) else words)[highlighted])

    @on(OptionList.OptionSelected, "#reasons")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        words = self.line("lost_reason").value.strip()
        self.put("lost_reason", self._reasons("" if self._number(words) else words)[event.option_index])
        self.line("revisit_on").focus()

    # --- the day and the answer ----------------------------------------------------------------------------------

    @on(Input.Changed, "#line-revisit_on")
    def _show_day(self) -> None:
        text = self.line("revisit_on").value
        clock, order, rest = self.karep.clock, self.karep.settings["dates"], self.karep.practice.rest
        shown = typed.when_preview(text, clock, order, rest=rest) if text.strip() else ""
        self.query_one("#understood", Static).update(safe(shown))

    async def go_on_from(self, name: str) -> None:
        """Stay in the line of the day while it says none."""
        if name == "revisit_on":
            try:
                self._day()
            except errors.Refused as refused:
                self._show_fault(refused)
                return
        await super().go_on_from(name)

    def _day(self) -> date:
        """The day to ask again.

        Raises:
            Refused: If it is not understood, or has passed.
        """
        when = typed.read_when(self.line("revisit_on").value, self.karep.clock, self.karep.settings["dates"])
        if when is None:
            raise errors.Refused(_("Say when to ask again, such as: in 3 months, 2027-03-01."), field="revisit_on")
        if when.day < self.karep.clock.today:
            raise errors.Refused(_("That day has passed; choose one ahead."), field="revisit_on")
        return when.day

    async def save(self) -> None:
        """Mark the deal as lost.

        Raises:
            Refused: If the reason is missing, or the day is not understood or has passed.
        """
        reason = self.line("lost_reason").value.strip()
        if not reason or self._number(reason):
            raise errors.Refused(_("Say in a few words why it was lost."), field="lost_reason")
        day = self._day()
        again = self.line("ask_again").value.strip()
        lose = opportunities.lose
        await self.karep.save(self.KIND, self.deal.name, lose, self.deal.id, reason, day, ask_again=again)
        told = [_("Lost: {name}. Undo takes it back.").format(name=self.deal.name)]
        if again:
            told.append(_("Planned: {what} · {day}").format(what=again, day=day_words(day, self.karep.clock.today)))
        if self._reminder:
            told.append(_("Still to do: {what}").format(what=self._reminder))
        self.karep.say("\n".join(told))


def _numbered(reasons: Sequence[str]) -> list[Option]:
    lines = []
    for number, words in enumerate(reasons, 1):
        key = f"{number} " if number <= _NUMBERED else "  "
        lines.append(Option(assemble((key, "bold $text-accent"), words)))
    return lines
