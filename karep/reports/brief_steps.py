"""What a deal's stage still needs, and which of it a meeting can move: office work comes after it, or never."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from karep.i18n import language
from karep.playbook.book import Stage
from karep.playbook.shelf import playbook
from karep.reports.brief_meeting import Meeting
from karep.rules.fact_names import about

_NO_MATTER_OF_A_MEETING: Final = frozenset(
    (
        *("s1.exit.scores", "s1.exit.tier", "s1.exit.owner", "s1.exit.decision"),
        *("s2.exit.chain", "s2.exit.rivals", "s2.exit.aim", "s3.exit.trust", "s6.exit.decided", "s6.exit.recorded"),
        *("s7.exit.second-value", "s8.exit.next"),
    )
)
"""The facts that end a stage but are written down at the desk, or only say that the deal is over."""
_WITH_THE_CUSTOMER: Final = frozenset(
    (
        *("s1.spend", "s1.route", "s1.trigger"),
        *("s2.structure", "s2.chain", "s2.strategy", "s2.budget"),
        *("s3.concerns", "s3.invite", "s3.promise", "s3.next-step", "s3.second"),
        *("s4.product", "s4.service", "s4.supply", "s4.budget", "s4.concerns", "s4.cost", "s4.criteria", "s4.steps"),
        *("s4.gains", "s4.rivals", "s4.obstacles", "s4.summary", "s4.cause"),
        *("s5.needs", "s5.options", "s5.usp", "s5.value", "s5.roles", "s5.tender", "s5.present"),
        *("s6.doubts", "s6.signatory", "s6.finance-legal", "s6.benefits", "s6.trade", "s6.ask", "s6.steps"),
        *("s7.milestones", "s7.training", "s7.day-7", "s7.worries", "s7.complaints", "s7.day-30", "s7.day-90"),
        *("s7.acceptance", "s7.second-value"),
        *("s8.quarterly", "s8.survey", "s8.executive", "s8.cross-sell", "s8.joint", "s8.news"),
        *("s8.contacts", "s8.referral"),
    )
)
"""The items of the checklists that move while one speaks with the customer."""


_OF_THE_BUDGET: Final = frozenset(("s4.exit.budget", "s4.budget"))
"""What stands for the same thing, and is a step only once."""


class Step(NamedTuple):
    """One item that is not done."""

    id: str
    text: str
    moves: bool
    """Whether a meeting can move it."""


def deal_stage(meeting: Meeting) -> Stage | None:
    """The playbook's stage of the deal, while it is open."""
    deal = meeting.deal
    return playbook(language()).stages.get(deal.stage) if deal and deal.status == "open" else None


def open_steps(meeting: Meeting) -> list[Step]:
    """What is not ticked at the deal's stage: what a meeting can move first, the facts that end the stage before the
    checklist.

    The budget is a step only once, and none where a fact tells it already.
    """
    budgeted = any(about(fact.name) == "budget" for fact in meeting.facts)
    steps = list[Step]()
    for one in sorted(_steps(meeting), key=lambda one: not one.moves):
        if one.id in _OF_THE_BUDGET:
            if budgeted:
                continue
            budgeted = True
        steps.append(one)
    return steps


def _steps(meeting: Meeting) -> Iterator[Step]:
    found = deal_stage(meeting)
    if found is None:
        return
    for fact in found.exit:
        if fact.id not in meeting.ticked and fact.id not in _NO_MATTER_OF_A_MEETING:
            yield Step(fact.id, fact.text, moves=True)
    for item in found.checklist:
        if item.id not in meeting.ticked:
            yield Step(item.id, item.title, item.id in _WITH_THE_CUSTOMER)
