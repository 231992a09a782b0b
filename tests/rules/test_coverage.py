"""The coverage score and the two-of-ours rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.coverage import (
    DEFAULT_SETTINGS,
    CoverageSettings,
    Seat,
    coverage,
    is_active,
    name_key,
    our_names,
    recency,
    senior_warning,
    thread_warnings,
)
from karep.rules.vocabulary import EXPECTED_ROLES, ROLES

TODAY = date(2026, 11, 21)
seats = st.lists(
    st.builds(
        Seat,
        st.uuids().map(str),
        st.lists(st.sampled_from(list(ROLES)), max_size=3).map(tuple),
        st.integers(0, 5),
        st.one_of(st.none(), st.integers(0, 900).map(lambda days: TODAY - timedelta(days=days))),
    ),
    max_size=8,
)
roles = st.sets(st.sampled_from(EXPECTED_ROLES), max_size=6)


def everybody(strength: int = 5) -> list[Seat]:
    return [Seat(role, (role,), strength, TODAY) for role in EXPECTED_ROLES]


def test_the_weights_are_out_of_a_hundred_and_name_the_expected_chairs() -> None:
    assert sum(DEFAULT_SETTINGS.weights.values()) == 100
    assert set(DEFAULT_SETTINGS.weights) == set(EXPECTED_ROLES)


def test_full_coverage_is_a_hundred_and_an_empty_account_nothing() -> None:
    assert coverage(everybody(), TODAY, ours=2, theirs=7).score == 100
    nobody = coverage([], TODAY, ours=0, theirs=0)
    assert (nobody.score, nobody.capped, len(nobody.contributions)) == (0, False, 7)


def test_one_role_adds_weight_times_strength_times_recency() -> None:
    # a purchaser should hear from us every 30 days; 60 days is half way to 0.3 at 90
    seat = Seat("a", ("purchaser",), 3, TODAY - timedelta(days=60))
    found = coverage([seat], TODAY, ours=2, theirs=2, tier="platinum")
    one = next(one for one in found.contributions if one.person_id == "a")
    assert one.recency == pytest.approx(0.65)
    assert one.points == pytest.approx(20 * 3 / 5 * 0.65)
    assert found.score == 8


def test_the_best_person_of_a_role_counts() -> None:
    old = Seat("old", ("user",), 5, None)
    new = Seat("new", ("user",), 3, TODAY)
    found = coverage([old, new], TODAY, ours=2, theirs=2)
    assert next(one for one in found.contributions if one.role == "user").person_id == "new"


def test_a_role_that_nobody_has_is_left_out_and_the_others_weigh_more() -> None:
    without = [one for one in everybody() if one.roles != ("finance",)]
    assert coverage(without, TODAY, ours=2, theirs=2).score == 92
    assert coverage(without, TODAY, ours=2, theirs=2, absent=["finance"]).score == 100
    assert len(coverage(everybody(), TODAY, ours=2, theirs=2, absent=["finance"]).contributions) == 7


@pytest.mark.parametrize(("ours", "theirs", "score"), [(2, 2, 100), (1, 2, 60), (2, 1, 60), (0, 0, 60)])
def test_a_single_thread_caps_the_score(ours: int, theirs: int, score: int) -> None:
    found = coverage(everybody(), TODAY, ours=ours, theirs=theirs)
    assert (found.score, found.uncapped, found.capped) == (score, 100, score < 100)


def test_the_figures_are_settings() -> None:
    settings = CoverageSettings(weights={"user": 1}, cap=10)
    found = coverage(everybody(), TODAY, ours=1, theirs=1, settings=settings)
    assert (found.uncapped, found.score) == (100, 10)


@pytest.mark.parametrize(
    ("days", "worth"), [(0, 1.0), (30, 1.0), (60, 0.65), (90, 0.3), (900, 0.3), (-5, 1.0), (None, 0.3)]
)
def test_recency_falls_in_a_straight_line(days: int | None, worth: float) -> None:
    last = None if days is None else TODAY - timedelta(days=days)
    assert recency(last, 30, TODAY) == pytest.approx(worth)


@given(seats, roles, st.integers(0, 3), st.integers(0, 3))
def test_the_score_is_the_sum_of_its_contributions(
    given_seats: list[Seat], absent: set[str], ours: int, theirs: int
) -> None:
    found = coverage(given_seats, TODAY, ours=ours, theirs=theirs, absent=absent)
    assert 0 <= found.score <= found.uncapped <= 100
    assert abs(sum(one.points for one in found.contributions) - found.uncapped) <= 0.5 + 1e-6
    assert sum(one.weight for one in found.contributions) == pytest.approx(100)


@given(seats, st.integers(0, 7))
def test_a_stronger_relationship_never_lowers_the_score(given_seats: list[Seat], which: int) -> None:
    before = coverage(given_seats, TODAY, ours=2, theirs=2).score
    if given_seats:
        which %= len(given_seats)
        one = given_seats[which]
        given_seats[which] = Seat(one.person_id, one.roles, min(5, one.strength + 1), one.last_contact)
    assert coverage(given_seats, TODAY, ours=2, theirs=2).score >= before


@pytest.mark.parametrize(
    ("ours", "theirs", "warnings"),
    [
        (2, 2, ()),
        (0, 0, ("no_contact",)),
        (1, 5, ("one_of_ours",)),
        (4, 1, ("one_of_theirs",)),
        (1, 1, ("one_of_ours", "one_of_theirs")),
    ],
)
def test_fewer_than_two_warns(ours: int, theirs: int, warnings: tuple[str, ...]) -> None:
    assert thread_warnings(ours, theirs) == warnings


def test_active_is_ninety_days_and_the_day_itself() -> None:
    assert is_active(TODAY - timedelta(days=90), TODAY)
    assert not is_active(TODAY - timedelta(days=91), TODAY)
    assert not is_active(None, TODAY)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四，王五", ["张三", "李四", "王五"]),
        ("Anna Lee and Bob; anna  lee", ["Anna Lee", "Bob"]),
        ("张总（总经理）, 张总", ["张总（总经理）"]),
        ("Sandy", ["Sandy"]),
        ("", []),
        (" , ;", []),
        (None, []),
    ],
)
def test_our_names_are_told_apart(text: str | None, names: list[str]) -> None:
    assert [one.name for one in our_names(text)] == names


@given(st.text(max_size=60))
def test_names_of_ours_come_once(text: str) -> None:
    keys = [one.key for one in our_names(text)]
    assert len(set(keys)) == len(keys) and all(keys)


def test_a_name_is_the_same_in_any_case_and_width() -> None:
    assert name_key("Ａnna lee") == name_key("ANNA  LEE (GM)")
    assert name_key("(GM)")


@pytest.mark.parametrize(
    ("counterpart", "warning"),
    [
        (None, "nobody"),
        ("  ", "nobody"),
        ("李雷", "rep"),
        ("李雷、韩梅", "rep"),
        ("张总", None),
        ("李雷（总经理）", None),
        ("Li Lei, GM", None),
        ("别人", None),
        ("李雷、别人", None),
        ("李雷总部", "rep"),
    ],
)
def test_a_decision_maker_needs_somebody_senior(counterpart: str | None, warning: str | None) -> None:
    reps = ["李雷", "韩梅", None, "李雷总部"]
    assert senior_warning(counterpart, reps) == warning
