"""The stream of an account, a person and a deal: what is in it, in which order, and what is not."""

from collections.abc import Sequence
from typing import Any

import pytest

from karep.db import accounts, follow_ups, journal, objections, opportunities, people, promises, touches
from karep.db.store import Store
from karep.db.views.account_walk import is_there, place_by_name
from karep.db.views.timeline import (
    GROUPS,
    TimelineItem,
    count_timeline,
    get_subject,
    list_timeline,
    timeline_place,
)
from karep.db.views.timeline_streams import STREAMS

from .conftest import Do


@pytest.fixture
def lived(do: Do, store: Store, account: str, person: str, deal: str) -> dict[str, str]:
    """An account with one event of every kind on a day of its own; the ids by kind."""
    made = {"account": account, "person": person, "opportunity": deal}
    about = {"account_id": account, "opportunity_id": deal}

    def at(day: int) -> str:
        return f"2026-01-{day:02}T04:00:00.000Z"

    made["touch"] = do(
        touches.log_touch,
        {
            **about, "at": at(1), "kind": "visit", "purpose": "框架", "summary": "谈合同", "outcome": "有进展",
            "our_people": "Li", "tags": "price", "private_note": "要回扣",
        },
        people=[person],
    )  # fmt: skip
    gift = {**about, "at": at(2), "kind": "gift", "summary": "moon cakes"}
    made["gift"] = do(touches.log_touch, gift, people=[person])
    made["promise"] = do(
        promises.add_promise,
        {"account_id": account, "person_id": person, "touch_id": made["touch"], "owed_by": "them", "what": "给图纸"},
    )
    step = {**about, "person_id": person, "what": "送样", "due": "2026-01-20"}
    made["follow_up_done"] = do(follow_ups.add_follow_up, step)
    do(follow_ups.finish_follow_up, made["follow_up_done"])
    do(opportunities.move_stage, deal, "S4", reason="定了")
    do(opportunities.tick, deal, "s4.minutes", by="Li")
    do(opportunities.lose, deal, "price", "2027-01-01")
    objection = {**about, "words": "太贵", "card": "o.price", "answer": "算总账", "at": at(3)}
    made["objection"] = do(objections.add_objection, objection)

    def rest(change: Any) -> None:
        need = {"what": "更快", "problem": "停机", "value": "十万", "person_id": person, "at": at(4)}
        made["need"] = change.add("need", {**about, **need})
        made["competitor"] = change.add("competitor", {**about, "name": "Borealair", "note": "低 8%", "at": at(5)})
        trade = {"give": "免费培训", "get": "长期约", "price": 90, "made_at": at(7), "person_id": person}
        made["concession"] = change.add("concession", {**about, **trade})
        change.add("concession", {**about, "give": "planned, and so never in the stream"})
        made["fact"] = change.add("fact", {"person_id": person, "name": "孩子", "value": "两个", "dated": "2026-01-06"})
        change.add("fact", {"account_id": account, "name": "undated", "value": "never in the stream"})
        scarf = {"account_id": account, "person_id": person, "item": "wool scarf", "given_on": "2026-01-08"}
        made["given"] = change.add("gift", scarf)
        made["preference"] = people.add_preference(
            change, {"person_id": person, "kind": "food", "text": "lobster", "privacy": "personal"}
        )

    do(rest)
    with store.action("import", "crm.xlsx") as change:
        accounts.change_account(change, account, {"city": "深圳"})
        people.change_person(change, person, {"title": "总经理"})
    return made


OF_ACCOUNT = set(GROUPS) - {"ticks"}
KINDS = {
    "account": {kind for group in OF_ACCOUNT for kind in GROUPS[group]} - {"preference"},
    "person": {
        "touch", "gift", "given", "promise", "follow_up_done", "need", "fact", "preference", "import", "concession",
    },
    "opportunity": {
        "touch", "gift", "promise", "follow_up_done", "stage_change", "closing", "tick", "objection", "need",
        "competitor", "concession",
    },
}  # fmt: skip


def stream(store: Store, subject: str, **asked: Any) -> list[TimelineItem]:
    return list_timeline(store.connection, subject, **asked)


def kinds(items: Sequence[TimelineItem]) -> set[str]:
    return {item.kind for item in items}


@pytest.mark.parametrize("of", KINDS)
def test_every_kind_of_event_is_in_it_once(store: Store, lived: dict[str, str], of: str) -> None:
    items = stream(store, lived[of], of=of)
    assert kinds(items) == KINDS[of]
    assert len(items) == len(KINDS[of])
    assert len({item.key for item in items}) == len(items)
    assert [(one.at, one.id) for one in items] == sorted(((one.at, one.id) for one in items), reverse=True)


def test_an_event_tells_everything(store: Store, lived: dict[str, str]) -> None:
    items = {item.kind: item for item in stream(store, lived["account"])}
    whom = ((lived["person"], "王建国"),)
    touch = items["touch"]
    assert (touch.title, touch.text, touch.variety, touch.outcome) == ("框架", "谈合同", "visit", "有进展")
    assert (touch.people, touch.told, touch.in_confidence) == (
        whom, (("our_people", "Li"), ("tags", "price")), "要回扣"
    )  # fmt: skip
    assert (touch.opportunity_id, touch.opportunity_name) == (lived["opportunity"], "框架合同")
    promise = items["promise"]
    assert (promise.at, promise.people, promise.variety, promise.moves) == (touch.at, whom, "them", 0)
    assert (items["stage_change"].from_stage, items["stage_change"].to_stage) == ("S3", "S4")
    closing = items["closing"]
    assert (closing.title, closing.text, closing.variety) == ("框架合同", "price", "lost")
    need = items["need"]
    assert (need.title, need.people, need.told) == ("更快", whom, (("problem", "停机"), ("value", "十万")))
    assert (items["competitor"].title, items["competitor"].text) == ("Borealair", "低 8%")
    fact = items["fact"]
    assert (fact.at, fact.title, fact.text, fact.people) == ("2026-01-06", "孩子", "两个", whom)
    assert (items["import"].title, items["import"].variety) == ("crm.xlsx", "change")
    assert {item.account_id for item in items.values()} == {lived["account"]}
    preference = next(one for one in stream(store, lived["person"], of="person") if one.kind == "preference")
    assert (preference.text, preference.variety, preference.outcome) == ("lobster", "food", "personal")


@pytest.mark.parametrize("of", KINDS)
def test_each_group_holds_its_kinds_and_the_counts_agree(store: Store, lived: dict[str, str], of: str) -> None:
    counts = count_timeline(store.connection, lived[of], of=of)
    for group, its in GROUPS.items():
        items = stream(store, lived[of], of=of, group=group)
        assert kinds(items) == set(its) & KINDS[of]
        assert counts.get(group, 0) == len(items)
    with pytest.raises(KeyError):
        stream(store, lived[of], of=of, group="nonsense")


def test_a_page_is_the_newest_part_of_the_whole(store: Store, lived: dict[str, str]) -> None:
    whole = stream(store, lived["account"])
    for limit in range(len(whole) + 1):
        assert stream(store, lived["account"], limit=limit) == whole[:limit]
    for place, item in enumerate(whole, 1):
        assert timeline_place(store.connection, lived["account"], item.noun, item.id) == place


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("谈合同", {"touch"}),
        ("王建国 框架", {"touch"}),
        ("BOREAL", {"competitor"}),
        ("停机", {"need"}),
        ("太贵 算总账", {"objection"}),
        ("定了", {"stage_change"}),
        ("price", {"touch", "closing"}),
        ("crm", {"import"}),
        ("8%", {"competitor"}),
        ("_", set()),
        ("\\", set()),
        ("moon", {"gift"}),
        ("wool", {"given"}),
        ("两个", {"fact"}),
        ("回扣", {"touch"}),
        ("lobster", set()),
        (" ".join("谈合同框架王建国") + " nonsense", {"touch"}),
    ],
)
def test_words_are_found_wherever_they_stand(store: Store, lived: dict[str, str], words: str, found: set[str]) -> None:
    items = stream(store, lived["account"], words=words)
    assert kinds(items) == found
    assert sum(count_timeline(store.connection, lived["account"], words=words).values()) == len(items)


@pytest.mark.parametrize("secret", ["moon", "wool", "两个", "回扣", "lobster", "crm"])
@pytest.mark.parametrize("of", ["account", "person"])
def test_words_do_not_find_what_is_hidden(store: Store, lived: dict[str, str], secret: str, of: str) -> None:
    assert stream(store, lived[of], of=of, words=secret, private=False) == []
    assert count_timeline(store.connection, lived[of], of=of, words=secret, private=False) == {}


def test_what_was_removed_is_not_in_it(do: Do, store: Store, lived: dict[str, str]) -> None:
    do(touches.remove_touch, lived["touch"])
    do(promises.remove_promise, lived["promise"])
    do(follow_ups.remove_follow_up, lived["follow_up_done"])
    do(objections.remove_objection, lived["objection"])
    do(lambda change: [change.remove(noun, lived[noun]) for noun in ("need", "competitor", "concession", "fact")])
    do(lambda change: change.remove("gift", lived["given"]))
    expected = {"gift", "stage_change", "closing", "import"}
    assert kinds(stream(store, lived["account"])) == expected
    assert kinds(stream(store, lived["person"], of="person")) == {"gift", "preference", "import"}
    do(opportunities.remove_opportunity, lived["opportunity"])
    assert kinds(stream(store, lived["account"])) == {"gift", "import"}
    assert stream(store, lived["opportunity"], of="opportunity") == []
    do(people.remove_person, lived["person"])
    assert stream(store, lived["person"], of="person") == []
    assert stream(store, lived["account"])[-1].people == ()


@pytest.mark.parametrize("of", KINDS)
def test_a_removed_account_leaves_nothing(do: Do, store: Store, lived: dict[str, str], of: str) -> None:
    do(accounts.remove_account, lived["account"])
    assert stream(store, lived[of], of=of) == []
    assert count_timeline(store.connection, lived[of], of=of) == {}
    assert get_subject(store.connection, lived[of], of=of) is None
    assert timeline_place(store.connection, lived[of], "touch", lived["touch"], of=of) is None


def test_a_person_keeps_what_happened_at_another_account(do: Do, store: Store, lived: dict[str, str]) -> None:
    other = do(accounts.add_account, {"name": "中兴"})
    do(people.change_person, lived["person"], {"account_id": other})
    assert {"touch", "gift", "promise", "follow_up_done", "need"} <= kinds(stream(store, lived["person"], of="person"))
    do(accounts.remove_account, lived["account"])
    assert kinds(stream(store, lived["person"], of="person")) == {"fact", "preference", "import"}


def test_someone_without_an_account_has_a_stream(do: Do, store: Store) -> None:
    loose = do(people.add_person, {"name": "Lou"})
    do(people.add_preference, {"person_id": loose, "kind": "topic", "text": "sailing"})
    assert [item.text for item in stream(store, loose, of="person")] == ["sailing"]
    assert get_subject(store.connection, loose, of="person") == ("Lou", None, None)


def test_a_deal_that_was_closed_and_opened_again(do: Do, store: Store, account: str, deal: str) -> None:
    do(opportunities.win, deal)
    do(opportunities.reopen, deal)
    do(opportunities.change_opportunity, deal, {"note": '"status":"won"', "name": '\x07 "status":"lost"'})
    do(opportunities.lose, deal, 'said "no"\n\\', "2027-01-01")
    closings = [item for item in stream(store, account) if item.kind == "closing"]
    assert [(item.variety, item.text) for item in closings] == [
        ("lost", 'said "no"\n\\'),
        ("open", None),
        ("won", None),
    ]
    assert len({item.key for item in closings}) == 3
    journal.undo(store)
    assert [item.variety for item in stream(store, account, group="stages")] == ["open", "won"]
    journal.redo(store)
    assert [item.variety for item in stream(store, account, group="stages")] == ["lost", "open", "won"]


def test_an_import_is_one_event_of_whom_it_touched(store: Store) -> None:
    with store.action("import", "book.csv") as change:
        first = accounts.add_account(change, {"name": "A"})
        other = accounts.add_account(change, {"name": "B"})
        ann = people.add_person(change, {"name": "Ann", "account_id": first})
        people.add_person(change, {"name": "Bo", "account_id": first})
    with store.action("import", "people.csv") as change:
        people.change_person(change, ann, {"title": "Buyer"})
    assert [(item.title, item.variety) for item in stream(store, first)] == [("people.csv", None), ("book.csv", "add")]
    assert [item.title for item in stream(store, other)] == ["book.csv"]
    assert [item.title for item in stream(store, ann, of="person")] == ["people.csv", "book.csv"]
    journal.undo(store)
    assert [item.title for item in stream(store, first)] == ["book.csv"]


def test_ticks_of_one_day_are_one_event(do: Do, store: Store, deal: str) -> None:
    for item, day in (("s3.one", 1), ("s3.two", 1), ("s3.three", 2)):
        ticked = {"opportunity_id": deal, "item_id": item, "at": f"2026-02-{day:02}T04:00:00.000Z"}
        do(lambda change, values=ticked: change.add("tick", values))
    days = stream(store, deal, of="opportunity", group="ticks")
    assert [sorted((one.title or "").split("\n")) for one in days] == [["s3.three"], ["s3.one", "s3.two"]]


def test_every_kind_belongs_to_one_group() -> None:
    assert sorted(one.kind for one in STREAMS) == sorted(kind for its in GROUPS.values() for kind in its)


def test_the_book_by_name_leads_from_account_to_account(do: Do, store: Store) -> None:
    ids = {name: do(accounts.add_account, {"name": name}) for name in ("C", "A", "B", "B ", "D")}
    in_order = [row[0] for row in store.connection.execute("SELECT id FROM account ORDER BY name, id")]
    walked = [in_order[0]]
    while (place := place_by_name(store.connection, walked[-1])) and place.after:
        assert (place.number, place.total) == (len(walked), 5)
        walked.append(place.after)
    assert walked == in_order
    back = place_by_name(store.connection, in_order[2])
    assert back is not None and back.before == in_order[1]
    do(accounts.remove_account, ids["C"])
    assert place_by_name(store.connection, ids["C"]) is None
    assert not is_there(store.connection, ids["C"]) and is_there(store.connection, ids["D"])
