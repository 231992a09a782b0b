"""Which technique is suggested, and why."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.playbook.shelf import playbook
from karep.rules.closing import nearby, suggestions
from karep.rules.vocabulary import ROLES, STAGES


@dataclass(frozen=True)
class Card:
    id: str
    stages: tuple[str, ...] = ("S6",)
    signals: tuple[str, ...] = ()
    roles: tuple[str, ...] = field(default=())


SIGNALS = ("a", "b", "c")
CARDS = st.lists(
    st.builds(
        Card,
        id=st.text("xyz", min_size=1, max_size=4),
        stages=st.lists(st.sampled_from(STAGES), max_size=3).map(tuple),
        signals=st.lists(st.sampled_from(SIGNALS), max_size=3, unique=True).map(tuple),
        roles=st.lists(st.sampled_from(list(ROLES)), max_size=3, unique=True).map(tuple),
    ),
    max_size=6,
    unique_by=lambda card: card.id,
)


def test_more_signals_then_the_stage_then_the_people() -> None:
    cards = [
        Card("elsewhere", ("S1",)),
        Card("stage only"),
        Card("for the boss", roles=("decision_maker",)),
        Card("one signal, other stage", ("S5",), ("a",)),
        Card("one signal", signals=("a", "c")),
        Card("two signals", ("S1",), ("a", "b")),
    ]
    found = suggestions(cards, stage="S6", seen=["a", "b"], roles=["decision_maker", "user"])
    assert [one.technique_id for one in found] == [
        "two signals", "one signal", "one signal, other stage", "for the boss", "stage only",
    ]  # fmt: skip
    assert found[0].signals == ("a", "b") and not found[0].of_stage
    assert found[3].roles == ("decision_maker",) and found[3].of_stage and found[3].signals == ()


@given(CARDS, st.sampled_from(STAGES), st.sets(st.sampled_from(SIGNALS)), st.lists(st.sampled_from(list(ROLES))))
def test_every_suggestion_has_a_reason(cards: list[Card], stage: str, seen: set[str], roles: list[str]) -> None:
    found = suggestions(cards, stage=stage, seen=seen, roles=roles)
    known = {card.id: card for card in cards}
    assert len({one.technique_id for one in found}) == len(found)
    for one in found:
        card = known[one.technique_id]
        assert one.signals or one.of_stage
        assert set(one.signals) == set(card.signals) & seen
        assert set(one.roles) == set(card.roles) & set(roles)
    left = set(known) - {one.technique_id for one in found}
    assert all(stage not in known[one].stages and not set(known[one].signals) & seen for one in left)


@pytest.mark.parametrize(("stage", "near"), [("S1", ("S1", "S2")), ("S6", ("S6", "S7", "S5")), ("S8", ("S8", "S7"))])
def test_what_is_near_a_stage(stage: str, near: tuple[str, ...]) -> None:
    assert nearby(stage) == near


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_signal_of_the_playbook_calls_for_something(language: str) -> None:
    book = playbook(language)
    for stage in book.stages.values():
        for signal in stage.signals:
            found = suggestions(book.techniques.values(), stage=stage.id, seen=[signal.id], roles=[])
            assert found[0].signals == (signal.id,), signal.id
