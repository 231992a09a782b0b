"""What the verbs write beyond the values that they are given."""

from karep.db import accounts, follow_ups, opportunities, people, promises, touches
from karep.db.store import Store
from karep.db.views import accounts as account_views
from karep.db.views import follow_ups as follow_up_views
from karep.db.views import opportunities as opportunity_views
from karep.db.views import people as people_views
from karep.db.views import promises as promise_views
from karep.db.views import timeline
from karep.db.views import touches as touch_views
from karep.db.views.objections import list_objections

from .conftest import Do

HOSTILE = (
    "[@click=app.quit]x[/]",
    "[/b]",
    "\x1b]52;c;aGk=\x07",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE account; --",
    "../../etc/passwd",
    "{0.__class__}",
    '"\\" \\n {"a": 1}',
    "\u202eevil\u2066",
    "👩\u200d👩\u200d👧 ＡＢＣ\u3000ﾊﾝｶｸ",
    "line\r\none\ttwo\x0b\x7f\x85\u2028",
    "% _ * ? [a-z] ]",
)


def test_hostile_text_comes_back_as_it_was_typed(do: Do, store: Store) -> None:
    for text in HOSTILE:
        account = do(accounts.add_account, {"name": text, "note": text, "tags": text, "city": text})
        person = do(people.add_person, {"account_id": account, "name": text}, preferences=[{"text": text}])
        touch = do(
            touches.log_touch,
            {"account_id": account, "summary": text, "purpose": text},
            people=[person],
            promises=[{"what": text}],
            objections=[{"words": text, "card": text}],
            next_steps=[{"what": text, "due": "2026-12-01"}],
        )
        whole = account_views.get_account(store.connection, account)
        assert whole is not None
        assert (whole.name, whole.note, whole.tags, whole.city) == (text,) * 4
        shown = touch_views.get_touch(store.connection, touch)
        assert shown is not None
        assert (shown.summary, shown.purpose, shown.people) == (text, text, ((person, text),))
        assert people_views.list_preferences(store.connection, person)[0].text == text
        assert {item.title for item in timeline.list_timeline(store.connection, account)} == {text}
        assert account in account_views.list_account_ids(store.connection, words=text)
        assert (account, text) in account_views.find_accounts(store.connection, text)


def test_what_no_store_can_hold_is_shown_instead(do: Do, store: Store) -> None:
    account = do(accounts.add_account, {"name": "nul\0 half \ud83d"})
    whole = account_views.get_account(store.connection, account)
    assert whole is not None
    assert whole.name == "nul␀ half �"


def test_a_name_brings_its_key(do: Do, store: Store, account: str, person: str) -> None:
    do(accounts.change_account, account, {"name": "ＡＣＭＥ Inc."})
    do(people.change_person, person, {"name": "王 建国"})
    whole, somebody = (
        account_views.get_account(store.connection, account),
        people_views.get_person(store.connection, person),
    )
    assert whole is not None and somebody is not None
    assert (whole.match_key, somebody.match_key) == ("acme inc", "王建国")


def test_a_touch_hands_its_place_and_moment_to_what_came_out_of_it(
    do: Do, store: Store, account: str, person: str, deal: str
) -> None:
    touch = do(
        touches.log_touch,
        {"account_id": account, "opportunity_id": deal, "at": "2026-11-20T10:00:00+08:00"},
        people=[person, person],
        promises=[{"what": "报价", "person_id": person}],
        objections=[{"words": "太贵"}],
        next_steps=[{"what": "汇报", "due": "2026-11-26", "due_time": "10:00"}],
    )
    promise = promise_views.list_open_promises(store.connection)[0]
    objection = list_objections(store.connection)[0]
    step = follow_up_views.list_follow_ups(store.connection)[0]
    shown = touch_views.get_touch(store.connection, touch)
    assert shown is not None
    assert shown.at == objection.at == "2026-11-20T02:00:00.000Z"
    assert shown.people == ((person, "王建国"),)
    assert (promise.account_id, promise.touch_id, promise.person_name) == (account, touch, "王建国")
    assert (objection.account_id, objection.opportunity_id, objection.touch_id) == (account, deal, touch)
    assert (step.account_id, step.opportunity_id, step.opportunity_name) == (account, deal, "框架合同")


def test_a_touch_moved_to_another_account_takes_along_what_came_out_of_it(do: Do, store: Store, account: str) -> None:
    other = do(accounts.add_account, {"name": "中兴"})
    touch = do(touches.log_touch, {"account_id": account}, promises=[{"what": "报价"}], objections=[{"words": "太贵"}])
    do(touches.change_touch, touch, {"account_id": other})
    assert promise_views.list_open_promises(store.connection)[0].account_id == other
    assert list_objections(store.connection)[0].account_id == other


def test_setting_roles_adds_and_drops_only_what_differs(do: Do, store: Store, account: str, person: str) -> None:
    do(people.set_roles, person, account, ["finance", "decision_maker", "finance"])
    first = {role.role: role.id for role in people_views.list_roles(store.connection, account)}
    do(people.set_roles, person, account, ["finance"])
    second = {role.role: role.id for role in people_views.list_roles(store.connection, account)}
    assert set(first) == {"finance", "decision_maker"}
    assert second == {"finance": first["finance"]}


def test_a_move_is_written_down(do: Do, store: Store, deal: str) -> None:
    do(opportunities.move_stage, deal, "S5", reason="客户急", unmet=["s3.two-roles", "s4.needs"])
    do(opportunities.change_opportunity, deal, {"stage": "S6", "note": "x"})
    moves = opportunity_views.list_stage_changes(store.connection, opportunity_id=deal)
    assert [(move.from_stage, move.to_stage) for move in moves] == [("S5", "S6"), ("S3", "S5")]
    assert (moves[1].reason, moves[1].unmet) == ("客户急", ("s3.two-roles", "s4.needs"))
    shown = opportunity_views.get_opportunity(store.connection, deal)
    assert shown is not None
    assert (shown.stage, shown.last_moved_at) == ("S6", moves[0].at)


def test_one_item_has_one_tick(do: Do, store: Store, deal: str) -> None:
    first = do(opportunities.tick, deal, "s3.aim")
    assert do(opportunities.tick, deal, "s3.aim", by="李", not_applicable=True, reason="免") == first
    ticks = opportunity_views.list_ticks(store.connection, deal)
    assert [(tick.by, tick.not_applicable, tick.reason) for tick in ticks.values()] == [("李", True, "免")]
    do(opportunities.untick, deal, "s3.aim")
    assert opportunity_views.list_ticks(store.connection, deal) == {}
    assert do(opportunities.tick, deal, "s3.aim") != first


def test_a_moved_follow_up_keeps_its_time_unless_told(do: Do, store: Store, account: str) -> None:
    step = do(follow_ups.add_follow_up, {"account_id": account, "what": "x", "due": "2026-12-01", "due_time": "10:00"})
    do(follow_ups.move_follow_up, step, "2026-12-03")
    moved = follow_up_views.get_follow_up(store.connection, step)
    assert moved is not None
    assert (moved.due, moved.due_time) == ("2026-12-03", "10:00")


def test_a_promise_is_kept_or_broken_never_both(do: Do, store: Store, account: str) -> None:
    promise = do(promises.add_promise, {"account_id": account, "what": "x"})
    for verb, kept, broken in (
        (promises.keep_promise, True, False),
        (promises.break_promise, False, True),
        (promises.keep_promise, True, False),
    ):
        do(verb, promise)
        shown = promise_views.get_promise(store.connection, promise)
        assert shown is not None
        assert (shown.kept_at is not None, shown.broken_at is not None) == (kept, broken)
    assert promise_views.list_open_promises(store.connection) == []


def test_a_won_deal_that_is_opened_again_is_open(do: Do, store: Store, deal: str) -> None:
    do(opportunities.win, deal)
    do(opportunities.reopen, deal)
    shown = opportunity_views.get_opportunity(store.connection, deal)
    assert shown is not None
    assert shown.status == "open"
