"""What the lines of a report are called: by these keys overrides name them, and JSON calls them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from karep.reports.report import Line, Report, Section

_LONGEST_STEP: Final = 80
"""As many characters of a name stand in a key, which has an end."""


def keyed(report: Report) -> Iterator[tuple[str, Line]]:
    """Every line at any depth, as it is printed, each with its key: what an override names, and JSON calls it by.

    A key is the section and the record, wherever in the section it stands (``activity/touch:019…``); where a record
    stands there more than once, the lines above it are between (``activity/account:019…/touch:019…``). A line that has
    a name goes by that, below the line above (``numbers/visits``). Of two that would be the same, the second one ends
    in ``#2``. Keys are the same in every language.
    """
    for section in report.sections:
        yield from Keys(section).all(section.key, section.lines)


class Keys:
    """The keys of the lines of one section."""

    def __init__(self, section: Section) -> None:
        """Count what stands in `section`."""
        self._section = section.key
        self._times = Counter(step_of(line) for line in all_lines(section.lines))

    def of(self, above: str, lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
        """The lines that stand side by side below the line or section with the key `above`, each with its key."""
        seen: Counter[str] = Counter()
        for line in lines:
            step = step_of(line)
            seen[step] += 1
            # a record is found again wherever in its section it comes to stand
            key = self.of_record(line) if not line.name and self._times[step] == 1 else f"{above}/{step}"
            yield key + (f"#{seen[step]}" if seen[step] > 1 else ""), line

    def of_record(self, line: Line) -> str:
        """The key of a line if its record stands in the section once; of what is said below a record, below that."""
        above = f"{line.noun}:{line.record_id}/" if line.name and line.record_id else ""
        return f"{self._section}/{above}{step_of(line)}"

    def all(self, above: str, lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
        """The lines and all below them, as they are printed."""
        for key, line in self.of(above, lines):
            yield key, line
            yield from self.all(key, line.lines)


def step_of(line: Line) -> str:
    """The last step of a line's key."""
    return line.name[:_LONGEST_STEP].replace("/", "∕").replace("#", "＃") or f"{line.noun}:{line.record_id}"


def all_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines and all below them, at any depth."""
    for line in lines:
        yield line
        yield from all_lines(line.lines)
