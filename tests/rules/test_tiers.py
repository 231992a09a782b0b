"""Tiers by the three schemes: limits by hand, and that who buys more is never in a lower tier."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.tiers import TierInputs, TierSettings, missing_papers, places, tier_by_scheme
from karep.rules.vocabulary import TIERS

REVENUE = TierSettings()
METAL = TierSettings(scheme="metal")
UNITS = TierSettings(scheme="units")
SIGNED = {"agreed": True, "registered": True}
RANK = {tier: rank for rank, tier in enumerate((*TIERS, None))}


def by_yuan(yuan: float, **known: object) -> str | None:
    return tier_by_scheme(TierInputs(yearly_purchases=round(yuan * 100), **known), REVENUE).tier  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("yuan", "tier"),
    [
        (0, None),
        (9_999, None),
        (9_999.99, None),
        (10_000, "vip"),
        (199_999.99, "vip"),
        (200_000, "gold"),
        (1_999_999.99, "gold"),
        (2_000_000, "platinum"),
        (4_999_999.99, "platinum"),
        (5_000_000, "diamond"),
        (900_000_000, "diamond"),
    ],
)
def test_limits_of_purchases_are_inclusive(yuan: float, tier: str | None) -> None:
    assert by_yuan(yuan) == tier


@pytest.mark.parametrize(
    ("group", "yuan", "tier"),
    [
        (None, 9_999, None),
        (1, 9_999.99, None),
        (1, 10_000, "vip"),
        (2, 8_999.99, None),
        (2, 9_000, "vip"),
        (3, 7_999.99, None),
        (3, 8_000, "vip"),
        (3, 199_999.99, "vip"),
        (3, 200_000, "gold"),
        (3, 4_000_000, "platinum"),
    ],
)
def test_a_revenue_group_lowers_the_last_limit_alone(group: int | None, yuan: float, tier: str | None) -> None:
    assert by_yuan(yuan, revenue_group=group) == tier


@pytest.mark.parametrize(
    ("yuan", "tier"),
    [
        (159_999.99, "vip"),
        (160_000, "gold"),
        (1_600_000, "platinum"),
        (3_999_999.99, "platinum"),
        (4_000_000, "diamond"),
    ],
)
def test_a_revenue_group_lowers_every_limit_where_that_is_set(yuan: float, tier: str) -> None:
    settings = TierSettings(group_tiers="all")
    assert tier_by_scheme(TierInputs(round(yuan * 100), revenue_group=3), settings).tier == tier


@pytest.mark.parametrize("purchases", [None, 0, 1, 999_900])
def test_who_the_province_registered_is_in_the_first_tier_whatever_it_buys(purchases: int | None) -> None:
    reading = tier_by_scheme(TierInputs(purchases, province_registered=True))
    assert (reading.tier, reading.why, reading.known) == ("diamond", "province", True)
    assert reading.missing == ("agreement_on",)


@pytest.mark.parametrize(
    ("units", "tier"),
    [(0, None), (4, None), (5, "vip"), (9, "vip"), (10, "gold"), (49, "gold"), (50, "platinum"), (99, "platinum"),
     (100, "diamond"), (5_000, "diamond")],
)  # fmt: skip
def test_limits_of_units_are_inclusive(units: int, tier: str | None) -> None:
    reading = tier_by_scheme(TierInputs(yearly_units=units, province_registered=True), UNITS)
    assert (reading.tier, reading.provisional) == (tier, False)


@pytest.mark.parametrize(
    ("agreed", "registered", "missing"),
    [
        (False, False, ("agreement_on", "registered_on")),
        (True, False, ("registered_on",)),
        (False, True, ("agreement_on",)),
        (True, True, ()),
    ],
)
def test_a_tier_is_provisional_without_agreement_and_registration(
    agreed: bool, registered: bool, missing: tuple[str, ...]
) -> None:
    inputs = TierInputs(1_000_000, agreed=agreed, registered=registered)
    reading = tier_by_scheme(inputs, REVENUE)
    assert (reading.missing, reading.provisional) == (missing, bool(missing))
    assert missing_papers("gold", inputs, REVENUE) == missing
    assert missing_papers(None, inputs, REVENUE) == missing_papers("gold", inputs, METAL) == ()


def test_no_tier_is_never_provisional() -> None:
    assert not tier_by_scheme(TierInputs(999_900), REVENUE).provisional


@pytest.mark.parametrize(
    ("settings", "field"), [(REVENUE, "yearly_purchases"), (METAL, "yearly_purchases"), (UNITS, "yearly_units")]
)
def test_nothing_is_said_while_too_little_is_known(settings: TierSettings, field: str) -> None:
    reading = tier_by_scheme(TierInputs(**SIGNED), settings)
    assert (reading.known, reading.unknown, reading.tier) == (False, field, None)


def book(*purchases: int) -> list[str | None]:
    """The tiers of a book by what its accounts buy."""
    found = places(purchases)
    ranked = sum(one > 0 for one in purchases)
    return [tier_by_scheme(TierInputs(one, place=found.get(one), ranked=ranked), METAL).tier for one in purchases]


def test_ranks_are_shared_out_by_percent() -> None:
    tiers = book(*range(100, 0, -1))
    assert tiers == ["diamond"] * 5 + ["platinum"] * 15 + ["gold"] * 30 + ["vip"] * 50


def test_the_best_of_a_small_book_is_in_the_first_tier_and_ties_rank_alike() -> None:
    assert book(7) == ["diamond"]
    assert book(9, 8, 7, 6) == ["diamond", "gold", "vip", "vip"]
    assert book(9, 9, 9, 1) == ["diamond", "diamond", "diamond", "vip"]
    assert book(9, 5, 5, 5) == ["diamond", "gold", "gold", "gold"]


def test_who_buys_nothing_has_no_rank_and_takes_no_place() -> None:
    assert book(0, 9, 0, 0) == [None, "diamond", None, None]
    reading = tier_by_scheme(TierInputs(0, ranked=4), METAL)
    assert (reading.known, reading.why) == (True, "nothing")


def test_a_reading_says_which_limit_was_reached() -> None:
    reading = tier_by_scheme(TierInputs(950_000, revenue_group=2), REVENUE)
    assert (reading.tier, reading.limit, reading.percent, reading.bought) == ("vip", 900_000, 90, 950_000)
    below = tier_by_scheme(TierInputs(100), REVENUE)
    assert (below.tier, below.limit) == (None, 1_000_000)


INPUTS = st.builds(
    TierInputs,
    yearly_purchases=st.integers(0, 10**10),
    yearly_units=st.integers(0, 500),
    revenue_group=st.sampled_from([None, 1, 2, 3]),
    province_registered=st.booleans(),
)
LIMITS = st.lists(st.integers(0, 10**7), min_size=4, max_size=4).map(tuple)


@given(INPUTS, st.integers(0, 10**9), st.integers(0, 100), LIMITS, st.sampled_from(["vip", "all"]))
def test_who_buys_more_is_never_in_a_lower_tier(
    inputs: TierInputs, more: int, units: int, limits: tuple[int, ...], group_tiers: str
) -> None:
    bought = inputs.yearly_purchases or 0
    larger = inputs._replace(yearly_purchases=bought + more, yearly_units=(inputs.yearly_units or 0) + units)
    for scheme in ("revenue", "units"):
        settings = TierSettings(scheme, revenue_limits=limits, unit_limits=limits, group_tiers=group_tiers)
        assert RANK[tier_by_scheme(larger, settings).tier] <= RANK[tier_by_scheme(inputs, settings).tier]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_in_a_book_who_buys_more_is_never_in_a_lower_tier(purchases: list[int]) -> None:
    tiers = book(*purchases)
    ordered = sorted(zip(purchases, tiers, strict=True), key=lambda pair: -pair[0])
    ranks = [RANK[tier] for _bought, tier in ordered]
    assert ranks == sorted(ranks)
    assert all((tier is None) == (bought == 0) for bought, tier in ordered)
