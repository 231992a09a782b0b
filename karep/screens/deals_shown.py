"""Deals as the board and the list show them: cards, rows, headings, totals, and the words about the highlighted one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from textual.content import Content

from karep.db.views.deals import Deal
from karep.frozen import frozen
from karep.i18n import _, ngettext
from karep.reports.words import amount_words as money_words
from karep.reports.words import day_words as on_day
from karep.reports.words import read_day, stage_words
from karep.rules.clock import Clock
from karep.rules.stages import Stay, by_stage, usual_days, weighted_amount, worth
from karep.rules.vocabulary import BUYER_STAGES, OPPORTUNITY_KINDS, STAGES
from karep.screens.deal_words import (
    NOTHING,
    amount_words,
    days_since,
    days_words,
    idle_days,
    round_to_show,
    step_alarms,
    step_words,
    worth_words,
)
from karep.screens.deals_board import Card, Lane
from karep.screens.safe import assemble, cells_of, one_line
from karep.screens.widgets.columns import Cell, Column, Row
from karep.screens.widgets.section_list import Section
from karep.settings import Settings


@frozen
class Shown:
    """How deals are shown under the rep's settings."""

    clock: Clock
    probabilities: Mapping[str, int]
    usual: Mapping[str, int]
    """How many days a deal usually is in each stage."""
    idle_limit: int
    within: int
    """In so many days there must be a next step."""
    groups: Mapping[str, tuple[int, int]]
    """Of each group-buy its members, and how many of them joined."""

    @classmethod
    def under(
        cls, settings: Settings, clock: Clock, stays: Iterable[Stay] = (), groups: Mapping[str, tuple[int, int]] = {}
    ) -> Self:
        """Under these settings, on this day, with what the rep's own deals tell."""
        usual = usual_days(stays, by_stage(settings.numbers("usual_days")))
        probabilities = by_stage(settings.numbers("probabilities"))
        return cls(clock, probabilities, usual, settings.number("idle_days"), settings.number("next_step_days"), groups)

    def idle(self, deal: Deal) -> int:
        """For how many days nothing happened, or 0 while that is not worth a word."""
        return idle_days(deal, self.clock, self.idle_limit)

    # --- sums ----------------------------------------------------------------------------------------------------

    def worth_words(self, deals: Iterable[Deal]) -> str:
        """What deals are worth, and weighted by the likelihood of their stages: “¥1.2M (≈ ¥240k)”."""
        parts = []
        for currency, one in worth(deals, self.probabilities).items():
            amount, weighted = (money_words(round_to_show(each), currency) for each in one)
            parts.append(f"{amount} (≈ {weighted})" if one.amount != one.weighted else amount)
        return " + ".join(parts)

    def totals(self, deals: Sequence[Deal]) -> str:
        """The line above: how many are open, what they are worth, how many are closed."""
        still = [deal for deal in deals if deal.status == "open"]
        number = ngettext("{n} open deal", "{n} open deals", len(still)).format(n=f"{len(still):,}")
        sums = self.worth_words(still)
        won, lost = (sum(deal.status == status for deal in deals) for status in ("won", "lost"))
        closed = _("✓ {won} won, ✗ {lost} lost").format(won=won, lost=lost) if won or lost else ""
        return " · ".join(filter(None, (number, sums, closed, _("≈ weighted by stage") if sums else "")))

    # --- the board -----------------------------------------------------------------------------------------------

    def lanes(self, deals: Sequence[Deal]) -> list[Lane]:
        """A column for each stage with its open deals."""
        lanes = []
        for stage in STAGES:
            here = [deal for deal in deals if deal.status == "open" and deal.stage == stage]
            sums = []
            for currency, one in worth(here, self.probabilities).items():
                amount, weighted = (money_words(round_to_show(each), currency) for each in one)
                sums.append((Cell(amount), Cell(f"≈ {weighted}", "muted")))
            number = f" {len(here)}" if here else ""
            title, short = f"{stage_words(stage)}{number}", f"{stage}{number}"
            lanes.append(Lane(title, short, tuple(sums), self._cards(here)))
        return lanes

    def _cards(self, deals: Iterable[Deal]) -> tuple[Card, ...]:
        return tuple(Card(deal.id, self._card(deal)) for deal in deals)

    def _card(self, deal: Deal) -> tuple[Cell, ...]:
        """Account, deal, amount, next step or its alarm, and for how long nothing happened."""
        today = self.clock.today
        step = self._card_step(deal)
        lines = [Cell(deal.account_short or deal.account_name), Cell(deal.name), Cell(amount_words(deal)),
                 Cell(step, "warning" if step_alarms(deal, today, self.within) else "muted")]  # fmt: skip
        if idle := self.idle(deal):
            lines.append(Cell(_("◔ idle {n} d").format(n=idle), "warning"))
        return tuple(lines)

    def _card_step(self, deal: Deal) -> str:
        """The next step in a few cells."""
        day, today = read_day(deal.next_due), self.clock.today
        alarming = step_alarms(deal, today, self.within)
        if day is None:
            return _("⚠ no step") if alarming else NOTHING
        if alarming and day < today:
            return _("⚠ {n} d late").format(n=(today - day).days)
        words = f"{on_day(day, today)} {deal.next_what or ''}".rstrip()
        return f"⚠ {words}" if alarming else words

    # --- the list ------------------------------------------------------------------------------------------------

    def open_sections(self, deals: Sequence[Deal]) -> list[Section]:
        """The open deals by stage, the furthest first."""
        sections = []
        for stage in reversed(STAGES):
            here = [deal for deal in deals if deal.status == "open" and deal.stage == stage]
            rows = {deal.id: self._open_row(deal) for deal in here}
            sections.append(Section(self._heading(stage_words(stage), here, weighted=True), rows))
        return sections

    def closed_sections(self, deals: Sequence[Deal]) -> list[Section]:
        """The won deals, then the lost ones: those to ask first come first."""
        sections = []
        for status, words in (("won", _("Won")), ("lost", _("Lost deals, with the day to ask again and the reason"))):
            here = [deal for deal in deals if deal.status == status]
            if status == "lost":
                here.sort(key=lambda deal: (not deal.revisit_on, deal.revisit_on or ""))
            sections.append(Section(self._heading(words, here), {deal.id: _closed_row(deal) for deal in here}))
        return sections

    def _heading(self, words: str, deals: Sequence[Deal], *, weighted: bool = False) -> str:
        sums = worth(deals, self.probabilities)
        about = f"≈ {worth_words(sums, weighted=True)}" if weighted and sums else ""
        return " · ".join(filter(None, (words, str(len(deals)), worth_words(sums), about)))

    def _open_row(self, deal: Deal) -> Row:
        today, idle = self.clock.today, self.idle(deal)
        alarm = step_alarms(deal, today, self.within)
        return Row(
            {
                "name": deal.name,
                "account": deal.account_name,
                "amount": amount_words(deal),
                "close": deal.expected_close or "",
                "next": Cell(step_words(deal, today, self.within, short=True), "warning" if alarm else ""),
                "idle": Cell(days_words(idle), "warning") if idle else "",
            }
        )

    # --- the highlighted one -------------------------------------------------------------------------------------

    def detail(self, deal: Deal) -> Content:
        """Two lines about the highlighted deal, with all that its card has no room for."""
        kind = _(OPPORTUNITY_KINDS.get(deal.kind, deal.kind))
        upper = assemble((one_line(deal.account_name), "bold"), " › ", (one_line(deal.name), "bold $text-primary"),
                         f" · {' · '.join(filter(None, (kind, self._group(deal), self._worth(deal))))}")  # fmt: skip
        return Content("\n").join([upper, Content(" · ").join(self._standing(deal))])

    def _worth(self, deal: Deal) -> str:
        if deal.amount is None:
            return _("no amount yet")
        amount = amount_words(deal, short=False)
        weighted = weighted_amount(deal.amount, deal.stage, status=deal.status, probabilities=self.probabilities)
        if deal.status != "open":
            return amount
        words = _("{amount} × {percent} % ≈ {weighted}")
        about = money_words(round_to_show(weighted), deal.currency)
        return words.format(amount=amount, percent=self.probabilities[deal.stage], weighted=about)

    def _group(self, deal: Deal) -> str:
        if deal.kind != "group_buy":
            return ""
        members, joined = self.groups.get(deal.id, (0, 0))
        return _("{joined} of {n} joined (G)").format(joined=joined, n=members)

    def _standing(self, deal: Deal) -> list[Content]:
        """What comes next, how long it has been where it is, when it closes."""
        today = self.clock.today
        alarm = step_alarms(deal, today, self.within)
        step = one_line(step_words(deal, today, self.within))
        parts = [assemble((step if alarm else _("next: {step}").format(step=step), "$text-warning" if alarm else ""))]
        since = days_since(deal.last_moved_at, self.clock)
        stay = _("{days} in {stage}, usually {usual}")
        usual = self.usual[deal.stage]
        words = stay.format(days=days_words(since), stage=deal.stage, usual=usual)
        parts.append(assemble((words, "$text-warning" if since > usual else "")))
        if idle := self.idle(deal):
            parts.append(assemble((_("⚠ idle {days}").format(days=days_words(idle)), "$text-warning")))
        if deal.buyer_stage:
            now = _(BUYER_STAGES.get(deal.buyer_stage, deal.buyer_stage))
            parts.append(assemble(_("buyer: {now}").format(now=now)))
        if deal.expected_close:
            parts.append(assemble(_("closes {day}").format(day=deal.expected_close)))
        # the step is free text and goes last where it is long, so that it is what gets cut
        if cells_of(step) > 40:
            parts.append(parts.pop(0))
        return parts


def columns(*, idle: bool) -> tuple[Column, ...]:
    """The columns of the list; that of the idle days only where there are any, for it costs the others their room."""
    return (
        Column("name", _("Deal"), width=12, fraction=4, priority=9),
        Column("account", _("Account"), width=10, fraction=3, priority=7),
        Column("amount", _("Amount"), width=9, align="right", priority=6),
        Column("close", _("Closes on"), width=10, priority=4),
        Column("next", _("Next step"), width=14, fraction=3, priority=8),
        *((Column("idle", _("Idle"), width=7, priority=5),) if idle else ()),
    )


def _closed_row(deal: Deal) -> Row:
    lost = deal.status == "lost"
    return Row(
        {
            "name": deal.name,
            "account": deal.account_name,
            "amount": amount_words(deal),
            "close": (deal.revisit_on if lost else deal.expected_close) or "",
            "next": (deal.lost_reason or "") if lost else Cell(_("✓ won"), "success"),
        },
        tone="muted" if lost else "",
    )
