"""Whom the rep means: WHO and the names in the room."""

from __future__ import annotations

import pytest

from karep.db.store import Store
from karep.reports.brief import Subject
from karep.reports.brief_who import Unclear, find_subject, with_people
from tests.reports.conftest import DAY, Add


@pytest.fixture
def book(add: Add) -> dict[str, str]:
    made = {"acme": add("account", name="重庆长城机械", short_name="长城")}
    made["other"] = add("account", name="重庆长江贸易")
    made["zeng"] = add("person", name="曾国梁", title="总经理", account_id=made["acme"])
    made["wang"] = add("person", name="王建设", title="设备工程师", account_id=made["acme"])
    made["wang2"] = add("person", name="王芳", title="会计", account_id=made["acme"])
    made["left"] = add("person", name="王旧", title="工程师", account_id=made["acme"], left_on="2026-01-01")
    made["lee"] = add("person", name="Susan Lee", account_id=made["other"])
    made["deal"] = add("opportunity", name="空压站改造", account_id=made["acme"], kind="new", stage="S5", status="open")
    made["visit"] = add("follow_up", what="送样品去现场", account_id=made["acme"], due="2026-11-25")
    return made


@pytest.mark.parametrize(
    ("words", "noun", "key"),
    [
        ("长城", "account", "acme"),
        ("重庆长城机械", "account", "acme"),
        ("changcheng", "account", "acme"),
        ("曾国梁", "person", "zeng"),
        ("zengguoliang", "person", "zeng"),
        ("susan lee", "person", "lee"),
        ("空压站", "opportunity", "deal"),
        ("送样品", "follow_up", "visit"),
    ],
)
def test_one_best_answer_is_meant(store: Store, book: dict[str, str], words: str, noun: str, key: str) -> None:
    assert find_subject(store.connection, words, DAY) == Subject(noun, book[key])


def test_ids_and_their_parts_are_understood(store: Store, book: dict[str, str]) -> None:
    for noun, key in (("account", "acme"), ("person", "zeng"), ("opportunity", "deal"), ("follow_up", "visit")):
        for words in (book[key], book[key].upper(), book[key][-8:], f" {book[key][-12:]} "):
            assert find_subject(store.connection, words, DAY) == Subject(noun, book[key])
    assert find_subject(store.connection, book["acme"][-7:], DAY) == Unclear(book["acme"][-7:])


def test_what_can_be_several_is_refused_with_their_names(store: Store, book: dict[str, str]) -> None:
    unclear = find_subject(store.connection, "重庆", DAY)
    assert isinstance(unclear, Unclear)
    assert unclear.sentence.startswith("重庆 can mean 重庆长")
    assert "重庆长城机械 (Account)" in unclear.sentence and "重庆长江贸易 (Account)" in unclear.sentence
    nothing = find_subject(store.connection, "zzzz", DAY)
    assert isinstance(nothing, Unclear) and nothing.sentence == "Nothing to brief for is called zzzz."
    for blank in ("", "   ", "?", "'\"", "deadbeef"):
        assert isinstance(find_subject(store.connection, blank, DAY), Unclear)


def test_two_of_one_name_are_told_apart_by_the_end_of_their_ids(store: Store, book: dict[str, str], add: Add) -> None:
    one, two = (add("person", name="赵敏", account_id=book["acme"]) for _ in range(2))
    unclear = find_subject(store.connection, "赵敏", DAY)
    assert isinstance(unclear, Unclear)
    assert one[-8:] in unclear.sentence and two[-8:] in unclear.sentence


def test_names_in_the_room(store: Store, book: dict[str, str]) -> None:
    def room(names: str, noun: str = "account", key: str = "acme") -> Subject | Unclear:
        return with_people(store.connection, Subject(noun, book[key]), names, DAY)

    assert room("曾总, 王工") == Subject("account", book["acme"], (book["zeng"], book["wang"]))
    assert room("曾总，王工、曾国梁；") == Subject("account", book["acme"], (book["zeng"], book["wang"]))
    assert room("zengguoliang") == Subject("account", book["acme"], (book["zeng"],))
    assert room("曾总", "opportunity", "deal") == Subject("opportunity", book["deal"], (book["zeng"],))
    assert room("susan lee,张三") == Subject("account", book["acme"], (book["lee"],), ("张三",))
    assert room(" , ，") == Subject("account", book["acme"])
    assert room("王旧") == Subject("account", book["acme"], (book["left"],))
    several = room("王")
    assert isinstance(several, Unclear) and set(several.names) == {"王建设 (设备工程师)", "王芳 (会计)"}


def test_people_who_are_called_alike_are_told_apart_by_their_ids(store: Store, book: dict[str, str], add: Add) -> None:
    name = "Wolfgang Amadeus Mozart of the long name"
    pair = [add("person", name=name, title="Composer in residence", account_id=book["acme"]) for _ in range(2)]
    unclear = find_subject(store.connection, name, DAY)
    assert isinstance(unclear, Unclear) and all(one[-8:] in unclear.sentence for one in pair)
    subject = Subject("account", book["acme"])
    unclear = with_people(store.connection, subject, "Wolfgang", DAY)
    assert isinstance(unclear, Unclear) and all(one[-8:] in unclear.sentence for one in pair)
    chosen = with_people(store.connection, subject, pair[1][-8:], DAY)
    assert isinstance(chosen, Subject) and chosen.people == (pair[1],)
