"""Whose account a line is about, and who is said to have been there in its sentences."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from karep.rules.log_line.understood import Attendee, Candidate
from karep.rules.matching import fold

CLAUSES: Final = re.compile(r"[，,；;。！？!?\n]|\.\s")
"""What a sentence falls into."""
ATTENDS: Final = re.compile(
    r"也在|也来|也到|都在|参加|参会|陪同|在场|一起|一同|同去|到场|出席|旁听|带队|"
    r"(?<![a-z])(?:joined|attended|was there|were there|too|as well)",
    re.IGNORECASE,
)
"""The words of a clause that say that somebody in it was there."""


def accounts_meant(groups: Iterable[Sequence[Candidate]], people: Iterable[Attendee], text: str) -> list[Candidate]:
    """The accounts that a line may be about.

    Those that are named, if any; of these, or of all, those that everybody named may belong to; of several the one
    whose name stands in the text.
    """
    found = {one.id: one for group in groups for one in group}
    for person in people:
        theirs = {
            one.account_id: Candidate(one.account_id, one.account_name)
            for one in ((person.person,) if person.person else person.choices)
            if one.account_id
        }
        common = {key: one for key, one in found.items() if key in theirs}
        found = common or found or theirs
    accounts = list(found.values())
    if len(accounts) < 2:
        return accounts
    given = fold(text)
    spoken = [one for one in accounts if _is_spoken_of(one, given)]
    return spoken if len(spoken) == 1 else accounts


def _is_spoken_of(account: Candidate, given: str) -> bool:
    return any(name in given for name in _names(account))


def is_called(account: Candidate, word: str) -> bool:
    """Whether a word is the name or the short name of an account."""
    return fold(word) in _names(account)


def _names(account: Candidate) -> list[str]:
    return [name for name in (fold(account.name), fold(account.title or "")) if name]
