"""Decision chains."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.chain import DEEPEST, empty_chairs, read_roles, stance_warnings, tree
from karep.rules.vocabulary import EXPECTED_ROLES


@dataclass(frozen=True)
class One:
    """Somebody."""

    id: str
    reports_to_id: str | None = None
    roles: tuple[str, ...] = ()
    stance: int | None = None


def drawn(members: Sequence[One]) -> list[str]:
    return [one.branch + one.member.id for one in tree(members)]


def test_the_branches_lead_to_whom_they_belong() -> None:
    members = [One("a"), One("b", "a"), One("c", "b"), One("d", "a"), One("e", "d"), One("f", "d"), One("g")]
    assert drawn(members) == ["a", "├ b", "│ └ c", "└ d", "  ├ e", "  └ f", "g"]


def test_a_circle_is_cut_and_a_boss_elsewhere_is_nobody() -> None:
    assert drawn([One("a", "b"), One("b", "a"), One("c", "elsewhere"), One("d", "d")]) == ["c", "d", "a", "└ b"]


def test_a_chain_of_any_length_keeps_within_its_indent() -> None:
    chain = tree([One(str(number), str(number - 1) if number else None) for number in range(3000)])
    assert [one.member.id for one in chain] == [str(number) for number in range(3000)]
    assert max(len(one.branch) for one in chain) <= 2 * DEEPEST + len("2999")
    assert chain[2999].branch.endswith("└2999 ")


@given(st.lists(st.tuples(st.integers(0, 12), st.one_of(st.none(), st.integers(0, 14))), unique_by=lambda one: one[0]))
def test_everybody_stands_once_below_whom_they_report_to(pairs: list[tuple[int, int | None]]) -> None:
    members = [One(str(own), None if boss is None else str(boss)) for own, boss in pairs]
    placed = tree(members)
    assert sorted(one.member.id for one in placed) == sorted(one.id for one in members)
    at = {one.member.id: place for place, one in enumerate(placed)}
    for place, one in enumerate(placed):
        assert (len(one.branch) == 0) == (one.depth == 0)
        if one.depth:
            boss = at[str(one.member.reports_to_id)]
            assert boss < place and placed[boss].depth == one.depth - 1
            assert all(between.depth > placed[boss].depth for between in placed[boss + 1 : place])


def test_empty_chairs_are_those_that_nobody_plays_and_that_somebody_could() -> None:
    boss = One("a", roles=("decision_maker", "finance"))
    assert empty_chairs([boss], ["gatekeeper"]) == ("purchaser", "technical", "user", "information")
    assert empty_chairs([]) == EXPECTED_ROLES
    assert empty_chairs([], EXPECTED_ROLES) == ()


def test_stored_roles_are_read_whatever_stands_there() -> None:
    assert read_roles(" gatekeeper,finance,,nonsense") == ("finance", "gatekeeper")
    assert read_roles(None) == ()


@pytest.mark.parametrize(
    ("people", "warnings"),
    [
        ([], ()),
        ([One("a")], ("undecided",)),
        ([One("a", stance=0), One("b")], ("undecided",)),
        ([One("a", stance=1), One("b")], ()),
        ([One("a", stance=-1), One("b")], ("no_supporter",)),
        ([One("a", stance=-1, roles=("decision_maker",)), One("b", stance=2)], ("against",)),
    ],
)
def test_what_is_worrying_about_stances(people: list[One], warnings: tuple[str, ...]) -> None:
    assert stance_warnings(people) == warnings
