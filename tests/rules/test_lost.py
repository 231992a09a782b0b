"""What a lost deal leaves behind, and what a won one grows into."""

from karep.rules.expansion import EXPANSIONS, FIRST_STAGE
from karep.rules.lost import REASONS
from karep.rules.vocabulary import OPPORTUNITY_KINDS, STAGES


def test_no_reason_stands_twice() -> None:
    assert len(set(REASONS)) == len(REASONS) <= 9, "each has a number of one digit"


def test_a_won_deal_grows_into_known_kinds_from_discover_on() -> None:
    assert set(EXPANSIONS) == set(OPPORTUNITY_KINDS) - {"new", "group_buy"}
    assert STAGES.index(FIRST_STAGE) == 3
