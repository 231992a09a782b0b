"""Give and get: what is below the approved floor, what lacks a return, which step is larger than the one before.

A concession needs a return, stays above the floor that was approved (or names who allowed to go below it), and is
smaller than the one before: steps that grow teach the other side to go on asking.
"""

from collections.abc import Iterable
from typing import Final

from karep.frozen import frozen

WARNINGS: Final = ("no_approver", "below_floor", "no_return", "larger_step", "no_step")
"""What can be wrong with a step, the weightiest first: below the floor and nobody approved it; below the floor with
approval; nothing comes back for it; it gives more than the one before; the price does not fall by it."""


@frozen
class Step:
    """One concession of a plan."""

    get: str = ""
    """What comes back for it."""
    price: int | None = None
    """The whole price of the deal after it, in minor units; None where the price stays."""
    flagged: bool = False
    """The rep's own word that its terms are below the floor."""
    approver: str = ""
    """Who approved going below the floor."""


def is_below_floor(price: int | None, flagged: bool, floor: int | None) -> bool:
    """Whether a step goes below the floor: its price does, or the rep says that its terms do."""
    return flagged or (price is not None and floor is not None and price < floor)


def is_named(approver: str | None) -> bool:
    """Whether somebody is named: a dash or a question mark is nobody."""
    return any(sign.isalpha() for sign in approver or "")


def may_be_made(step: Step, floor: int | None) -> bool:
    """Whether a step may be made: below the floor only what somebody who is named approved."""
    return is_named(step.approver) or not is_below_floor(step.price, step.flagged, floor)


def drops(steps: Iterable[Step], amount: int | None) -> list[int | None]:
    """By how much each step lowers the price, in minor units; None where it is not known or the price stays.

    Args:
        steps: The steps in order.
        amount: The price before the first one.
    """
    found: list[int | None] = []
    before = amount
    for step in steps:
        known = step.price is not None and before is not None
        found.append(before - step.price if known and before is not None and step.price is not None else None)
        before = before if step.price is None else step.price
    return found


def warnings(steps: Iterable[Step], amount: int | None, floor: int | None) -> list[tuple[str, ...]]:
    """What is wrong with each step, as keys of `WARNINGS`.

    Args:
        steps: The steps in order.
        amount: The price before the first one, in minor units.
        floor: The lowest price that was approved.
    """
    ordered = list(steps)
    found: list[tuple[str, ...]] = []
    last: int | None = None
    for step, drop in zip(ordered, drops(ordered, amount), strict=True):
        wrong = set()
        if is_below_floor(step.price, step.flagged, floor):
            wrong.add("below_floor" if is_named(step.approver) else "no_approver")
        if not step.get.strip():
            wrong.add("no_return")
        if drop is not None and drop <= 0:
            wrong.add("no_step")
        elif drop is not None:
            if last is not None and drop >= last:
                wrong.add("larger_step")
            last = drop
        found.append(tuple(key for key in WARNINGS if key in wrong))
    return found
