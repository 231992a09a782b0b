"""Touches, the stream, promises, follow-ups, deals, objections and contacts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from karep.db import accounts, follow_ups, objections, opportunities, people, promises, touches
from karep.db.store import Store
from karep.db.views import opportunities as deals
from karep.db.views.bounds import end_stamp, first_stamp
from karep.db.views.follow_ups import get_follow_up, list_done_follow_ups, list_follow_ups
from karep.db.views.objections import get_objection, list_objections
from karep.db.views.promises import list_closed_promises, list_open_promises
from karep.db.views.timeline import list_timeline
from karep.db.views.touches import get_touch, list_touches

from .conftest import Do


def log(do: Do, account: str, at: str, *who: str, **values: object) -> str:
    return str(do(touches.log_touch, {"account_id": account, "at": at, **values}, people=who))


def test_touches_come_newest_first_and_by_every_filter(do: Do, store: Store, account: str, person: str) -> None:
    other = str(do(accounts.add_account, {"name": "中兴"}))
    old = log(do, account, "2026-11-01T08:00:00Z", person)
    new = log(do, account, "2026-11-03T08:00:00Z")
    far = log(do, other, "2026-11-02T08:00:00Z")
    read = store.connection
    assert [one.id for one in list_touches(read)] == [new, far, old]
    assert [one.id for one in list_touches(read, limit=1)] == [new]
    assert [one.id for one in list_touches(read, account_id=account)] == [new, old]
    assert [one.id for one in list_touches(read, person_id=person)] == [old]
    assert [one.id for one in list_touches(read, since="2026-11-02T08:00:00.000Z")] == [new, far]
    assert [one.id for one in list_touches(read, until=datetime(2026, 11, 2, 8, tzinfo=UTC))] == [old]
    do(accounts.remove_account, other)
    do(touches.remove_touch, new)
    assert [one.id for one in list_touches(read)] == [old]
    assert get_touch(read, far) is None


def test_days_are_local_and_both_edges_count(do: Do, store: Store, account: str) -> None:
    noon = datetime(2026, 11, 10, 12).astimezone()
    inside = [log(do, account, (noon + timedelta(hours=hours)).isoformat()) for hours in (-11, 11)]
    log(do, account, (noon + timedelta(hours=-13)).isoformat())
    log(do, account, (noon + timedelta(hours=13)).isoformat())
    day = date(2026, 11, 10)
    assert sorted(one.id for one in list_touches(store.connection, since=day, until=day)) == sorted(inside)


def test_edges_of_a_span() -> None:
    moment = datetime(2026, 11, 10, 12, tzinfo=UTC)
    assert first_stamp(moment) == end_stamp(moment) == "2026-11-10T12:00:00.000Z"
    assert (first_stamp(None), end_stamp("2026")) == (None, "2026")
    assert (first_stamp(date(2026, 11, 11)) or "") <= (end_stamp(date(2026, 11, 10)) or "")


def test_who_took_part_is_named_in_the_order_given(do: Do, store: Store, account: str, person: str) -> None:
    colleague = str(do(people.add_person, {"account_id": account, "name": "李敏"}))
    touch = log(do, account, "2026-11-01T08:00:00Z", colleague, person)
    shown = get_touch(store.connection, touch)
    assert shown is not None
    assert shown.people == ((colleague, "李敏"), (person, "王建国"))
    do(people.remove_person, colleague)
    shown = get_touch(store.connection, touch)
    assert shown is not None
    assert shown.people == ((person, "王建国"),)


def test_the_stream_holds_everything_once(do: Do, store: Store, account: str, person: str, deal: str) -> None:
    touch = do(
        touches.log_touch,
        {
            "account_id": account,
            "at": "2026-11-01T08:00:00Z",
            "summary": "谈",
            "purpose": "框架",
            "opportunity_id": deal,
        },
        people=[person],
        promises=[{"what": "报价", "due": "2026-11-05", "person_id": person}],
        objections=[{"words": "太贵", "card": "price", "answer": "值"}],
        next_steps=[{"what": "汇报", "due": "2026-11-26"}],
    )
    do(opportunities.move_stage, deal, "S4", reason="定了")
    done = do(follow_ups.add_follow_up, {"account_id": account, "what": "送样", "due": "2026-11-02"})
    do(follow_ups.finish_follow_up, done, touch)
    items = {item.kind: item for item in list_timeline(store.connection, account)}
    assert set(items) == {"touch", "promise", "stage_change", "objection", "follow_up_done"}
    assert len(list_timeline(store.connection, account)) == 5
    assert (items["touch"].id, items["touch"].people, items["touch"].text) == (touch, ((person, "王建国"),), "谈")
    assert (items["touch"].title, items["touch"].variety, items["touch"].opportunity_name) == (
        "框架",
        "visit",
        "框架合同",
    )
    assert (items["promise"].at, items["promise"].due) == (items["touch"].at, "2026-11-05")
    assert (items["promise"].people, items["promise"].variety) == (((person, "王建国"),), "us")
    assert (items["stage_change"].from_stage, items["stage_change"].to_stage) == ("S3", "S4")
    assert (items["stage_change"].title, items["stage_change"].text) == ("框架合同", "定了")
    assert (items["objection"].title, items["objection"].text, items["objection"].outcome) == ("price", "太贵", "值")
    assert (items["follow_up_done"].noun, items["follow_up_done"].touch_id) == ("follow_up", touch)
    stamps = [item.at for item in list_timeline(store.connection, account)]
    assert stamps == sorted(stamps, reverse=True)
    assert len(list_timeline(store.connection, account, limit=2)) == 2
    do(accounts.remove_account, account)
    assert list_timeline(store.connection, account) == []


def test_open_promises_by_due_then_those_without_a_day(do: Do, store: Store, account: str) -> None:
    ids = [
        do(promises.add_promise, {"account_id": account, "what": "x", "due": due, "owed_by": by})
        for due, by in ((None, "us"), ("2026-12-01", "us"), ("2026-11-01", "them"))
    ]
    read = store.connection
    assert [one.id for one in list_open_promises(read)] == ids[::-1]
    assert [one.id for one in list_open_promises(read, owed_by="us")] == [ids[1], ids[0]]
    assert [one.id for one in list_open_promises(read, due_until=date(2026, 11, 30))] == [ids[2]]
    assert list_open_promises(read, account_id="nobody") == []
    do(promises.keep_promise, ids[1])
    assert [one.id for one in list_open_promises(read, account_id=account)] == [ids[2], ids[0]]
    assert [one.id for one in list_closed_promises(read, account_id=account)] == [ids[1]]
    assert list_closed_promises(read, until="2020") == []


def test_follow_ups_by_day_and_time(do: Do, store: Store, account: str, person: str, deal: str) -> None:
    def add(due: str, due_time: str | None = None, **values: object) -> str:
        return str(
            do(
                follow_ups.add_follow_up,
                {"account_id": account, "what": "x", "due": due, "due_time": due_time, **values},
            )
        )

    late, noon, day = (
        add("2026-12-02"),
        add("2026-12-01", "12:00", person_id=person),
        add("2026-12-01", opportunity_id=deal),
    )
    read = store.connection
    assert [one.id for one in list_follow_ups(read)] == [day, noon, late]
    assert [one.id for one in list_follow_ups(read, since="2026-12-02", until=date(2026, 12, 2))] == [late]
    assert [one.id for one in list_follow_ups(read, opportunity_id=deal)] == [day]
    do(follow_ups.finish_follow_up, noon)
    assert [one.id for one in list_follow_ups(read, account_id=account)] == [day, late]
    assert [one.id for one in list_follow_ups(read, open_only=False)] == [day, noon, late]
    assert [one.id for one in list_done_follow_ups(read, "2020", None)] == [noon]
    assert list_done_follow_ups(read, None, "2020") == []
    shown = get_follow_up(read, noon)
    assert shown is not None
    assert (shown.account_tier, shown.person_name, shown.opportunity_name) == ("platinum", "王建国", None)


def test_deals_open_and_furthest_first(do: Do, store: Store, account: str) -> None:
    def add(name: str, stage: str, status: str = "open") -> str:
        return str(
            do(opportunities.add_opportunity, {"account_id": account, "name": name, "stage": stage, "status": status})
        )

    first, won, last = add("a", "S2"), add("b", "S7", "won"), add("c", "S5")
    read = store.connection
    assert [one.id for one in deals.list_opportunities(read)] == [last, first, won]
    assert [one.id for one in deals.list_opportunities(read, status="won")] == [won]
    assert [one.id for one in deals.list_opportunities(read, stage="S5", account_id=account)] == [last]
    do(follow_ups.add_follow_up, {"account_id": account, "opportunity_id": last, "what": "x", "due": "2026-12-03"})
    do(opportunities.tick, last, "s5.options")
    shown = deals.get_opportunity(read, last)
    assert shown is not None
    assert (shown.next_due, shown.ticked, shown.last_moved_at) == ("2026-12-03", 1, shown.created_at)
    do(opportunities.remove_opportunity, last)
    assert deals.get_opportunity(read, last) is None


@pytest.mark.parametrize("stage", ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"])
def test_open_deals_from_engage_to_closing_need_a_next_step(do: Do, store: Store, account: str, stage: str) -> None:
    deal = do(opportunities.add_opportunity, {"account_id": account, "name": "x", "stage": stage})

    def flagged() -> list[str]:
        return [one.id for one in deals.list_without_next_step(store.connection, "2026-11-27")]

    expected = [deal] if "S3" <= stage <= "S6" else []
    assert flagged() == expected
    do(follow_ups.add_follow_up, {"account_id": account, "what": "of the account only", "due": "2026-12-01"})
    assert flagged() == expected
    step = do(
        follow_ups.add_follow_up, {"account_id": account, "opportunity_id": deal, "what": "x", "due": "2026-11-01"}
    )
    assert flagged() == []
    do(follow_ups.move_follow_up, step, "2026-11-28")
    assert flagged() == expected
    do(follow_ups.finish_follow_up, step)
    assert flagged() == expected
    do(opportunities.win, deal)
    assert flagged() == []


def test_objections_and_moves_by_every_filter(do: Do, store: Store, account: str, deal: str) -> None:
    loose = do(objections.add_objection, {"account_id": account, "words": "a", "at": "2026-11-01T00:00:00Z"})
    tied = do(
        objections.add_objection,
        {"account_id": account, "opportunity_id": deal, "words": "b", "at": "2026-11-02T00:00:00Z"},
    )
    do(opportunities.move_stage, deal, "S4")
    read = store.connection
    assert [one.id for one in list_objections(read, account_id=account)] == [tied, loose]
    assert [one.id for one in list_objections(read, opportunity_id=deal)] == [tied]
    assert [one.id for one in list_objections(read, until="2026-11-02")] == [loose]
    shown = get_objection(read, tied)
    assert shown is not None
    assert (shown.opportunity_name, shown.outcome) == ("框架合同", "open")
    assert len(deals.list_stage_changes(read, since="2020")) == 1
    assert deals.list_stage_changes(read, until="2020") == []
    do(opportunities.remove_opportunity, deal)
    assert deals.list_stage_changes(read) == []
    assert deals.list_ticks(read, deal) == {}
