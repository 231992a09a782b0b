"""When to be where on a day: visits one after the other, round what is agreed already and round lunch."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Final

from karep.frozen import frozen

MINUTES: Final = 60
"""How long a visit takes unless the rep says otherwise, and anything that has a time but no length."""
GAP_MINUTES: Final = 30
"""How long the way from one visit to the next is taken to be unless the rep says otherwise."""
START: Final = time(9)
"""When a day of visits begins unless the rep says otherwise."""
LUNCH: Final = (12 * 60, 13 * 60)
"""Nobody is visited over lunch: from noon to one, in minutes of the day."""
LATEST: Final = 20 * 60
"""No visit lasts longer than until eight in the evening, in minutes of the day."""
OVERLOAD_MINUTES: Final = 8 * 60
"""More than so many planned minutes are more than a day holds."""


@frozen
class Span:
    """From one minute of the day up to, not with, another."""

    start: int
    end: int

    def meets(self, other: "Span") -> bool:
        """Whether both share a minute."""
        return self.start < other.end and other.start < self.end

    @property
    def begins(self) -> time:
        """The time of day at which it begins."""
        return time(self.start // 60 % 24, self.start % 60)

    @property
    def ends(self) -> time:
        """The time of day at which it ends."""
        return time(self.end // 60 % 24, self.end % 60)


def span_of(at: time, minutes: int | None) -> Span:
    """The span of something that begins at a time; without a length it takes `MINUTES`."""
    start = at.hour * 60 + at.minute
    return Span(start, start + (minutes or MINUTES))


def plan_slots(
    visits: Sequence[int], start: time, gap: int, taken: Iterable[Span] = (), *, lunch: bool = True
) -> list[Span | None]:
    """When each visit takes place, in their order; None for those that no longer fit into the day.

    Args:
        visits: How many minutes each takes.
        start: When the first may begin.
        gap: Minutes for the way between two visits, and between a visit and what is taken.
        taken: What is agreed on that day already.
        lunch: Whether nobody is visited over `LUNCH`.
    """
    agreed = sorted(taken, key=lambda one: (one.start, one.end))
    slots: list[Span | None] = []
    at = start.hour * 60 + start.minute
    for minutes in visits:
        slot = _free_slot(at, minutes, gap, agreed, lunch=lunch)
        slots.append(slot)
        if slot is not None:
            at = slot.end + gap
    return slots


def _free_slot(at: int, minutes: int, gap: int, agreed: Sequence[Span], *, lunch: bool) -> Span | None:
    """The first free span from a minute on."""
    moved = True
    while moved and at + minutes <= LATEST:
        moved = False
        for one in agreed:
            if Span(at, at + minutes).meets(Span(one.start - gap, one.end + gap)):
                at, moved = one.end + gap, True
        if lunch and Span(at, at + minutes).meets(Span(*LUNCH)):
            at, moved = LUNCH[1], True
    return Span(at, at + minutes) if at + minutes <= LATEST else None


def clashes(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The pairs of positions whose spans overlap, the earlier one first."""
    order = sorted(range(len(spans)), key=lambda place: (spans[place].start, place))
    found: list[tuple[int, int]] = []
    for number, one in enumerate(order):
        for other in order[number + 1 :]:
            if spans[other].start >= spans[one].end:
                break
            found.append((one, other))
    return found
