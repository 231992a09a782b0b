"""The trust formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.trust import LOWERING, RAISING, RATINGS, trust

rating = st.integers(1, 5)
all_rated = st.fixed_dictionaries(dict.fromkeys(RATINGS, rating))


@pytest.mark.parametrize(
    ("given_ratings", "score", "level"),
    [
        ((5, 5, 5, 1), 15.0, "strong"),
        ((1, 1, 1, 5), 0.6, "weak"),
        ((3, 4, 1, 2), 4.0, "strong"),
        ((3, 3, 1, 2), 3.5, "growing"),
        ((2, 2, 2, 3), 2.0, "growing"),
        ((2, 2, 1, 3), 5 / 3, "weak"),
    ],
)
def test_trust_is_the_sum_over_self_orientation(given_ratings: tuple[int, ...], score: float, level: str) -> None:
    found = trust(dict(zip(RATINGS, given_ratings, strict=True)))
    assert found.score == pytest.approx(score)
    assert (found.level, found.missing) == (level, ())


def test_what_nobody_rated_is_left_out_and_named() -> None:
    found = trust({"credibility": 4, "reliability": 2, "self_orientation": 3})
    assert (found.score, found.missing) == (3.0, ("intimacy",))
    assert trust({"credibility": 4, "reliability": 2, "intimacy": 5}).score is None
    assert trust({"self_orientation": 1}).score is None
    assert trust({}).missing == RATINGS


@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_rating_outside_the_scale_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="intimacy"):
        trust({"intimacy": value})


@given(all_rated)
def test_the_score_stays_in_its_range_and_every_step_raises_it(ratings: dict[str, int]) -> None:
    found = trust(ratings)
    assert found.score is not None and 0.6 <= found.score <= 15
    assert all(step.score > found.score for step in found.steps)
    assert [step.score for step in found.steps] == sorted((step.score for step in found.steps), reverse=True)
    at_their_best = {name for name in RAISING if ratings[name] == 5} | ({LOWERING} if ratings[LOWERING] == 1 else set())
    assert {step.rating for step in found.steps} == set(RATINGS) - at_their_best


@given(all_rated, st.sampled_from(RAISING))
def test_a_missing_rating_weighs_as_the_mean_of_the_others(ratings: dict[str, int], missing: str) -> None:
    others = [ratings[name] for name in RAISING if name != missing]
    found = trust({**ratings, missing: None})
    assert found.score == pytest.approx(1.5 * sum(others) / ratings[LOWERING])
