"""How a deal ends and what grows out of it: won, lost, opened again, expanded; and what proves a tick."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from karep.db import errors, journal, opportunities, touches
from karep.db.follow_ups import change_follow_up
from karep.db.people import add_person, change_person
from karep.db.store import Store
from karep.db.views.deals import Deal, get_deal
from karep.db.views.evidence import list_evidence, list_proofs
from karep.db.views.follow_ups import list_follow_ups
from karep.db.views.growth import list_relatives
from karep.db.views.opportunities import list_stage_changes, list_ticks
from karep.rules.expansion import EXPANSIONS
from karep.rules.vocabulary import OPPORTUNITY_KINDS, STAGES

from .conftest import Content, Do

FRIDAY = date(2026, 11, 20)


def read(store: Store, deal: str) -> Deal:
    found = get_deal(store.connection, deal)
    assert found is not None
    return found


def planned(store: Store, deal: str) -> list[tuple[str, str]]:
    found = [one for one in list_follow_ups(store.connection) if one.opportunity_id == deal]
    return [(one.what, one.due) for one in found]


# --- won ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_a_signature_moves_to_delivery_what_stands_before_it(do: Do, store: Store, account: str, stage: str) -> None:
    deal = do(opportunities.add_opportunity, {"account_id": account, "name": "a", "stage": stage})
    do(opportunities.win, deal, on=FRIDAY, unmet=["s6.exit.decided"])
    won, moves = read(store, deal), list_stage_changes(store.connection, opportunity_id=deal)
    assert won.status == "won"
    if stage < "S7":
        assert won.stage == "S7"
        assert [(one.from_stage, one.to_stage, one.unmet) for one in moves] == [(stage, "S7", ("s6.exit.decided",))]
    else:
        assert won.stage == stage and moves == []


def test_one_undo_takes_a_signature_back_whole(do: Do, store: Store, deal: str, content: Callable[[], Content]) -> None:
    before = content()
    do(opportunities.win, deal, on=FRIDAY)
    journal.undo(store)
    assert content() == before


def test_opened_again_it_stands_where_it_stood(do: Do, store: Store, deal: str, content: Callable[[], Content]) -> None:
    before = content()
    do(opportunities.win, deal, on=FRIDAY)
    do(opportunities.reopen, deal)
    assert content() == before
    do(opportunities.win, deal, on=FRIDAY)
    journal.undo(store)
    journal.redo(store)
    do(opportunities.reopen, deal)
    assert read(store, deal).stage == "S3", "also after an undo and a redo"


def test_opened_again_it_stands_where_it_was_won_from_also_after_delivery(do: Do, store: Store, deal: str) -> None:
    do(opportunities.win, deal)
    do(opportunities.move_stage, deal, "S8", reason="runs")
    do(opportunities.reopen, deal)
    assert (read(store, deal).stage, read(store, deal).status) == ("S3", "open")
    moves = list_stage_changes(store.connection, opportunity_id=deal)
    assert [(one.from_stage, one.to_stage) for one in moves] == [("S8", "S3"), ("S7", "S8"), ("S3", "S7")]
    do(opportunities.win, deal)
    do(opportunities.lose, deal, "price", "2027-02-20")
    do(opportunities.reopen, deal)
    assert read(store, deal).stage == "S3", "lost after it was won"


@pytest.mark.parametrize("stage", ["S7", "S8"])
@pytest.mark.parametrize("by_form", [False, True])
def test_an_open_deal_that_comes_to_delivery_is_won_by_it(
    do: Do, store: Store, deal: str, content: Callable[[], Content], stage: str, by_form: bool
) -> None:
    before = content()
    if by_form:
        do(opportunities.change_opportunity, deal, {"stage": stage})
    else:
        do(opportunities.move_stage, deal, stage, on=FRIDAY)
    assert (read(store, deal).status, read(store, deal).stage) == ("won", stage) and len(planned(store, deal)) == 4
    journal.undo(store)
    assert content() == before
    do(opportunities.lose, deal, "price", "2027-02-20")
    do(opportunities.move_stage, deal, stage)
    assert read(store, deal).status == "lost", "a lost deal is not won by a move"


def test_a_won_deal_that_goes_back_before_delivery_is_open(do: Do, store: Store, deal: str) -> None:
    do(opportunities.win, deal)
    do(opportunities.move_stage, deal, "S8")
    assert read(store, deal).status == "won" and len(planned(store, deal)) == 4
    do(opportunities.move_stage, deal, "S7")
    assert read(store, deal).status == "won"
    do(opportunities.move_stage, deal, "S5", reason="not signed")
    assert (read(store, deal).status, read(store, deal).stage, planned(store, deal)) == ("open", "S5", [])


def test_a_signature_keeps_its_amount_its_reason_and_its_stage(do: Do, store: Store, deal: str) -> None:
    do(opportunities.change_opportunity, deal, {"amount": 500})
    do(opportunities.win, deal, to_stage="S8", reason="handed over", amount=450)
    [move] = list_stage_changes(store.connection, opportunity_id=deal)
    assert (move.to_stage, move.reason, read(store, deal).amount) == ("S8", "handed over", 450)
    do(opportunities.reopen, deal)
    do(opportunities.win, deal, to_stage="S2")
    assert (read(store, deal).stage, read(store, deal).amount) == ("S7", 450)


# --- lost --------------------------------------------------------------------------------------------------------


def test_a_loss_plans_to_ask_again_unless_that_is_refused(do: Do, store: Store, deal: str, person: str) -> None:
    assert do(opportunities.lose, deal, "price", "2027-02-20", ask_again=" ") is None
    assert planned(store, deal) == []
    step = do(opportunities.lose, deal, "price", "2027-02-20", ask_again="Ask again: 框架合同")
    assert planned(store, deal) == [("Ask again: 框架合同", "2027-02-20")]
    again = do(opportunities.lose, deal, "rival", date(2027, 3, 1), ask_again="Call")
    assert again == step and planned(store, deal) == [("Call", "2027-03-01")], "no doubles"
    assert list_follow_ups(store.connection)[0].person_id == person


def test_opened_again_nothing_asks_again(do: Do, store: Store, deal: str) -> None:
    do(opportunities.lose, deal, "price", "2027-02-20", ask_again="a")
    do(opportunities.reopen, deal)
    assert planned(store, deal) == [] and read(store, deal).stage == "S3"
    assert read(store, deal).lost_reason == "price"


def test_what_a_loss_planned_goes_also_after_a_second_loss_an_undo_and_a_redo(do: Do, store: Store, deal: str) -> None:
    do(opportunities.lose, deal, "price", "2027-02-20", ask_again="a")
    journal.undo(store)
    journal.redo(store)
    do(opportunities.lose, deal, "rival", "2027-03-01", ask_again="b")
    do(opportunities.reopen, deal)
    assert planned(store, deal) == []
    do(opportunities.lose, deal, "price", "2027-02-20", ask_again="a")
    do(opportunities.win, deal, on=FRIDAY)
    assert len(planned(store, deal)) == 4, "a deal that was won is not asked for again"
    do(opportunities.lose, deal, "price", "2027-02-20", ask_again="a")
    assert planned(store, deal) == [("a", "2027-02-20")], "and a lost one is not thanked for"


@pytest.mark.parametrize("edit", [{"what": "Call Li"}, {"due": "2027-02-22"}])
def test_what_the_rep_made_his_own_stays(do: Do, store: Store, deal: str, edit: dict[str, str]) -> None:
    step = do(opportunities.lose, deal, "price", "2027-02-20", ask_again="a")
    do(change_follow_up, step, edit)
    do(opportunities.reopen, deal)
    assert len(planned(store, deal)) == 1


@pytest.mark.parametrize(("reason", "day"), [("", "2027-01-01"), (" ", "2027-01-01"), ("a", None), ("a", "")])
def test_a_loss_without_reason_or_day_is_refused_whole(
    do: Do, deal: str, content: Callable[[], Content], reason: str, day: str | None
) -> None:
    before = content()
    with pytest.raises(errors.Refused):
        do(opportunities.lose, deal, reason, day, ask_again="a")
    assert content() == before


# --- grown -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EXPANSIONS)
def test_a_won_deal_grows_into_a_new_one_and_stays(
    do: Do, store: Store, account: str, person: str, deal: str, kind: str
) -> None:
    left = do(add_person, {"account_id": account, "name": "张三"})
    about = {"account_id": account, "opportunity_id": deal}
    for one, role in ((person, "user"), (person, "decision_maker"), (left, "finance")):
        do(lambda change, one=one, role=role: change.add("role", {**about, "person_id": one, "role": role}))
    do(change_person, left, {"left_on": "2026-01-01"})
    do(opportunities.change_opportunity, deal, {"currency": "EUR", "amount": 5})
    do(opportunities.win, deal)
    before = read(store, deal)
    grown = do(opportunities.expand, deal, kind, "框架合同 · 2")
    new = read(store, grown)
    assert (new.name, new.kind, new.stage, new.status, new.account_id) == ("框架合同 · 2", kind, "S4", "open", account)
    assert (new.currency, new.amount) == ("EUR", None)
    assert read(store, deal) == before, "the old one stays as it is"
    roles = store.connection.execute("SELECT person_id, role FROM role WHERE opportunity_id = ? ORDER BY id", (grown,))
    assert roles.fetchall() == [(person, "user"), (person, "decision_maker")]
    assert [(one.id, one.is_origin) for one in list_relatives(store.connection, grown)] == [(deal, True)]
    assert [(one.id, one.is_origin) for one in list_relatives(store.connection, deal)] == [(grown, False)]


def test_growing_is_one_action(do: Do, store: Store, deal: str, content: Callable[[], Content]) -> None:
    do(opportunities.win, deal)
    before = content()
    do(opportunities.expand, deal, "renewal", "a")
    after = content()
    journal.undo(store)
    assert content() == before
    journal.redo(store)
    assert content() == after


def test_only_what_was_won_grows_and_only_into_more_business(do: Do, deal: str, content: Callable[[], Content]) -> None:
    with pytest.raises(errors.Refused):
        do(opportunities.expand, deal, "renewal", "a")
    do(opportunities.win, deal)
    before = content()
    for kind in set(OPPORTUNITY_KINDS) - set(EXPANSIONS):
        with pytest.raises(errors.Refused):
            do(opportunities.expand, deal, kind, "a")
    with pytest.raises(errors.Refused):
        do(opportunities.expand, deal, "renewal", " ")
    with pytest.raises(errors.NotFound):
        do(opportunities.expand, "nobody", "renewal", "a")
    assert content() == before


def test_relatives_are_those_that_are_there(do: Do, store: Store, deal: str) -> None:
    do(opportunities.win, deal)
    first, second = (do(opportunities.expand, deal, "renewal", name) for name in "ab")
    assert [one.name for one in list_relatives(store.connection, deal)] == ["a", "b"]
    do(opportunities.remove_opportunity, first)
    assert [one.id for one in list_relatives(store.connection, deal)] == [second]
    do(opportunities.remove_opportunity, deal)
    assert list_relatives(store.connection, second) == [] and list_relatives(store.connection, deal) == []


# --- what proves a tick ------------------------------------------------------------------------------------------


@pytest.fixture
def visit(do: Do, account: str, person: str, deal: str) -> str:
    """A touch about the deal."""
    values = {"account_id": account, "opportunity_id": deal, "at": "2026-11-18T02:00:00Z", "kind": "visit"}
    return str(do(touches.log_touch, {**values, "summary": "谈框架"}, people=[person]))


def test_evidence_keeps_who_ticked_when(do: Do, store: Store, deal: str, visit: str) -> None:
    do(opportunities.tick, deal, "s3.aim", by="Li")
    before = list_ticks(store.connection, deal)["s3.aim"]
    do(opportunities.prove, deal, "s3.aim", visit, by="Wang")
    tick = list_ticks(store.connection, deal)["s3.aim"]
    assert (tick.id, tick.at, tick.by, tick.touch_id) == (before.id, before.at, "Li", visit)
    do(opportunities.prove, deal, "s3.aim", None)
    assert list_ticks(store.connection, deal)["s3.aim"] == before


def test_evidence_ticks_what_was_not(do: Do, store: Store, deal: str, visit: str) -> None:
    do(opportunities.tick, deal, "s3.b", not_applicable=True, reason="none")
    for item in ("s3.a", "s3.b"):
        do(opportunities.prove, deal, item, visit, by="Li")
        tick = list_ticks(store.connection, deal)[item]
        assert (tick.by, tick.touch_id, tick.not_applicable, tick.reason or "") == ("Li", visit, False, "")
    with pytest.raises(errors.Refused):
        do(opportunities.prove, deal, "s3.a", "nothing")


def test_the_deals_own_touches_come_first(do: Do, store: Store, account: str, deal: str, visit: str) -> None:
    other = do(opportunities.add_opportunity, {"account_id": account, "name": "b"})
    late = {"account_id": account, "at": "2026-11-20T02:00:00Z", "kind": "call"}
    about_other = do(touches.log_touch, {**late, "opportunity_id": other, "purpose": "p"})
    plain = do(touches.log_touch, {**late, "at": "2026-11-10T02:00:00Z"})
    gone = do(touches.log_touch, late)
    do(touches.remove_touch, gone)
    found = list_evidence(store.connection, deal)
    assert [one.touch_id for one in found] == [visit, about_other, plain]
    assert [(one.of_deal, one.words, one.people) for one in found] == [
        (True, "谈框架", ("王建国",)), (False, "p", ()), (False, "", ()),
    ]  # fmt: skip
    assert [one.touch_id for one in list_evidence(store.connection, deal, 1)] == [visit]


def test_a_removed_touch_proves_nothing(do: Do, store: Store, deal: str, visit: str) -> None:
    do(opportunities.prove, deal, "s3.a", visit)
    do(opportunities.prove, deal, "s3.b", visit)
    proofs = list_proofs(store.connection, deal)
    assert list(proofs) == [visit] and proofs[visit].people == ("王建国",)
    do(touches.remove_touch, visit)
    assert list_proofs(store.connection, deal) == {} and list_evidence(store.connection, deal) == []
    assert list_ticks(store.connection, deal)["s3.a"].touch_id == visit, "the tick stays"


def test_evidence_of_nothing_is_empty(store: Store, do: Do, account: str, deal: str) -> None:
    assert list_evidence(store.connection, deal) == [] and list_proofs(store.connection, "nothing") == {}


HOSTILE: tuple[Any, ...] = ("[/oops]", "\x1b[31m", "'; DROP TABLE tick; --", "👩\u200d👩 \u202e", "%_")


@pytest.mark.parametrize("text", HOSTILE)
def test_any_words_are_kept(do: Do, store: Store, deal: str, text: str) -> None:
    do(opportunities.lose, deal, text, "2027-01-01", ask_again=text)
    do(opportunities.reopen, deal)
    do(opportunities.win, deal)
    grown = do(opportunities.expand, deal, "renewal", text)
    assert [one.name for one in list_relatives(store.connection, deal)] == [read(store, grown).name]
    assert read(store, deal).lost_reason is not None
