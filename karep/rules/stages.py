"""The eight stages of an opportunity: their order, what a move asks for, and what an open deal is worth."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from karep.rules.vocabulary import STAGES

DEFAULT_PROBABILITIES: Final[Mapping[str, int]] = {
    "S1": 5, "S2": 10, "S3": 20, "S4": 35, "S5": 55, "S6": 75, "S7": 100, "S8": 100,
}  # fmt: skip
"""How likely an open opportunity of each stage is to be won, in percent. A setting; these are our defaults."""

IDLE_DAYS: Final = 14
"""After so many days without anything happening an open opportunity is flagged."""

NEXT_STEP_STAGES: Final = ("S3", "S4", "S5", "S6")
"""The stages in which an open opportunity always needs a dated next step."""
NEXT_STEP_DAYS: Final = 7
"""How near that next step should be."""

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


def is_idle(last_activity: date | None, today: date, *, status: str = "open", days: int = IDLE_DAYS) -> bool:
    """True when nothing has happened to an open opportunity for that many days, or nothing ever did."""
    return status == "open" and (last_activity is None or (today - last_activity).days >= days)


def lacks_next_step(stage: str, next_due: date | None, today: date, *, status: str = "open") -> bool:
    """True when an open opportunity in S3 to S6 has no next step, or only one that has passed or is too far off."""
    if status != "open" or stage not in NEXT_STEP_STAGES:
        return False
    return next_due is None or not 0 <= (next_due - today).days <= NEXT_STEP_DAYS
