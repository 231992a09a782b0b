"""A decision chain: who reports to whom as a tree, the chairs that nobody sits in, and what should worry a rep."""

from collections.abc import Iterable, Sequence
from typing import Final, Generic, Literal, Protocol, TypeVar

from karep.frozen import frozen
from karep.rules.vocabulary import EXPECTED_ROLES, ROLES

DEEPEST: Final = 6
"""So many levels are indented; those who stand deeper stand under each other, with their level as a number."""

StanceWarning = Literal["against", "undecided", "no_supporter"]
"""``against``: a decision-maker is against us; ``undecided``: everybody is neutral or unknown; ``no_supporter``: some
are against us, and nobody is for us."""


class Member(Protocol):
    """Somebody in a chain."""

    @property
    def id(self) -> str:
        """Who it is."""

    @property
    def reports_to_id(self) -> str | None:
        """Whom they report to, if that is known."""


class Judged(Protocol):
    """Somebody with a part in decisions and the rep's view of them."""

    @property
    def roles(self) -> tuple[str, ...]:
        """Parts in decisions."""

    @property
    def stance(self) -> int | None:
        """−2 against us … +2 for us; None when unknown."""


M = TypeVar("M", bound=Member)


@frozen
class Placed(Generic[M]):
    """Somebody in the tree."""

    member: M
    depth: int
    """0 for who reports to nobody here."""
    branch: str
    """What is drawn before the name: ``├ ``, ``└ ``, ``│ └ `` …, empty at depth 0."""


def tree(members: Iterable[M]) -> list[Placed[M]]:
    """Everybody once, below whom they report to, with the branch that leads there.

    Who reports to nobody here stands at depth 0, in the order given; a circle is cut at its first member.
    """
    given = list(members)
    known = {one.id for one in given}
    below: dict[str, list[M]] = {}
    tops: list[M] = []
    for one in given:
        if one.reports_to_id is not None and one.reports_to_id in known and one.reports_to_id != one.id:
            below.setdefault(one.reports_to_id, []).append(one)
        else:
            tops.append(one)
    ordered: list[tuple[int, M]] = []
    placed: set[str] = set()
    for top in (*tops, *given):
        waiting = [(0, top)]
        while waiting:
            depth, one = waiting.pop()
            if one.id not in placed:
                placed.add(one.id)
                ordered.append((depth, one))
                waiting.extend((depth + 1, member) for member in reversed(below.get(one.id, [])))
    branches = _branches([depth for depth, _one in ordered])
    return [Placed(one, depth, branch) for (depth, one), branch in zip(ordered, branches, strict=True)]


def _branches(depths: Sequence[int]) -> list[str]:
    """What is drawn before each of the lines of a tree, read from its end: only then is it known what goes on."""
    drawn: list[str] = []
    goes_on: dict[int, bool] = {}
    for depth in reversed(depths):
        if depth > DEEPEST:
            drawn.append(f"{'  ' * (DEEPEST - 1)}└{depth} ")
        elif depth:
            bars = "".join("│ " if goes_on.get(level) else "  " for level in range(1, depth))
            drawn.append(bars + ("├ " if goes_on.get(depth) else "└ "))
        else:
            drawn.append("")
        goes_on = {level: True for level in goes_on if level < depth} | {depth: True}
    return drawn[::-1]


def read_roles(stored: str | None) -> tuple[str, ...]:
    """The roles that a stored text names, separated by commas, in their usual order; what is no role is left out."""
    named = {word.strip() for word in (stored or "").split(",")}
    return tuple(role for role in ROLES if role in named)


def empty_chairs(people: Iterable[Judged], absent: Iterable[str] = ()) -> tuple[str, ...]:
    """The parts that should be played in every key account and that nobody plays, but those that nobody has there."""
    taken = {role for one in people for role in one.roles} | set(absent)
    return tuple(role for role in EXPECTED_ROLES if role not in taken)


def stance_warnings(people: Iterable[Judged]) -> tuple[StanceWarning, ...]:
    """What is worrying in how the people of an account stand; nothing where there are none."""
    given = list(people)
    stances = [one.stance or 0 for one in given]
    found: list[StanceWarning] = []
    if any("decision_maker" in one.roles and (one.stance or 0) < 0 for one in given):
        found.append("against")
    if given and not any(stances):
        found.append("undecided")
    elif given and max(stances) <= 0:
        found.append("no_supporter")
    return tuple(found)
