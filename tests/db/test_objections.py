"""Objections: who said it, which answer was used, what became of it, and the rep's own history of answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.db import accounts, errors, objections
from karep.db.log_lines import store_line
from karep.db.store import Store
from karep.db.views.objections import Counts, answer_counts, get_objection, list_objections
from karep.i18n import use_language
from karep.playbook.kinds import card_id_of
from karep.playbook.shelf import playbook
from karep.reports.answer_history import history_words
from karep.rules.clock import Clock
from karep.rules.log_line.understood import Attendee, Candidate, ObjectionSaid, Understood
from tests.hostile import OURS

from .conftest import Do

CARD = "o.too-expensive"
ANSWER = playbook("en").objections[CARD].answers[1]


def test_everything_that_is_known_of_one_is_kept(do: Do, store: Store, account: str, person: str, deal: str) -> None:
    values = {
        "account_id": account, "opportunity_id": deal, "person_id": person, "card": CARD, "words": "太贵",
        "clarified": "预算只有八成", "answer_id": ANSWER.id, "answer": "先做一条线", "evidence": "测算表",
        "outcome": "worked",
    }  # fmt: skip
    made = do(objections.add_objection, values)
    known = get_objection(store.connection, made)
    assert known is not None and known.person_name == "王建国" and known.opportunity_name == "框架合同"
    assert {name: getattr(known, name) for name in values} == values
    assert list_objections(store.connection, opportunity_id=deal) == [known]
    do(objections.set_outcome, made, "failed")
    changed = get_objection(store.connection, made)
    assert changed is not None and changed.outcome == "failed" and changed.clarified == "预算只有八成"
    with pytest.raises(errors.Refused):
        do(objections.set_outcome, made, "maybe")
    do(objections.remove_objection, made)
    assert get_objection(store.connection, made) is None


def test_an_answer_brings_its_card_and_fits_no_other(do: Do, store: Store, account: str) -> None:
    made = do(objections.add_objection, {"account_id": account, "answer_id": ANSWER.id})
    known = get_objection(store.connection, made)
    assert known is not None and known.card == CARD
    with pytest.raises(errors.Refused) as refused:
        do(objections.add_objection, {"account_id": account, "card": "o.no-budget", "answer_id": ANSWER.id})
    assert refused.value.field == "answer_id"
    with pytest.raises(errors.Refused):
        do(objections.change_objection, made, {"card": "o.no-budget"})
    do(objections.change_objection, made, {"card": "o.no-budget", "answer_id": None})
    with pytest.raises(errors.NotFound):
        do(objections.change_objection, "nobody", {"outcome": "worked"})


def test_counts_are_per_card_and_per_answer(do: Do, store: Store, account: str) -> None:
    other = do(accounts.add_account, {"name": "gone"})
    for outcome, answer in (("worked", ANSWER.id), ("worked", ANSWER.id), ("failed", ANSWER.id), ("open", None)):
        do(objections.add_objection, {"account_id": account, "card": CARD, "answer_id": answer, "outcome": outcome})
    removed = do(objections.add_objection, {"account_id": account, "card": CARD})
    do(objections.remove_objection, removed)
    do(objections.add_objection, {"account_id": other, "card": CARD, "outcome": "worked"})
    do(accounts.remove_account, other)
    do(objections.add_objection, {"account_id": account, "words": "no card"})
    counts = answer_counts(store.connection)
    assert counts == {CARD: Counts(4, 2, 1, 1), ANSWER.id: Counts(3, 2, 1, 0)}


@pytest.mark.parametrize(
    ("language", "counts", "told"),
    [
        ("en", Counts(7, 4, 1, 0), "used 7×, worked 4×, failed 1×"),
        ("en", Counts(7, 4, 0, 3), "used 7×, worked 4×"),
        ("en", Counts(1, 0, 0, 1), "used 1×"),
        ("zh", Counts(7, 4, 1, 0), "用过 7 次、有效 4 次、无效 1 次"),
    ],
)
def test_the_history_in_words(language: str, counts: Counts, told: str) -> None:
    use_language(language)
    assert history_words(CARD, {CARD: counts}) == told
    assert history_words("o.other", {CARD: counts}) == ""
    assert history_words(CARD, {CARD: Counts()}) == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_is_named_by_its_name(language: str) -> None:
    for card in playbook(language).objections.values():
        for answer in card.answers:
            assert objections.answer_named(card.id, answer.name) == answer.id
            assert card_id_of(answer.id) == card.id
    assert objections.answer_named(CARD, "something else") is None
    assert objections.answer_named(None, ANSWER.name) is None


@given(st.text())
def test_any_words_name_an_answer_of_the_card_or_none(words: str) -> None:
    named = objections.answer_named(CARD, words)
    assert named is None or card_id_of(named) == CARD


def test_the_log_line_stores_who_said_it_and_the_answer_named(do: Do, store: Store, account: str, person: str) -> None:
    said = Understood(
        "",
        account=Candidate(account, "华为"),
        people=(Attendee("王建国", Candidate(person, "王建国")),),
        objections=(ObjectionSaid("too expensive", ANSWER.name), ObjectionSaid("why purple?", "because")),
    )
    do(store_line, said, Clock.at(date(2026, 11, 21), zone="Asia/Shanghai"))
    by_words = {one.words: one for one in list_objections(store.connection)}
    dear = by_words["too expensive"]
    assert (dear.person_id, dear.card, dear.answer_id, dear.answer) == (person, CARD, ANSWER.id, ANSWER.name)
    odd = by_words["why purple?"]
    assert (odd.person_id, odd.card, odd.answer_id, odd.answer) == (person, None, None, "because")


def test_hostile_texts_are_kept_letter_for_letter(do: Do, store: Store, account: str) -> None:
    for text in OURS:
        fields = dict.fromkeys(("words", "clarified", "answer", "evidence"), text)
        try:
            made = do(objections.add_objection, {"account_id": account, **fields})
        except errors.Refused:
            continue
        known = get_objection(store.connection, made)
        assert known is not None and known.words is not None
        assert known.words == known.clarified == known.answer == known.evidence
