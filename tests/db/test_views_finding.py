"""Finding in a whole store: exact through all that happens to it, and in the order in which the rep wants it."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import accounts, errors, journal, people, search, touches
from karep.db.searched import SEARCHED
from karep.db.store import Store
from karep.db.views.finding import corrected, find, matching
from karep.rules.searching.match import BEGINNING, ELSEWHERE, WHOLE, WHOLE_SOUND, Fields, match
from karep.rules.searching.query import Query
from karep.rules.vocabulary import TIERS
from tests.hostile import fill, hostile_texts
from tests.rules.searching.books import TEXTS, Record, words_for

DAY = date(2026, 11, 20)
Add = Callable[..., str]
Change = Callable[..., None]


@pytest.fixture
def add(store: Store) -> Add:
    """Store one record of a noun in an action of its own."""

    def add_one(noun: str, **values: Any) -> str:
        with store.action("test.add") as change:
            return change.add(noun, {"match_key": "x", **values} if noun in ("account", "person") else values)

    return add_one


@pytest.fixture
def set_fields(store: Store) -> Change:
    """Change one record in an action of its own."""

    def set_them(noun: str, record_id: str, **values: Any) -> None:
        with store.action("test.change") as change:
            change.change(noun, record_id, values)

    return set_them


def found(store: Store, words: str, noun: str, **options: Any) -> list[str]:
    """The ids of what is found of one noun, in order."""
    groups = find(store.connection, words, today=DAY, nouns=[noun], **options)
    assert [group.noun for group in groups] in ([], [noun])
    return [hit.id for group in groups for hit in group.hits]


# --- exact -------------------------------------------------------------------------------------------------------


def scan(store: Store, noun: str, words: str) -> set[int]:
    """The rowids of the live records that answer, by looking at every one."""
    searched, query = SEARCHED[noun], Query.of(words)
    columns = ", ".join(searched.columns)
    rows = store.connection.execute(f"SELECT rowid, {columns} FROM {noun} WHERE removed_at IS NULL")
    return {rowid for rowid, *values in rows if match(query.words, Fields(*searched.split(values))) is not None}


def values_of(noun: str, texts: tuple[str, ...]) -> dict[str, Any]:
    """The texts for the searched columns of a noun, in turn."""
    searched = SEARCHED[noun]
    columns = (*searched.names, *searched.phones, *searched.texts, *searched.confidential)
    values: dict[str, Any] = {column: texts[place % len(texts)] for place, column in enumerate(columns)}
    return values | {"tier": list(TIERS)[len(texts) % len(TIERS)]} if searched.tier else values


KINDS = ("add", "add", "add", "touch", "change", "change", "drop", "remove", "restore", "undo", "redo")
STEPS = st.tuples(st.sampled_from(KINDS), st.integers(0, 20), st.lists(TEXTS, min_size=1, max_size=3).map(tuple))


class Book:
    """Does one step to whatever records there are."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.made: list[tuple[str, str]] = []

    def step(self, kind: str, pick: int, texts: tuple[str, ...]) -> None:
        if kind in ("undo", "redo"):
            {"undo": journal.undo, "redo": journal.redo}[kind](self.store)
            return
        noun, record = self.made[pick % len(self.made)] if self.made else ("account", "nobody")
        account = next((one for about, one in self.made if about == "account"), None)
        with self.store.action("test") as change:
            if kind == "add" or not self.made:
                key = {"match_key": "x"}
                nouns = ("account", "person", "opportunity", "fact", "objection", "need", "competitor")
                noun = nouns[pick % len(nouns) if account else 0]
                values = values_of(noun, texts) | ({} if noun == "account" else {"account_id": account})
                values |= key if noun in ("account", "person") else {}
                values |= {"stage": "S3"} if noun == "opportunity" else {}
                values |= {"at": "2026-11-20T01:00:00Z"} if noun in ("objection", "need", "competitor") else {}
                self.made.append((noun, change.add(noun, values)))
            elif kind == "touch":
                what = {"account_id": account, "summary": texts[0], "purpose": texts[-1]}
                next_step = {"what": texts[0], "due": "2026-12-01"}
                touches.log_touch(change, what, promises=[{"what": texts[-1]}], next_steps=[next_step])
            elif kind == "drop":
                accounts.remove_account(change, str(account))
            else:
                do = {"change": lambda: change.change(noun, record, values_of(noun, texts))}
                do |= {"remove": lambda: change.remove(noun, record), "restore": lambda: change.restore(noun, record)}
                do[kind]()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), steps=st.lists(STEPS, min_size=1, max_size=8))
def test_the_index_finds_what_a_scan_finds(empty_store_file: Path, data: st.DataObject, steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(empty_store_file, Path(folder) / "book.db"))
        with Store.open(path) as store:
            store.connection.execute("PRAGMA synchronous = OFF")
            book = Book(store)
            for step in [("add", 0, ("华为技术",)), *steps]:
                with suppress(errors.StoreError):
                    book.step(*step)
            assert search.faults(store.connection) == []
            records = [Record(texts, (), texts) for _, _, texts in steps]
            for words in ["华为", *(data.draw(words_for(records)) for _ in range(4))]:
                for noun in SEARCHED:
                    answer = matching(store.connection, noun, words)
                    assert answer == (scan(store, noun, words) if Query.of(words) else None)
                find(store.connection, words, today=DAY)


def test_every_noun_of_a_hostile_book_is_found_exactly(store: Store) -> None:
    with store.action("test") as change:
        fill(change, [text for text in hostile_texts()[:26] if "\ud800" not in text])
    for words in ("a", "select", "1", "客户名称", "全角", "ＡＢＣ", '"', "x", "drop table", "word word", "DROP'"):
        for noun in SEARCHED:
            assert matching(store.connection, noun, words) == (scan(store, noun, words) if Query.of(words) else None)
        find(store.connection, words, today=DAY)
        corrected(store.connection, words)


def test_what_is_confidential_is_not_found(store: Store, add: Add) -> None:
    account = add("account", name="Acme")
    add("follow_up", account_id=account, what="visit", due="2026-12-01", aim="agree", bottom_line="nine percent")
    assert found(store, "agree", "follow_up")
    assert find(store.connection, "nine", today=DAY) == []
    assert find(store.connection, "percent", today=DAY) == []


@pytest.mark.parametrize("words", ["退休", "退", "retire", "Acme 退休", "退休 Acme", "退休 框架", "retire soon"])
def test_what_was_said_in_confidence_is_found_by_the_rep_alone(store: Store, add: Add, words: str) -> None:
    account = add("account", name="Acme")
    told = {"account_id": account, "at": "2026-11-19T01:00:00Z", "kind": "visit", "summary": "谈框架"}
    touch = add("touch", **told, private_note="王总要退休, will retire soon")
    assert found(store, words, "touch", private=True) == [touch]
    assert find(store.connection, words, today=DAY, private=False) == []
    said = add("touch", **told | {"summary": "谈框架, 退休 retire soon"})
    assert found(store, words, "touch", private=False) == [said]
    for number in range(150):
        add("touch", **told | {"summary": f"visit {number}"}, private_note="退休 retire soon")
    assert found(store, words, "touch", private=False) == [said], "however many are confidential"


def test_a_word_of_a_confidence_is_corrected_as_if_it_were_nowhere(store: Store, add: Add) -> None:
    account = add("account", name="Mayer")
    add("touch", account_id=account, at="2026-11-19T01:00:00Z", private_note="Meyer")
    assert corrected(store.connection, "Meyer", private=False) == "mayer"
    assert corrected(store.connection, "Meyer", private=True) is None


def test_needs_and_competitors_are_found_with_whom_they_belong_to(store: Store, add: Add) -> None:
    account = add("account", name="Acme")
    person = add("person", name="曾国梁", account_id=account)
    at = "2026-11-19T01:00:00Z"
    need = add("need", account_id=account, person_id=person, what="交期", problem="停机", value="每天十万", at=at)
    rival = add("competitor", account_id=account, name="中兴", note="低价", at=at)
    assert found(store, "停机", "need") == found(store, "acme 十万", "need") == [need]
    assert found(store, "zx", "competitor") == found(store, "低价", "competitor") == [rival]
    (group,) = find(store.connection, "交期", today=DAY)
    assert (group.hits[0].account_id, group.hits[0].person_id) == (account, person)


@pytest.mark.parametrize("words", ["", " ", "\x00", '"', "。", "😀", "\ue005", "zzzz", "没有这个人"])
def test_nothing_is_found(store: Store, add: Add, words: str) -> None:
    add("account", name="华为", note="\ue005 TIER")
    assert find(store.connection, words, today=DAY) == []


# --- what is found, and what belongs to it -----------------------------------------------------------------------


def test_a_hit_says_what_it_is_and_where_it_belongs(store: Store, add: Add) -> None:
    account = add("account", name="华为技术", tier="gold", city="深圳")
    person = add("person", name="曾国梁", account_id=account, mobile="138-0013-8000", title="采购总监")
    deal = add("opportunity", name="框架合同", account_id=account, stage="S3")
    touch = add("touch", account_id=account, opportunity_id=deal, at="2026-11-01T01:00:00Z", summary="谈框架")
    liking = add("preference", person_id=person, kind="food", text="框架之外爱喝茶", privacy="personal")
    groups = find(store.connection, "框架", today=DAY)
    assert [group.noun for group in groups] == ["opportunity", "touch", "preference"]
    hits = {hit.noun: hit for group in groups for hit in group.hits}
    assert (hits["opportunity"].id, hits["opportunity"].opportunity_id) == (deal, deal)
    assert (hits["touch"].id, hits["touch"].account_id, hits["touch"].opportunity_id) == (touch, account, deal)
    assert (hits["preference"].id, hits["preference"].account_id, hits["preference"].person_id) == (
        liking, account, person
    )  # fmt: skip
    assert hits["preference"].fields["privacy"] == "personal"
    ((someone,),) = [group.hits for group in find(store.connection, "zengg 8000", today=DAY)]
    assert (someone.person_id, someone.fields["account_name"]) == (person, "华为技术")


@pytest.mark.parametrize(
    ("words", "rank"),
    [("曾国梁", WHOLE), ("曾", BEGINNING), ("zgl", WHOLE_SOUND), ("8000", BEGINNING), ("总监", ELSEWHERE)],
)
def test_the_rank_is_that_of_the_match(store: Store, add: Add, words: str, rank: int) -> None:
    add("person", name="曾国梁", mobile="138-0013-8000", title="采购总监")
    ((hit,),) = [group.hits for group in find(store.connection, words, today=DAY)]
    assert hit.rank == rank


def test_what_was_removed_is_not_found_until_it_is_back(store: Store, add: Add) -> None:
    account = add("account", name="华为技术")
    person = add("person", name="曾国梁", account_id=account)
    promise = add("promise", account_id=account, person_id=person, owed_by="us", what="送样品")

    def all_found() -> list[list[str]]:
        return [found(store, "hwjs", "account"), found(store, "zgl", "person"), found(store, "样品", "promise")]

    assert all_found() == [[account], [person], [promise]]
    with store.action("test") as change:
        accounts.remove_account(change, account)
    assert all_found() == [[], [], []]
    assert find(store.connection, "华为 样品", today=DAY) == []
    journal.undo(store)
    assert all_found() == [[account], [person], [promise]]
    with store.action("test") as change:
        people.remove_person(change, person)
    assert found(store, "zgl", "person") == []
    assert found(store, "hwjs", "account") == [account]


def test_what_was_renamed_is_found_by_its_new_name_only(store: Store, add: Add, set_fields: Change) -> None:
    account = add("account", name="华为技术", note="要报价")
    set_fields("account", account, name="荣耀终端")
    assert found(store, "hwjs", "account") == []
    assert found(store, "ryzd", "account") == [account]
    assert found(store, "报价", "account") == [account]


def test_the_limit_and_whether_there_are_more(store: Store, add: Add) -> None:
    ids = [add("account", name=f"Acme {number}") for number in range(5)]
    (group,) = find(store.connection, "acme", today=DAY, limit=3)
    assert [hit.id for hit in group.hits] == ids[:3]
    assert group.more
    (group,) = find(store.connection, "acme", today=DAY, limit=5)
    assert len(group.hits) == 5
    assert not group.more
    assert find(store.connection, "acme", today=DAY, nouns=["person"]) == []


# --- what is not shown -------------------------------------------------------------------------------------------


def test_removed_accounts_hide_nothing_that_lives(store: Store, add: Add) -> None:
    alive, gone = add("account", name="A"), add("account", name="B")
    touch = add("touch", account_id=alive, at="2020-01-01T00:00:00Z", summary="quotation")
    for number in range(60):
        add("touch", account_id=gone, at=f"2026-01-01T00:00:{number:02}Z", summary="quotation")
    with store.action("test") as change:
        accounts.remove_account(change, gone)
    assert found(store, "quotation", "touch") == [touch]


def test_what_belongs_to_a_removed_person_alone_is_gone_with_them(store: Store, add: Add) -> None:
    account = add("account", name="A")
    person = add("person", account_id=account, name="Gus")
    add("fact", person_id=person, name="school", value="quotation")
    promise = add("promise", account_id=account, person_id=person, owed_by="us", what="quotation")
    with store.action("test") as change:
        people.remove_person(change, person)
    assert found(store, "quotation", "fact") == []
    (group,) = find(store.connection, "quotation", today=DAY, nouns=["promise"])
    assert [(hit.id, hit.fields["person_name"]) for hit in group.hits] == [(promise, None)]


def test_however_many_are_personal_the_others_are_found(store: Store, add: Add) -> None:
    person = add("person", account_id=add("account", name="A"), name="Gus")
    tea = add("preference", person_id=person, kind="food", text="greentea", privacy="internal")
    with store.action("test") as change:
        for _number in range(120):
            change.add("preference", {"person_id": person, "kind": "food", "text": "greentea", "privacy": "sensitive"})
    (group,) = find(store.connection, "greentea", today=DAY, private=False)
    assert ([hit.id for hit in group.hits], group.more) == ([tea], False)


# --- order -------------------------------------------------------------------------------------------------------

PLAIN: dict[str, Any] = {"name": "Acme North"}
ORDERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "what is due today goes before the better match": ({"name": "The Acme", "due": "2026-11-20"}, {"name": "Acme"}),
    "what is due tomorrow does not": ({"name": "Acme"}, {"name": "The Acme", "due": "2026-11-21"}),
    "the whole name before its beginning": ({"name": "Acme"}, {**PLAIN, "tier": "diamond"}),
    "the beginning before the inside": (PLAIN, {"name": "The Acme", "tier": "diamond"}),
    "the inside before another field": ({"name": "The Acme"}, {"name": "Bolt", "note": "acme", "tier": "diamond"}),
    "the weightier account first": ({**PLAIN, "tier": "diamond"}, {**PLAIN, "tier": "gold"}),
    "any tier before none": ({**PLAIN, "tier": "vip"}, PLAIN),
}


@pytest.mark.parametrize("case", ORDERS)
@pytest.mark.parametrize("newest", [0, 1])
def test_the_order_of_accounts(store: Store, add: Add, case: str, newest: int) -> None:
    pair = [dict(one) for one in ORDERS[case]]
    ids = ["", ""]
    for place in (1 - newest, newest):
        due = pair[place].pop("due", None)
        ids[place] = add("account", **pair[place])
        if due:
            add("follow_up", account_id=ids[place], what="visit", due=due)
    assert found(store, "acme", "account") == ids


CLOSED: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "an open deal before a won one": ("opportunity", {}, {"status": "won"}),
    "a deal with that name before an open one": ("opportunity", {"status": "won"}, {"name": "the contract"}),
    "a promise that is open before one that was kept": (
        "promise", {"owed_by": "us", "due": "2026-01-01"},
        {"owed_by": "us", "due": "2026-11-30", "kept_at": "2026-11-01T00:00:00Z"},
    ),
    "a follow-up to do before one that is done": (
        "follow_up", {"due": "2026-01-01"}, {"due": "2026-11-30", "done_at": "2026-11-01T00:00:00Z"}
    ),
    "the later follow-up first": ("follow_up", {"due": "2026-12-02"}, {"due": "2026-12-01"}),
    "someone who is there before someone who left": ("person", {}, {"left_on": "2026-01-01"}),
    "the later touch first": ("touch", {"at": "2026-11-02T00:00:00Z"}, {"at": "2026-11-01T00:00:00Z"}),
}  # fmt: skip


@pytest.mark.parametrize("case", CLOSED)
@pytest.mark.parametrize("newest", [0, 1])
def test_the_order_of_other_records(store: Store, add: Add, case: str, newest: int) -> None:
    noun, *pair = CLOSED[case]
    column = {"touch": "summary", "person": "name", "opportunity": "name"}.get(noun, "what")
    account = add("account", name="Bolt")
    ids = ["", ""]
    for place in (1 - newest, newest):
        ids[place] = add(noun, **{"account_id": account, column: "contract"} | pair[place])
    assert found(store, "contract", noun) == ids


def test_what_happened_stands_by_its_day_whatever_the_tier(store: Store, add: Add) -> None:
    gold, diamond = add("account", name="Bolt", tier="gold"), add("account", name="Nut", tier="diamond")
    first = add("touch", account_id=diamond, at="2020-01-01T00:00:00Z", summary="contract")
    second = add("touch", account_id=gold, at="2026-01-01T00:00:00Z", summary="contract")
    assert found(store, "contract", "touch") == [second, first]


def test_of_equal_accounts_the_one_last_in_contact_comes_first_then_the_one_entered_first(
    store: Store, add: Add
) -> None:
    one, two, three = (add("account", name=f"Acme {number}") for number in range(3))
    add("touch", account_id=three, at="2026-01-01T00:00:00Z", summary="x")
    assert found(store, "acme", "account") == [three, one, two]


def test_of_the_people_of_an_account_the_decision_maker_comes_first(store: Store, add: Add) -> None:
    account = add("account", name="Acme")
    clerk, chief = (add("person", account_id=account, name="X", email="x@harrow.example") for _ in range(2))
    add("role", person_id=chief, account_id=account, role="decision_maker")
    add("role", person_id=clerk, account_id=account, role="gatekeeper")
    assert found(store, "harrow", "person") == [chief, clerk]


def test_of_very_many_the_best_are_among_those_looked_at(store: Store, add: Add) -> None:
    weighty = add("account", name="Acme Diamond", tier="diamond")
    today = add("account", name="The Acme")
    add("promise", account_id=today, owed_by="us", what="sample", due="2026-11-20")
    with store.action("test") as change:
        for number in range(150):
            change.add("account", {"name": f"Acme {number}", "match_key": "x"})
    assert found(store, "acme", "account")[:2] == [today, weighty]


# --- words that name the account ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["华为 报价", "报价 hw", "hwjs 报价", "曾 报价", "华为 周五 报", "8000 报价"])
def test_a_word_may_name_the_account_that_the_others_are_about(store: Store, add: Add, words: str) -> None:
    huawei, other = add("account", name="华为技术"), add("account", name="腾讯")
    add("person", name="曾国梁", account_id=huawei, mobile="13800138000")
    touch = add("touch", account_id=huawei, at="2026-11-01T01:00:00Z", summary="周五前报价")
    add("touch", account_id=other, at="2026-11-02T01:00:00Z", summary="周五前报价")
    assert found(store, words, "touch") == [touch]


def test_all_words_may_be_in_one_record_too(store: Store, add: Add) -> None:
    account = add("account", name="华为技术")
    touch = add("touch", account_id=account, at="2026-11-01T01:00:00Z", summary="and the price of Acme")
    acme = add("account", name="Acme")
    price = add("touch", account_id=acme, at="2026-11-01T01:00:00Z", summary="price list")
    assert set(found(store, "acme price", "touch")) == {touch, price}


# --- slips of the finger -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "forgiven"),
    [
        ("Sundermor", True), ("sunndermoor", True), ("sudnermoor", True), ("sindermoor", True), ("sundermoor", False),
        ("xyz", False), ("freight sundermor", True), ("frieght sundermor", True), ("", False), ("华为", False),
    ],
)  # fmt: skip
def test_one_slip_in_a_name_is_forgiven(store: Store, add: Add, typed: str, forgiven: bool) -> None:
    account = add("account", name="Sundermoor Freight")
    better = corrected(store.connection, typed)
    assert (better and found(store, better, "account")) == ([account] if forgiven else None)


def test_somebody_is_found_by_surname_and_title(store: Store, add: Add, set_fields: Change) -> None:
    chief = add("person", account_id=add("account", name="长城"), name="曾国梁", title="总经理")
    for words in ("曾总", "zengz", "曾经理"):
        assert found(store, words, "person") == [chief], words
    set_fields("person", chief, title="采购员")
    assert found(store, "曾总", "person") == []
