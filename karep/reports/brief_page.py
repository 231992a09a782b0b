"""One page: how many lines each section of a brief may take, and what is dropped first."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from karep.reports.report import Line, Section

PAGE: Final = 40
"""As many lines a brief has at most, headings included."""


class Draft(NamedTuple):
    """A section with everything that it could say, the most important first."""

    key: str
    title: str
    lines: tuple[Line, ...]
    most: int
    """As many lines it has at most, however much room there is."""
    least: int
    """As many of its lines stay, however little room there is."""
    counted: bool = True
    """Whether what is not listed is counted."""
    beyond: int = 0
    """How many further lines there would be, which were not even made."""
    empty: str = ""
    """What stands in it when there are no lines; without these words it is left out."""


def paged(drafts: Sequence[Draft], yielding: Sequence[str], room: int) -> tuple[Section, ...]:
    """The sections cut to so many lines, each with its heading.

    Args:
        drafts: The sections in the order in which they stand.
        yielding: The keys of all sections, the one that gives up lines first in front.
        room: As many lines there are for all.
    """
    order = [next(place for place, draft in enumerate(drafts) if draft.key == key) for key in yielding]
    shown = [min(len(draft.lines), draft.most) for draft in drafts]
    while sum(map(_height, drafts, shown)) > room:
        place = next((one for one in order if shown[one] > drafts[one].least), None)
        if place is None:
            break
        shown[place] -= 1
    return tuple(
        Section(draft.key, draft.title, draft.lines[:count], draft.empty, more=_more(draft, count))
        for draft, count in zip(drafts, shown, strict=True)
    )


def _more(draft: Draft, count: int) -> int:
    return draft.beyond + len(draft.lines) - count if draft.counted else 0


def _height(draft: Draft, count: int) -> int:
    """The lines that a section takes: its heading, which also counts what is not listed, and its lines or its words."""
    if not draft.lines:
        return 2 if draft.empty else 0
    return 1 + count
