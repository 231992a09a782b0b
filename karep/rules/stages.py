"""The eight stages of an opportunity: their order, what a move asks for, and what an open deal is worth."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple, Protocol

from karep.rules.vocabulary import STAGES
from karep.settings import IDLE_DAYS, NEXT_STEP_DAYS, PROBABILITIES, USUAL_DAYS

__all__ = [
    "DEFAULT_PROBABILITIES", "DEFAULT_USUAL_DAYS", "ENOUGH_STAYS", "IDLE_DAYS", "NEXT_STEP_DAYS", "NEXT_STEP_STAGES",
    "ReasonFor", "Stay", "Worth", "by_stage", "furthest", "is_idle", "is_skip", "lacks_next_step", "next_stage",
    "position", "previous_stage", "reason_needed", "unmet_between", "unmet_exit", "usual_days", "weighted_amount",
    "worth",
]  # fmt: skip


def by_stage(numbers: Sequence[int]) -> dict[str, int]:
    """The eight numbers of a setting by their stages."""
    return dict(zip(STAGES, numbers, strict=True))


DEFAULT_PROBABILITIES: Final[Mapping[str, int]] = by_stage(PROBABILITIES)
"""How likely an open opportunity of each stage is to be won, in percent, unless the rep's settings say otherwise."""
DEFAULT_USUAL_DAYS: Final[Mapping[str, int]] = by_stage(USUAL_DAYS)
"""How many days an opportunity usually is in each stage, unless the rep's settings or own deals say otherwise."""
ENOUGH_STAYS: Final = 3
"""From so many finished stays in a stage on, the rep's own deals say what is usual there."""

NEXT_STEP_STAGES: Final = ("S3", "S4", "S5", "S6")
"""The stages in which an open opportunity always needs a dated next step."""


class Stay(NamedTuple):
    """One deal's time in one stage, from the day it came to the day it left."""

    stage: str
    days: int


class Worth(NamedTuple):
    """What some deals of one currency are worth together, in minor units."""

    amount: int
    weighted: int
    """The same with each amount times the likelihood of its stage."""


class Priced(Protocol):
    """What the worth of a deal is told by."""

    @property
    def amount(self) -> int | None:
        """In minor units; None where nobody said."""
        ...

    @property
    def currency(self) -> str | None:
        """The code of the currency, if known."""
        ...

    @property
    def stage(self) -> str:
        """``S1`` to ``S8``."""
        ...

    @property
    def status(self) -> str:
        """``open``, ``won`` or ``lost``."""
        ...


ReasonFor = Literal["", "skip", "back", "lost"]


def position(stage: str) -> int:
    """The place of a stage in the order, from 0. Raises ValueError for what is no stage."""
    return STAGES.index(stage)


def furthest(stages: Iterable[str]) -> str | None:
    """The furthest of some stages, or None of none; what is no stage is passed over."""
    return max((stage for stage in stages if stage in STAGES), key=position, default=None)


def next_stage(stage: str) -> str | None:
    """The stage after this one, or None after the last."""
    return STAGES[position(stage) + 1] if stage != STAGES[-1] else None


def previous_stage(stage: str) -> str | None:
    """The stage before this one, or None before the first."""
    return STAGES[position(stage) - 1] if stage != STAGES[0] else None


def is_skip(from_stage: str, to_stage: str) -> bool:
    """True when a move jumps over at least one stage forward."""
    return position(to_stage) - position(from_stage) > 1


def reason_needed(from_stage: str, to_stage: str, *, status: str = "open") -> ReasonFor:
    """Why a move needs a reason: it loses the deal, skips a stage, or goes back; "" when it needs none."""
    if status == "lost":
        return "lost"
    if is_skip(from_stage, to_stage):
        return "skip"
    return "back" if position(to_stage) < position(from_stage) else ""


def unmet_exit(stage: str, ticked_ids: Collection[str], exit_ids: Mapping[str, Sequence[str]]) -> list[str]:
    """The exit items of a stage that are not ticked, in the order of the playbook.

    ``exit_ids`` holds the ids of the exit items by stage; a stage that it lacks asks for nothing. Items that do
    not apply count as ticked: the caller puts them among ``ticked_ids``.
    """
    return [item for item in exit_ids.get(stage, ()) if item not in ticked_ids]


def unmet_between(
    from_stage: str, to_stage: str, ticked_ids: Collection[str], exit_ids: Mapping[str, Sequence[str]]
) -> list[str]:
    """The unmet exit items of every stage that a move forward leaves behind; none for a move back."""
    left = STAGES[position(from_stage) : position(to_stage)]
    return [item for stage in left for item in unmet_exit(stage, ticked_ids, exit_ids)]


def weighted_amount(
    amount: int, stage: str, *, status: str = "open", probabilities: Mapping[str, int] = DEFAULT_PROBABILITIES
) -> int:
    """The amount (hundredths) times the likelihood of its stage, rounded half up; all when won, 0 when lost."""
    if status != "open":
        return amount if status == "won" else 0
    return (amount * probabilities.get(stage, 0) * 2 + 100) // 200


def worth(deals: Iterable[Priced], probabilities: Mapping[str, int] = DEFAULT_PROBABILITIES) -> dict[str, Worth]:
    """What deals are worth by their currencies, in the order of the codes; amounts of two currencies are never added.

    Deals without an amount count for nothing; a currency that nobody noted is "".
    """
    sums: dict[str, Worth] = {}
    for deal in deals:
        if deal.amount is not None:
            so_far = sums.get(deal.currency or "", Worth(0, 0))
            weighted = weighted_amount(deal.amount, deal.stage, status=deal.status, probabilities=probabilities)
            sums[deal.currency or ""] = Worth(so_far.amount + deal.amount, so_far.weighted + weighted)
    return {currency: sums[currency] for currency in sorted(sums)}


def usual_days(stays: Iterable[Stay], defaults: Mapping[str, int] = DEFAULT_USUAL_DAYS) -> dict[str, int]:
    """How many days a deal usually is in each stage: the median of the rep's own finished stays there, rounded half up.

    A stage with fewer than `ENOUGH_STAYS` of them has its default.
    """
    # imported here, because it loads more than all else that the first screen needs of these rules
    from statistics import median

    own: dict[str, list[int]] = {}
    for stay in stays:
        own.setdefault(stay.stage, []).append(stay.days)
    told = {stage: int(median(days) + 0.5) for stage, days in own.items() if len(days) >= ENOUGH_STAYS}
    return {stage: told.get(stage, defaults.get(stage, 0)) for stage in STAGES}


def is_idle(last_activity: date | None, today: date, *, status: str = "open", days: int = IDLE_DAYS) -> bool:
    """True when nothing has happened to an open opportunity for that many days, or nothing ever did."""
    return status == "open" and (last_activity is None or (today - last_activity).days >= days)


def lacks_next_step(
    stage: str, next_due: date | None, today: date, *, status: str = "open", days: int = NEXT_STEP_DAYS
) -> bool:
    """True when an open opportunity in S3 to S6 has no next step, or only one that has passed or is too far off."""
    if status != "open" or stage not in NEXT_STEP_STAGES:
        return False
    return next_due is None or not 0 <= (next_due - today).days <= days
