"""The head of the stage page: whose deal, what it is worth, where it stands, what comes next."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from textual.content import Content

from karep.db.views.deals import Deal
from karep.frozen import frozen
from karep.i18n import _
from karep.playbook.book import Stage
from karep.reports.words import stage_words
from karep.rules.clock import Clock
from karep.rules.stages import IDLE_DAYS, NEXT_STEP_DAYS
from karep.rules.vocabulary import BUYER_STAGES, OPPORTUNITY_KINDS, STAGES
from karep.screens.deal_words import (
    NOTHING,
    amount_words,
    day_words,
    days_since,
    days_words,
    idle_days,
    step_alarms,
    step_words,
)
from karep.screens.safe import assemble, cells_of, fit, one_line


@frozen
class Limits:
    """What is usual, as the rep's settings and own deals say."""

    usual_days: int = 0
    """How many days a deal usually is in the stage; 0 where nobody knows."""
    idle: int = IDLE_DAYS
    next_step: int = NEXT_STEP_DAYS
    begun_in: str = STAGES[0]
    """The stage in which the deal began; those before it were never walked, and nothing is missing there."""


USUAL: Final = Limits()


def header(
    deal: Deal,
    looked_at: str,
    stages: Mapping[str, Stage],
    ticked: Collection[str],
    clock: Clock,
    width: int,
    limits: Limits = USUAL,
) -> Content:
    """Three lines of `width` cells: the deal, the bar of stages, the numbers."""
    numbers = _numbers(deal, stages, clock, width, limits)
    lines = [_title(deal, width), stage_bar(deal, looked_at, stages, ticked, limits.begun_in), numbers]
    return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)


def _title(deal: Deal, width: int) -> Content:
    """Account and deal at the left, amount and kind at the right."""
    right = f"{amount_words(deal, short=False)} · {_(OPPORTUNITY_KINDS.get(deal.kind, deal.kind))}"
    room = max(10, width - cells_of(right) - 2)
    half = max(5, room // 2 - 2)
    account, name = one_line(deal.account_name), one_line(deal.name)
    if cells_of(account) + cells_of(name) + 3 > room:
        account = fit(account, max(half, room - 3 - cells_of(name))).rstrip()
        name = fit(name, max(5, room - 3 - cells_of(account))).rstrip()
    gap = " " * max(2, width - cells_of(account) - cells_of(name) - 3 - cells_of(right))
    return assemble((account, "bold"), " › ", (name, "bold $text-primary"), gap, right)


def stage_bar(
    deal: Deal, looked_at: str, stages: Mapping[str, Stage], ticked: Collection[str], begun_in: str = STAGES[0]
) -> Content:
    """The eight stages: ✓ or the count of exit facts for those behind, brackets round the deal's, ‹› round the seen.

    Stages before the one in which the deal began have a dash, unless a fact of theirs was ticked all the same.
    """
    parts: list[Content] = []
    current = STAGES.index(deal.stage)
    for place, stage in enumerate(STAGES):
        exits = [fact.id for fact in stages[stage].exit]
        met = sum(fact in ticked for fact in exits)
        mark = "✓" if met == len(exits) else f"{met}/{len(exits)}"
        if place == current:
            part = assemble((f"[{stage_words(stage)}]", "bold reverse"))
        elif stage == looked_at:
            part = assemble((f"‹{stage_words(stage)}›", "bold underline"))
        elif stage < begun_in and place < current and not met:
            part = assemble((f"{stage} {NOTHING}", "$text-muted"))
        elif place < current:
            part = assemble(f"{stage} ", (mark, "$text-success" if mark == "✓" else "$text-warning"))
        else:
            part = assemble((stage, "$text-muted"))
        parts.append(part)
    return Content("  ").join(parts)


def _numbers(deal: Deal, stages: Mapping[str, Stage], clock: Clock, width: int, limits: Limits) -> Content:
    """How long in the stage, where the buyer stands, when it closes, what comes next; or how it ended."""
    if deal.status == "lost":
        again = _("ask again {day}").format(day=day_words(deal.revisit_on, clock.today))
        return assemble((_("✗ LOST"), "bold $text-error"), f" · {again} · {one_line(deal.lost_reason or '')}")
    if deal.status == "won":
        won = assemble((_("✓ WON"), "bold $text-success"))
        rest = [_days(deal, clock, limits.usual_days), assemble(_("X grows it · R opens it again"))]
        return Content(" · ").join([won, *([_step(deal, clock, limits)] if deal.next_due else []), *rest])
    parts = _standing(deal, stages, clock, limits)
    step = _step(deal, clock, limits)
    # The step is free text and comes last where it is long, so that it is what gets cut.
    lasts = step.cell_length > width // 3
    room = width - (0 if lasts else step.cell_length + 3)
    if Content(" · ").join(parts).cell_length > room and days_since(deal.last_moved_at, clock) <= limits.usual_days:
        # what is usual is worth less than a warning that would be cut
        parts = _standing(deal, stages, clock, replace(limits, usual_days=0))
    return Content(" · ").join([*parts, step] if lasts else [step, *parts])


def _step(deal: Deal, clock: Clock, limits: Limits) -> Content:
    """The next step, or what is wrong with it."""
    step = one_line(step_words(deal, clock.today, limits.next_step))
    if step_alarms(deal, clock.today, limits.next_step):
        return assemble((step, "bold $text-warning"))
    return assemble(_("next: {step}").format(step=step))


def _standing(deal: Deal, stages: Mapping[str, Stage], clock: Clock, limits: Limits) -> list[Content]:
    """How long an open deal is in its stage, whether it is idle, where the buyer stands, when it closes."""
    parts = [_days(deal, clock, limits.usual_days)]
    if idle := idle_days(deal, clock, limits.idle):
        parts.append(assemble((_("⚠ idle {days}").format(days=days_words(idle)), "$text-warning")))
    parts.append(_buyer(deal, stages[deal.stage]))
    if deal.expected_close:
        parts.append(assemble(_("closes {day}").format(day=deal.expected_close)))
    return parts


def _days(deal: Deal, clock: Clock, usual: int) -> Content:
    """How long the deal is in its stage; what is usual too, where it is longer."""
    days = days_since(deal.last_moved_at, clock)
    words = _("{days} in {stage}").format(days=days_words(days), stage=deal.stage)
    if not usual:
        return assemble(words)
    if days <= usual:
        return assemble(_("{in_stage} (usually {usual})").format(in_stage=words, usual=usual))
    return assemble((_("⚠ {in_stage}, usually {usual}").format(in_stage=words, usual=usual), "$text-warning"))


def _buyer(deal: Deal, stage: Stage) -> Content:
    """The buyer's own stage, and what it usually is by now where the two differ."""
    usual = " / ".join(_(BUYER_STAGES[one]) for one in stage.buyer_stages)
    if not deal.buyer_stage:
        return assemble((_("buyer: not noted (usually {usual} here)").format(usual=usual), "$text-muted"))
    now = _(BUYER_STAGES.get(deal.buyer_stage, deal.buyer_stage))
    if deal.buyer_stage in stage.buyer_stages:
        return assemble(_("buyer: {now}").format(now=now))
    return assemble((_("⚠ buyer: {now} (usually {usual} by now)").format(now=now, usual=usual), "$text-warning"))
