"""The sample's opportunities: how each came to its stage, and what was ticked on the way."""

import json
from collections.abc import Callable
from datetime import date

from karep.demo.people import Seated
from karep.demo.rows import Rows, at
from karep.demo.tables import Deal
from karep.frozen import frozen
from karep.playbook.book import Stage
from karep.rules.vocabulary import STAGES

_BUYER_STAGES = {
    "S1": "unaware", "S2": "unaware", "S3": "selecting", "S4": "selecting", "S5": "selecting", "S6": "buying",
    "S7": "using", "S8": "using",
}  # fmt: skip
_EXPANSIONS = ("renewal", "up_sell", "cross_sell")
_CONSIDERED = 12
"""Days for which a lost offer lay on their desk before they said no."""


@frozen
class Course:
    """The way of a deal: the stages that it was in, and how many days ago it came to each."""

    deal: Deal
    opportunity_id: str
    steps: tuple[tuple[str, int], ...]

    def stage_at(self, ago: int) -> str | None:
        """The stage so many days ago; None before it was opened and after it was lost."""
        if self.deal.status == "lost" and ago <= self.deal.moved_ago:
            return None
        return next((stage for stage, since in reversed(self.steps) if since >= ago), None)


def open_deals(rows: Rows, seated: Seated) -> list[Course]:
    """Add the account's opportunities, and the roles that people play in the first of a diamond account."""
    courses = [_open(rows, seated, deal) for deal in seated.company.deals]
    if seated.company.tier == "diamond":
        expert = next(human for human in seated.company.people if "technical" in human.roles)
        rows.add("role", person_id=seated.people[expert.name], account_id=seated.account_id,
                 opportunity_id=courses[0].opportunity_id, role="opinion_leader")  # fmt: skip
    return courses


def _open(rows: Rows, seated: Seated, deal: Deal) -> Course:
    lost = deal.status == "lost"
    record = rows.add(
        "opportunity",
        account_id=seated.account_id,
        name=deal.name,
        kind=deal.kind,
        amount=deal.amount * 100,
        currency=seated.company.currency,
        expected_close=rows.ahead(deal.closes) if deal.closes >= 0 else rows.day(-deal.closes),
        stage=deal.stage,
        buyer_stage=_BUYER_STAGES[deal.stage],
        status=deal.status,
        lost_reason=deal.reason if lost else None,
        revisit_on=rows.ahead(deal.revisit) if lost else None,
        note=None if lost else deal.reason,
        created_at=at(rows.day(deal.opened_ago), seated.tongue.hours[0]),
        changed_at=at(rows.day(min(deal.opened_ago, deal.moved_ago)), seated.tongue.hours[0], 40),
    )
    return Course(deal, record, _steps(seated, deal))


def _steps(seated: Seated, deal: Deal) -> tuple[tuple[str, int], ...]:
    """The stages from the first to the present one: S7 on the day of signature, the others at uneven distances."""
    last = STAGES.index(deal.stage)
    # more business with a customer that we know begins with the need; there is nobody to find
    first = min(last, STAGES.index("S4")) if deal.kind in _EXPANSIONS else 0
    if deal.status == "won":
        sold = _spread(seated, deal.opened_ago, -deal.closes, first, STAGES.index("S7"))
        return (*sold, *((stage, deal.moved_ago) for stage in STAGES[STAGES.index("S8") : last + 1]))
    considered = _CONSIDERED if deal.status == "lost" else 0
    return _spread(seated, deal.opened_ago, min(deal.opened_ago, deal.moved_ago + considered), first, last)


def _spread(seated: Seated, opened: int, arrived: int, first: int, last: int) -> tuple[tuple[str, int], ...]:
    """The stages from `first` to `last`, counted from 0, between two days ago."""
    moves = last - first
    steps = [(STAGES[first], opened)]
    for move in range(1, moves + 1):
        ideal = opened - (opened - arrived) * move / moves
        slack = (opened - arrived) // (moves * 4) if move < moves else 0
        steps.append((STAGES[first + move], round(ideal) + seated.random.randint(-slack, slack)))
    return tuple(steps)


Evidence = Callable[[str, int, int], tuple[str, str] | None]
"""Asks for a touch on a deal between two days ago; answers with its id and moment, or None."""


def tick(rows: Rows, seated: Seated, course: Course, stages: tuple[Stage, ...], evidence: Evidence) -> None:
    """Add the moves of a deal, and the ticks: nearly all of a stage that was left, some of the present one."""
    unmet: list[str] = []
    for number, (stage_id, since) in enumerate(course.steps):
        if number:
            _move(rows, seated, course, number, unmet)
        present = number == len(course.steps) - 1
        closed = course.deal.moved_ago if course.deal.status == "lost" else 1
        until = closed if present else course.steps[number + 1][1]
        stage = stages[STAGES.index(stage_id)]
        likely = 0.5 if present else 0.9
        exits = [] if present else [fact.id for fact in stage.exit]
        unmet = _tick_stage(rows, seated, course, stage, exits, (since, until, likely), evidence)


def _move(rows: Rows, seated: Seated, course: Course, number: int, unmet: list[str]) -> None:
    (former, _), (stage, ago) = course.steps[number - 1 : number + 1]
    rows.add(
        "stage_change",
        opportunity_id=course.opportunity_id,
        from_stage=former,
        to_stage=stage,
        at=at(rows.day(ago), seated.tongue.hours[1], 30),
        reason=seated.random.choice(seated.tongue.move_reasons[stage]),
        unmet=json.dumps(unmet),
    )


def _tick_stage(
    rows: Rows,
    seated: Seated,
    course: Course,
    stage: Stage,
    exits: list[str],
    span: tuple[int, int, float],
    evidence: Evidence,
) -> list[str]:
    """Tick a stage between two days ago, with a likelihood for each item; return the exit facts left open."""
    since, until, likely = span
    left_open: list[str] = []
    for item in [item.id for item in stage.checklist] + exits:
        if seated.random.random() > likely or (item == "s6.lost" and course.deal.status != "lost"):
            left_open.append(item)
            continue
        proof = evidence(course.opportunity_id, since, until) if seated.random.random() < 0.6 else None
        absent = proof is None and item not in exits and seated.random.random() < 0.05
        day: date = rows.day(seated.random.randint(min(since, until), max(since, until)))
        rows.add(
            "tick",
            opportunity_id=course.opportunity_id,
            item_id=item,
            at=proof[1] if proof else at(day, seated.tongue.hours[1], 45),
            by=seated.tongue.owner,
            touch_id=proof[0] if proof else None,
            not_applicable=absent,
            reason=seated.tongue.not_applicable if absent else None,
        )
    return [item for item in left_open if item in exits]
