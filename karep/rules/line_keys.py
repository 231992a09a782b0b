"""The keys of the lines of a report: which record a line is about, and which line leaves its record out everywhere."""

from typing import Final

_BY_SECTION: Final = frozenset({"account", "person"})
"""Of these each section tells something else: one that is left out of a list is not left out of all others."""
_OF_ACCOUNTS: Final = "activity"
"""The section of what was done, account by account: one that is left out there is told of nowhere."""


def record_of(line: str) -> tuple[str, str]:
    """The noun and the id of the record that a line's key names, itself or above; an empty id where it names none."""
    steps = [step.partition("#")[0] for step in line.split("/")[1:]]
    for step in reversed(steps):
        noun, colon, record_id = step.partition(":")
        if colon and record_id and noun.replace("_", "").isalpha() and noun.islower():
            return noun, record_id
    return (steps[-1].partition(":")[0] if steps else ""), ""


def is_whole(line: str) -> bool:
    """Whether a key is that of a record's own line, not of a heading, a number or what stands below the record."""
    noun, record_id = record_of(line)
    return bool(record_id) and line.rpartition("/")[2].partition("#")[0] == f"{noun}:{record_id}"


def left_out_with(line: str) -> tuple[str, str] | None:
    """The record that is told nowhere in a report of which the line with that key is left out; None for no record."""
    noun, record_id = record_of(line)
    if not is_whole(line) or (noun in _BY_SECTION and line.partition("/")[0] != _OF_ACCOUNTS):
        return None
    return noun, record_id
