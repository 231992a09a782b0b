"""Each verb, then undo: the store shows what it showed before; then redo: what it showed after."""

from collections.abc import Callable
from typing import Any

import pytest

from karep.db import (
    accounts,
    competitors,
    follow_ups,
    journal,
    needs,
    objections,
    occasions,
    opportunities,
    people,
    promises,
    touches,
)
from karep.db.change import Change
from karep.db.store import Store

NAME = {"name": "比亚迪"}


class Scene:
    """Records to work on, made before the verb under test."""

    def __init__(self, change: Change) -> None:
        self.account = accounts.add_account(change, {"name": "华为"})
        self.other = accounts.add_account(change, {"name": "中兴"})
        self.person = people.add_person(
            change,
            {"account_id": self.account, "name": "王建国"},
            roles=["purchaser", "user"],
            preferences=[{"kind": "food", "text": "绿茶"}],
            occasions=[{"month": 2, "day": 29}],
        )
        self.colleague = people.add_person(change, {"account_id": self.account, "name": "李敏"})
        self.deal = opportunities.add_opportunity(change, {"account_id": self.account, "name": "框架", "stage": "S3"})
        self.touch = touches.log_touch(
            change,
            {"account_id": self.account, "opportunity_id": self.deal, "summary": "谈框架"},
            people=[self.person],
            promises=[{"what": "报价", "due": "2026-11-27"}],
            objections=[{"words": "太贵"}],
            next_steps=[{"what": "汇报", "due": "2026-11-26"}],
        )
        one = change.connection.execute
        self.promise, self.objection, self.follow_up, self.preference, self.occasion = (
            one(f"SELECT id FROM {noun}").fetchone()[0]
            for noun in ("promise", "objection", "follow_up", "preference", "occasion")
        )
        self.need = needs.add_need(change, {"account_id": self.account, "what": "交期"})
        self.competitor = competitors.add_competitor(change, {"account_id": self.account, "name": "恒拓"})
        opportunities.tick(change, self.deal, "s3.aim")


VERBS: dict[str, Callable[[Change, Scene], Any]] = {
    "add_account": lambda c, s: accounts.add_account(c, NAME),
    "change_account": lambda c, s: accounts.change_account(c, s.account, {"name": "海尔", "parent_id": s.other}),
    "remove_account": lambda c, s: accounts.remove_account(c, s.account),
    "add_person": lambda c, s: people.add_person(c, {**NAME, "account_id": s.account}, roles=["user"]),
    "change_person": lambda c, s: people.change_person(c, s.person, {"stance": 2, "reports_to_id": s.colleague}),
    "remove_person": lambda c, s: people.remove_person(c, s.person),
    "set_roles": lambda c, s: people.set_roles(c, s.person, s.account, ["user", "finance"]),
    "add_preference": lambda c, s: people.add_preference(c, {"person_id": s.person, "text": "围棋"}),
    "change_preference": lambda c, s: people.change_preference(c, s.preference, {"text": "红茶"}),
    "remove_preference": lambda c, s: people.remove_preference(c, s.preference),
    "add_occasion": lambda c, s: occasions.add_occasion(c, {"account_id": s.account, "month": 5, "kind": "budget"}),
    "change_occasion": lambda c, s: occasions.change_occasion(c, s.occasion, {"day": 28, "calendar": "lunar"}),
    "remove_occasion": lambda c, s: occasions.remove_occasion(c, s.occasion),
    "log_touch": lambda c, s: touches.log_touch(
        c,
        {"account_id": s.account},
        people=[s.person],
        promises=[{"what": "样品"}],
        next_steps=[{"what": "x", "due": "2026-12-01"}],
    ),
    "change_touch": lambda c, s: touches.change_touch(c, s.touch, {"account_id": s.other}, people=[s.colleague]),
    "remove_touch": lambda c, s: touches.remove_touch(c, s.touch),
    "add_promise": lambda c, s: promises.add_promise(c, {"account_id": s.account, "what": "图纸", "owed_by": "them"}),
    "change_promise": lambda c, s: promises.change_promise(c, s.promise, {"due": "2026-12-01"}),
    "keep_promise": lambda c, s: promises.keep_promise(c, s.promise),
    "break_promise": lambda c, s: promises.break_promise(c, s.promise),
    "remove_promise": lambda c, s: promises.remove_promise(c, s.promise),
    "add_follow_up": lambda c, s: follow_ups.add_follow_up(
        c, {"account_id": s.account, "what": "x", "due": "2026-12-01"}
    ),
    "change_follow_up": lambda c, s: follow_ups.change_follow_up(c, s.follow_up, {"what": "y"}),
    "finish_follow_up": lambda c, s: follow_ups.finish_follow_up(c, s.follow_up, s.touch),
    "move_follow_up": lambda c, s: follow_ups.move_follow_up(c, s.follow_up, "2027-01-05", "09:30"),
    "remove_follow_up": lambda c, s: follow_ups.remove_follow_up(c, s.follow_up),
    "add_opportunity": lambda c, s: opportunities.add_opportunity(c, {**NAME, "account_id": s.account}),
    "change_opportunity": lambda c, s: opportunities.change_opportunity(c, s.deal, {"amount": 100, "stage": "S5"}),
    "move_stage": lambda c, s: opportunities.move_stage(c, s.deal, "S4", reason="急", unmet=["s3.two-roles"]),
    "win": lambda c, s: opportunities.win(c, s.deal),
    "lose": lambda c, s: opportunities.lose(c, s.deal, "价格", "2027-03-01"),
    "tick": lambda c, s: opportunities.tick(c, s.deal, "s3.samples", touch_id=s.touch),
    "tick again": lambda c, s: opportunities.tick(c, s.deal, "s3.aim", by="我", not_applicable=True, reason="免"),
    "untick": lambda c, s: opportunities.untick(c, s.deal, "s3.aim"),
    "add_objection": lambda c, s: objections.add_objection(c, {"account_id": s.account, "words": "太慢"}),
    "change_objection": lambda c, s: objections.change_objection(c, s.objection, {"outcome": "worked"}),
    "remove_objection": lambda c, s: objections.remove_objection(c, s.objection),
    "add_need": lambda c, s: needs.add_need(c, {"account_id": s.account, "what": "交期", "person_id": s.person}),
    "change_need": lambda c, s: needs.change_need(c, s.need, {"hidden": True, "value": "每天十万"}),
    "remove_need": lambda c, s: needs.remove_need(c, s.need),
    "add_competitor": lambda c, s: competitors.add_competitor(c, {"account_id": s.account, "name": "中兴"}),
    "change_competitor": lambda c, s: competitors.change_competitor(c, s.competitor, {"note": "低价"}),
    "remove_competitor": lambda c, s: competitors.remove_competitor(c, s.competitor),
    "remove_opportunity": lambda c, s: opportunities.remove_opportunity(c, s.deal),
}


@pytest.mark.parametrize("name", VERBS)
def test_undo_takes_a_verb_back_and_redo_does_it_again(name: str, store: Store, content: Callable[[], Any]) -> None:
    with store.action("test", "scene") as change:
        scene = Scene(change)
    before = content()
    with store.action("test", name) as change:
        VERBS[name](change, scene)
    after = content()
    assert after != before
    journal.undo(store)
    assert content() == before
    journal.redo(store)
    assert content() == after


BACK: dict[str, tuple[Callable[[Change, Scene], Any], Callable[[Change, Scene], Any]]] = {
    "account": (VERBS["remove_account"], lambda c, s: accounts.restore_account(c, s.account)),
    "person": (VERBS["remove_person"], lambda c, s: people.restore_person(c, s.person)),
    "opportunity": (VERBS["remove_opportunity"], lambda c, s: opportunities.restore_opportunity(c, s.deal)),
    "promise kept": (VERBS["keep_promise"], lambda c, s: promises.reopen_promise(c, s.promise)),
    "follow-up done": (VERBS["finish_follow_up"], lambda c, s: follow_ups.reopen_follow_up(c, s.follow_up)),
    "deal won": (VERBS["win"], lambda c, s: opportunities.reopen(c, s.deal)),
}


@pytest.mark.parametrize("name", BACK)
def test_a_verb_and_its_contrary_leave_everything_as_it_was(
    name: str, store: Store, content: Callable[[], Any]
) -> None:
    there, back = BACK[name]
    with store.action("test") as change:
        scene = Scene(change)
    before = content()
    for verb in (there, back):
        with store.action("test") as change:
            verb(change, scene)
    assert content() == before
