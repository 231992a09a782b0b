"""Making one record of two: nothing is lost or there twice, nothing points to what is gone, one undo restores all."""

import shutil
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import accounts, drafts, errors, journal, merging, people
from karep.db.change import Change
from karep.db.store import Store
from karep.db.triggers import RECORDS
from karep.db.views.finding import find
from karep.db.views.merging import count_hanging, get_merge_sheet, links_to, list_doubles
from karep.rules.merging import is_blank

from .conftest import Content, Do, visible
from .hostile import OWN

ABOVE = {"person": "reports_to_id", "account": "parent_id"}
MERGE = {"person": merging.merge_people, "account": merging.merge_accounts}


def row(store: Store, noun: str, record_id: str) -> dict[str, Any]:
    cursor = store.connection.execute(f"SELECT * FROM {noun} WHERE id = ?", (record_id,))
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def facts_of(store: Store, noun: str, record_id: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, value in store.connection.execute(
        f"SELECT name, value FROM fact WHERE {noun}_id = ? AND removed_at IS NULL", (record_id,)
    ):
        found.setdefault(name, set()).add(value)
    return found


# --- one thing after the other -----------------------------------------------------------------------------------


@pytest.fixture
def two(do: Do, account: str) -> tuple[str, str]:
    """A placeholder with a past, and the person who sits in that chair."""
    unknown = {"account_id": account, "name": "采购总监?", "placeholder": True}
    chair = do(people.add_person, unknown, roles=["purchaser"])
    known = do(people.add_person, {"account_id": account, "name": "张三", "title": "采购总监", "mobile": "13800138000"})
    return str(known), str(chair)


def test_a_placeholder_becomes_somebody_who_is_in_the_book(
    store: Store, do: Do, account: str, two: tuple[str, str]
) -> None:
    known, chair = two
    touch = do(Change.add, "touch", {"account_id": account, "at": "2026-11-01T01:00:00Z", "kind": "visit"})
    do(Change.add, "attendance", {"touch_id": touch, "person_id": chair})
    merged = do(merging.merge_people, known, chair, {})
    assert (merged.moved, merged.doubled) == (2, 0)
    now = row(store, "person", known)
    assert (now["name"], now["placeholder"], now["match_key"]) == ("张三", 0, "张三")
    assert count_hanging(store.connection, "person", known) == {"attendance": 1, "fact": 1, "role": 1}
    assert facts_of(store, "person", known) == {"Also known as": {"采购总监?"}}
    assert row(store, "person", chair)["removed_at"]


def test_the_chosen_name_decides_who_is_a_placeholder(store: Store, do: Do, two: tuple[str, str]) -> None:
    known, chair = two
    do(merging.merge_people, chair, known, {"name": "张三"})
    now = row(store, "person", chair)
    assert (now["name"], now["placeholder"], now["match_key"]) == ("张三", 0, "张三")
    assert (now["title"], now["mobile"]) == ("采购总监", "13800138000"), "what was empty is filled"


def test_what_no_field_holds_is_a_fact_and_found(store: Store, do: Do, account: str) -> None:
    mine = {"external_id": "K-1", "phone": "0755-1111111", "note": "first", "tags": "a,b"}
    do(accounts.change_account, account, mine)
    other = do(
        accounts.add_account,
        {"name": "华为终端", "external_id": "K-2", "phone": "0755-2222222", "note": "second", "tags": "b、c"},
    )
    do(merging.merge_accounts, account, other, {"phone": "0755-2222222"})
    now = row(store, "account", account)
    assert (now["name"], now["external_id"], now["phone"]) == ("华为技术有限公司", "K-1", "0755-2222222")
    assert (now["note"], now["tags"]) == ("first\nsecond", "a, b, c")
    assert facts_of(store, "account", account) == {
        "Also known as": {"华为终端"},
        "External id (other)": {"K-2"},
        "Phone (other)": {"0755-1111111"},
    }
    groups = find(store.connection, "华为终端", today=date(2026, 11, 21))
    assert [hit.noun for group in groups for hit in group.hits] == ["fact"]


def test_what_is_there_twice_afterwards_is_there_once(store: Store, do: Do, account: str, person: str) -> None:
    other = do(people.add_person, {"account_id": account, "name": "王总"}, roles=["decision_maker", "finance"])
    touch = do(Change.add, "touch", {"account_id": account, "at": "2026-11-01T01:00:00Z", "kind": "visit"})
    for one in (person, other):
        do(Change.add, "attendance", {"touch_id": touch, "person_id": one})
        do(Change.add, "preference", {"person_id": one, "kind": "food", "text": "不吃辣"})
        do(Change.add, "fact", {"person_id": one, "name": "车牌", "value": "粤B"})
    do(Change.add, "preference", {"person_id": other, "kind": "food", "text": "喝茶"})
    do(Change.add, "occasion", {"person_id": person, "kind": "birthday", "month": 5, "day": 3})
    do(Change.add, "occasion", {"person_id": other, "kind": "birthday", "month": 5, "day": 3, "year": 1985})
    merged = do(merging.merge_people, person, other, {})
    assert merged.doubled == 5
    assert count_hanging(store.connection, "person", person) == {
        "attendance": 1, "fact": 2, "occasion": 1, "preference": 2, "role": 2,
    }  # fmt: skip
    years = store.connection.execute("SELECT year FROM occasion WHERE removed_at IS NULL").fetchall()
    assert years == [(1985,)], "the fuller one stays"


@pytest.mark.parametrize("noun", ["person", "account"])
@pytest.mark.parametrize("keep", ["boss", "member"])
def test_nobody_comes_to_stand_above_themselves(store: Store, do: Do, noun: str, keep: str) -> None:
    field = ABOVE[noun]
    top, boss = (do(Change.add, noun, {"name": name}) for name in ("top", "boss"))
    middle, member = (do(Change.add, noun, {"name": name}) for name in ("middle", "member"))
    for below, above in ((boss, top), (middle, boss), (member, middle)):
        do(Change.change, noun, below, {field: above})
    kept, other = (boss, member) if keep == "boss" else (member, boss)
    do(MERGE[noun], kept, other, {field: middle})
    assert row(store, noun, kept)[field] == top
    assert row(store, noun, middle)[field] == kept


@pytest.mark.parametrize("noun", ["person", "account"])
def test_it_is_refused(store: Store, do: Do, account: str, person: str, noun: str) -> None:
    mine = {"person": person, "account": account}[noun]
    gone = do(Change.add, noun, {"name": "gone"})
    do(Change.remove, noun, gone)
    foreign = {"person": account, "account": person}[noun]
    before = visible(store)
    for other, kind in ((mine, errors.Refused), (foreign, errors.Refused), (gone, errors.NotFound)):
        with pytest.raises(kind):
            do(MERGE[noun], mine, other, {})
    with pytest.raises(errors.NotFound):
        do(MERGE[noun], "nobody", mine, {})
    with pytest.raises(errors.Refused):
        do(MERGE[noun], mine, do(Change.add, noun, {"name": "b"}), {"name": "  "})
    journal.undo(store)
    assert visible(store) == before


def test_somebody_of_a_removed_account_is_not_merged(do: Do, account: str, person: str) -> None:
    other = do(people.add_person, {"name": "王总"})
    do(accounts.remove_account, account)
    with pytest.raises(errors.NotFound):
        do(merging.merge_people, other, person, {})


def test_hostile_texts_stay_as_they_are(store: Store, do: Do, account: str) -> None:
    for text in OWN:
        if not text.strip():
            continue
        other = do(accounts.add_account, {"name": text, "external_id": text, "note": text})
        before = visible(store)
        do(merging.merge_accounts, account, other, {"note": None, "external_id": None})
        told = facts_of(store, "account", account)
        assert text in told["Also known as"] | {row(store, "account", account)["name"]}
        assert text in told["External id (other)"]
        journal.undo(store)
        assert visible(store) == before


def test_what_is_half_typed_about_the_other_is_about_the_kept_one(store: Store, do: Do, account: str) -> None:
    other = do(accounts.add_account, {"name": "华为"})
    for kind in ("touch.log", "account.change"):
        drafts.keep_draft(store.connection, drafts.form_key(kind, {"account_id": other}), {"summary": kind})
    do(merging.merge_accounts, account, other, {})
    keys = {key for key, _at in drafts.list_drafts(store.connection)}
    own = drafts.form_key("account.change", {"account_id": other})
    assert keys == {drafts.form_key("touch.log", {"account_id": account}), own}


def test_ten_thousand_touches_move(store: Store, do: Do, account: str) -> None:
    other = do(accounts.add_account, {"name": "华为"})
    from karep.db.change import validated
    from karep.db.keys import new_id

    stamps = {"created_at": "2026-01-01T00:00:00.000Z", "changed_at": "2026-01-01T00:00:00.000Z"}
    values = {"account_id": other, "at": "2026-11-01T01:00:00Z", "summary": "谈框架合同", **stamps}
    do(Change.add_many, "touch", [validated("touch", {"id": new_id(), **values}) for _one in range(10_000)])
    assert do(merging.merge_accounts, account, other, {}).moved == 10_000
    assert count_hanging(store.connection, "account", account)["touch"] == 10_000


def test_every_link_of_the_schema_is_followed(store: Store) -> None:
    linked = {noun: set(links_to(store.connection, noun)) for noun in ("person", "account")}
    for noun, links in linked.items():
        for table in RECORDS:
            columns = {line[1] for line in store.connection.execute(f"PRAGMA table_info({table})")}
            for column in columns & {f"{noun}_id", ABOVE[noun] if table == noun else ""}:
                assert (table, column) in links, "a column without a foreign key would be forgotten"


# --- side by side ------------------------------------------------------------------------------------------------


def test_the_sheet_shows_what_differs_and_suggests(store: Store, do: Do, two: tuple[str, str]) -> None:
    known, chair = two
    sheet = get_merge_sheet(store.connection, "person", chair, known)
    assert sheet is not None
    fields = {one.name: one for one in sheet.fields}
    assert set(fields) == {"name", "title", "mobile"}
    assert {one.suggestion for one in fields.values()} == {"other"}, "the real one, and what is empty"
    assert (sheet.kept.placeholder, sheet.other.placeholder) == (True, False)
    assert sheet.kept.counts == {"role": 1}
    do(people.remove_person, known)
    assert get_merge_sheet(store.connection, "person", chair, known) is None
    assert get_merge_sheet(store.connection, "person", chair, chair) is None


def test_what_points_elsewhere_is_shown_by_name(store: Store, do: Do, account: str, person: str) -> None:
    other_account = do(accounts.add_account, {"name": "中兴"})
    one = do(people.add_person, {"name": "李敏", "account_id": account, "reports_to_id": person})
    two = do(people.add_person, {"name": "李敏", "account_id": other_account, "left_on": "2026-01-01"})
    sheet = get_merge_sheet(store.connection, "person", one, two)
    assert sheet is not None
    fields = {field.name: field for field in sheet.fields}
    assert (fields["account_id"].kept_words, fields["account_id"].other_words) == ("华为技术有限公司", "中兴")
    assert fields["reports_to_id"].kept_words == "王建国"
    assert {field.suggestion for field in fields.values()} == {"kept"}, "who left is no longer there"
    do(merging.merge_people, one, two, {})
    assert row(store, "person", one)["left_on"] is None


def test_the_likely_doubles_come_first(store: Store, do: Do, account: str, two: tuple[str, str]) -> None:
    known, chair = two
    do(people.add_person, {"account_id": account, "name": "李敏"})
    far = do(accounts.add_account, {"name": "中兴"})
    namesake = do(people.add_person, {"account_id": far, "name": "张 三"})
    assert [one.name for one in list_doubles(store.connection, "person", chair)] == ["张三", "李敏"]
    assert [(one.id, one.likeness) for one in list_doubles(store.connection, "person", known)][:2] == [
        (chair, 2), (namesake, 2),
    ] or {one.id for one in list_doubles(store.connection, "person", known)[:2]} == {chair, namesake}  # fmt: skip
    short = do(accounts.add_account, {"name": "华为技术"})
    do(accounts.add_account, {"name": "腾讯"})
    assert [one.id for one in list_doubles(store.connection, "account", account)] == [short]
    assert list_doubles(store.connection, "account", "nobody") == []


# --- any book at all ---------------------------------------------------------------------------------------------

NAMES = st.sampled_from(("王建国", "王总", "采购总监?", "李敏", "Ann Lee", "ann lee", "\x1b[31m[/x]"))
TEXT = st.one_of(st.none(), st.sampled_from(("a", "b", "13800138000", "x\ny", "[/oops]")))
FLAG = st.integers(0, 5)
FIELDS = {
    "person": ("title", "mobile", "email", "external_id", "note"),
    "account": ("short_name", "phone", "external_id", "note", "tags", "city"),
}
RECORD = st.tuples(
    st.sampled_from([noun for noun in RECORDS if noun not in ("account", "person")]),
    st.lists(st.integers(0, 9), min_size=6, max_size=6),
)
BOOK = st.fixed_dictionaries(
    {
        "accounts": st.lists(st.tuples(NAMES, st.lists(TEXT, min_size=6, max_size=6), FLAG), min_size=2, max_size=4),
        "people": st.lists(st.tuples(NAMES, st.lists(TEXT, min_size=5, max_size=5), FLAG), min_size=2, max_size=5),
        "records": st.lists(RECORD, max_size=25),
        "removed": st.lists(st.integers(0, 30), max_size=4),
    }
)


def _values(noun: str, numbers: list[int]) -> dict[str, Any]:
    few = numbers[5] % 2
    values: dict[str, dict[str, Any]] = {
        "role": {"role": ("user", "finance")[few]},
        "preference": {"kind": "food", "text": ("辣", "茶")[few]},
        "occasion": {"month": 5, "day": 1 + few, "year": (None, 1985)[numbers[4] % 2]},
        "touch": {"at": "2026-11-01T01:00:00Z", "kind": "visit", "summary": "x"},
        "promise": {"what": "报价", "due": "2026-11-20"},
        "follow_up": {"what": "回访", "due": "2026-11-21"},
        "opportunity": {"name": "框架"},
        "stage_change": {"from_stage": "S1", "to_stage": "S2", "at": "2026-11-01T01:00:00Z", "unmet": "[]"},
        "tick": {"item_id": "item", "at": "2026-11-01T01:00:00Z"},
        "objection": {"words": "贵", "at": "2026-11-01T01:00:00Z"},
        "fact": {"name": "车牌", "value": ("粤A", "粤B")[few]},
        "need": {"what": "快", "at": "2026-11-01T01:00:00Z"},
        "competitor": {"name": "A公司", "at": "2026-11-01T01:00:00Z"},
    }
    return values.get(noun, {})


def _fill(change: Change, book: dict[str, Any]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {noun: [] for noun in RECORDS}
    for noun, many in (("account", book["accounts"]), ("person", book["people"])):
        for name, texts, pick in many:
            values = {"name": name, **dict(zip(FIELDS[noun], texts, strict=True))}
            if made[noun]:
                values[ABOVE[noun]] = made[noun][pick % len(made[noun])]
            if noun == "person":
                values |= {"account_id": made["account"][pick % len(made["account"])], "placeholder": name[-1] == "?"}
            add = people.add_person if noun == "person" else accounts.add_account
            made[noun].append(add(change, values))
    links: dict[str, list[tuple[str, str]]] = {}
    for noun in RECORDS:
        for table, column in links_to(change.connection, noun):
            links.setdefault(table, []).append((column, noun))
    for noun, numbers in sorted(book["records"], key=lambda one: RECORDS.index(one[0])):
        values = _values(noun, numbers)
        for (column, target), number in zip(sorted(links.get(noun, ())), numbers, strict=False):
            if made[target]:
                values[column] = made[target][number % len(made[target])]
        try:
            made[noun].append(change.add(noun, values))
        except errors.Refused:
            continue  # it needs a touch or a deal, and there is none yet
    everything = [(noun, one) for noun in RECORDS if noun not in ABOVE for one in made[noun]]
    for number in book["removed"]:
        if everything:
            change.remove(*everything[number % len(everything)])
    return made


def _no_links_to(store: Store, noun: str, gone: str) -> None:
    for table, column in links_to(store.connection, noun):
        wanted = f"SELECT count(*) FROM {table} WHERE {column} = ? AND removed_at IS NULL"
        assert store.connection.execute(wanted, (gone,)).fetchone() == (0,), (table, column)


def _keys(content: Content, noun: str) -> Counter[tuple[Any, ...]]:
    same, open_fields = merging._DOUBLES[noun]
    return Counter(tuple(one[field] for field in (*same, *open_fields)) for one in content[noun])


def _check(store: Store, noun: str, keep: str, other: str, before: Content) -> None:
    after = visible(store)
    _no_links_to(store, noun, other)
    for table in RECORDS:
        if table in ("fact", noun):
            continue
        gone = {one["id"] for one in before[table]} - {one["id"] for one in after[table]}
        assert not gone or table in merging._DOUBLES, "only what is there twice goes"
    for table in merging._DOUBLES:
        old = _keys(before, table)
        worst = max((number for number in old.values()), default=1)
        assert max(_keys(after, table).values(), default=1) <= worst, "nothing is there more often than before"
    kept, facts = row(store, noun, keep), facts_of(store, noun, keep)
    told = {text for texts in facts.values() for text in texts}
    for old_row in (one for one in before[noun] if one["id"] in (keep, other)):
        for field in ("name", *FIELDS[noun]):
            text = old_row[field]
            now = kept[field] or ""
            holds = field in ("name", "note", "tags", "title") and (text or "") in now
            assert is_blank(field, text) or holds or text == now or text in told, field
    above, seen = kept[ABOVE[noun]], {keep}
    while above:
        assert above not in seen, "a circle"
        seen.add(above)
        above = row(store, noun, above)[ABOVE[noun]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=BOOK, noun=st.sampled_from(("person", "account")), pick=st.integers(0, 9), choices=st.integers(0, 63))
def test_nothing_is_lost_and_undo_brings_all_back(
    empty_store_file: Path, book: dict[str, Any], noun: str, pick: int, choices: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(empty_store_file, Path(folder) / "book.db"))
        with Store.open(path) as store:
            store.connection.execute("PRAGMA synchronous = OFF")
            with store.action("test") as change:
                made = _fill(change, book)
            ids = made[noun]
            keep, other = ids[pick % len(ids)], ids[(pick + 1) % len(ids)]
            sheet = get_merge_sheet(store.connection, noun, keep, other)
            assert sheet is not None
            chosen = {
                one.name: one.value(one.sides[(choices >> place) % len(one.sides)])
                for place, one in enumerate(sheet.fields)
            }
            before = visible(store)
            with store.action(f"{noun}.merge") as change:
                MERGE[noun](change, keep, other, chosen)
            _check(store, noun, keep, other, before)
            merged = visible(store)
            journal.undo(store)
            assert visible(store) == before
            journal.redo(store)
            assert visible(store) == merged
