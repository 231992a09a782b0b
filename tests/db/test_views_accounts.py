"""The book: filters, sorts, lines, finding."""

import pytest

from karep.db import accounts as verbs
from karep.db import follow_ups, opportunities, promises, touches
from karep.db.store import Store
from karep.db.views import accounts

from .conftest import Do


def add(do: Do, name: str, **values: object) -> str:
    return str(do(verbs.add_account, {"name": name, **values}))


def names(store: Store, **filters: object) -> list[str]:
    ids = accounts.list_account_ids(store.connection, **filters)  # type: ignore[arg-type]
    lines = accounts.get_account_lines(store.connection, ids)
    return [lines[one].name for one in ids]


BOOK = (
    ("华为技术有限公司", {"short_name": "Huawei", "city": "深圳", "region": "华南", "tags": "5G,战略"}),
    ("Müller & Söhne GmbH", {"short_name": "MS", "city": "Gießen", "region": "EMEA", "industry": "Automotive"}),
    ("O’Neill, Inc.", {"short_name": "ＯＮＥＩＬＬ", "city": "St. John's", "region": "NA"}),
    ("Acme 3.5 [x] 100%_*", {"industry": "Steel?"}),
    ("步 步 高", {"city": "München"}),
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("华为", "华为技术有限公司"),
        ("为技", "华为技术有限公司"),
        ("ＨＵＡＷＥＩ", "华为技术有限公司"),
        ("深圳 huawei 战略", "华为技术有限公司"),
        ("深圳 acme", None),
        ("müller gmbh", "Müller & Söhne GmbH"),
        ("MÜLLER", "Müller & Söhne GmbH"),
        ("gießen", "Müller & Söhne GmbH"),
        ("GIESSEN", "Müller & Söhne GmbH"),
        ("Müller&Söhne", "Müller & Söhne GmbH"),
        ("o'neill", "O’Neill, Inc."),
        ("oneill", "O’Neill, Inc."),
        ("John's", "O’Neill, Inc."),
        ("3.5", "Acme 3.5 [x] 100%_*"),
        ("100%_*", "Acme 3.5 [x] 100%_*"),
        ("steel?", "Acme 3.5 [x] 100%_*"),
        ("步步高", "步 步 高"),
        ("mu\u0308nchen", "步 步 高"),
        ("v*", None),
        ("[a-v]", None),
        ("hwjs", "华为技术有限公司"),
        ("bubugao", "步 步 高"),
    ],
)
def test_words_are_found_whatever_their_case_and_width(do: Do, store: Store, words: str, found: str | None) -> None:
    for name, values in BOOK:
        add(do, name, **values)
    expected = [found] if found else [name for name, _values in BOOK if words in name]
    assert names(store, words=words) == expected


def test_words_without_a_letter_filter_nothing(do: Do, store: Store) -> None:
    add(do, "A")
    for words in (" \t\u200b ", "*", "?!", "%_"):
        assert names(store, words=words) == ["A"]


def test_filters_compare_for_equality_and_an_empty_text_means_none(do: Do, store: Store) -> None:
    add(do, "A", tier="gold", region="华东")
    add(do, "B", region="华东", status="dormant")
    add(do, "C")
    assert names(store, tier="gold") == ["A"]
    assert names(store, tier="") == ["B", "C"]
    assert names(store, region="华东") == ["A", "B"]
    assert names(store, region="华") == []
    assert names(store, region="") == ["C"]
    assert names(store, status="dormant", region="华东") == ["B"]
    assert accounts.list_regions(store.connection) == ["华东"]


def test_sorts(do: Do, store: Store) -> None:
    tiers = {"A": "vip", "B": None, "C": "diamond", "D": "gold", "E": "gold"}
    ids = {name: add(do, name, tier=tier, region=None if name == "A" else f"R{name}") for name, tier in tiers.items()}
    do(
        touches.log_touch,
        {"account_id": ids["B"], "at": "2026-11-02T00:00:00Z"},
        next_steps=[{"what": "x", "due": "2026-12-02"}],
    )
    do(
        touches.log_touch,
        {"account_id": ids["D"], "at": "2026-11-01T00:00:00Z"},
        next_steps=[{"what": "x", "due": "2026-12-01"}],
    )
    for name, stage in (("E", "S5"), ("B", "S3"), ("B", "S2")):
        do(opportunities.add_opportunity, {"account_id": ids[name], "name": "x", "stage": stage})
    lost = do(opportunities.add_opportunity, {"account_id": ids["C"], "name": "x", "stage": "S6"})
    do(opportunities.lose, lost, "x", "2027-01-01")
    do(verbs.change_account, ids["A"], {"status": "lost"})
    order = {sort: "".join(names(store, sort=sort)) for sort in accounts.SORTS}
    turned = {sort: "".join(names(store, sort=sort, descending=True)) for sort in accounts.SORTS}
    assert order == {
        "name": "ABCDE", "tier": "CDEAB", "region": "BCDEA", "stage": "BEACD", "last_touch": "ACEDB",
        "next_step": "DBACE", "status": "BCDEA",
    }  # fmt: skip
    assert turned == {
        "name": "EDCBA", "tier": "ADECB", "region": "EDCBA", "stage": "EBACD", "last_touch": "BDACE",
        "next_step": "BDACE", "status": "ABCDE",
    }  # fmt: skip
    with pytest.raises(ValueError, match="sort"):
        names(store, sort="name; DROP TABLE account")


def test_equal_names_stand_by_id(do: Do, store: Store) -> None:
    ids = [add(do, "A", tier="gold") for _ in range(4)]
    assert accounts.list_account_ids(store.connection) == ids
    assert accounts.list_account_ids(store.connection, sort="tier", descending=True) == ids


def test_a_line_shows_what_is_near(do: Do, store: Store, account: str) -> None:
    for at in ("2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z", "2026-11-02T00:00:00Z"):
        do(touches.log_touch, {"account_id": account, "at": at})
    gone = do(touches.log_touch, {"account_id": account, "at": "2026-11-09T00:00:00Z"})
    do(touches.remove_touch, gone)
    for due, what in (("2026-12-02", "later"), ("2026-12-01", "first"), ("2026-11-01", "done")):
        step = do(follow_ups.add_follow_up, {"account_id": account, "what": what, "due": due})
        if what == "done":
            do(follow_ups.finish_follow_up, step)
    for due, by in (("2026-11-30", "us"), ("2026-11-20", "them"), (None, "us"), ("2026-11-28", "us")):
        promise = do(promises.add_promise, {"account_id": account, "what": "x", "due": due, "owed_by": by})
        if due == "2026-11-28":
            do(promises.keep_promise, promise)
    for stage, status in (("S4", "open"), ("S6", "lost"), ("S2", "open")):
        do(opportunities.add_opportunity, {"account_id": account, "name": "x", "stage": stage, "status": status})
    line = accounts.get_account_lines(store.connection, [account, "nobody"])[account]
    assert (line.stage, line.last_touch_at) == ("S4", "2026-11-03T00:00:00.000Z")
    assert (line.next_due, line.next_what, line.our_promise_due) == ("2026-12-01", "first", "2026-11-30")


def test_many_lines_come_at_once(do: Do, store: Store) -> None:
    with store.action("test") as change:
        ids = [verbs.add_account(change, {"name": f"A{number}"}) for number in range(230)]
    assert list(accounts.get_account_lines(store.connection, ids)) == ids
    assert accounts.count_accounts(store.connection) == 230


def test_a_removed_account_is_gone_from_everywhere(do: Do, store: Store, account: str) -> None:
    child = add(do, "子公司", parent_id=account)
    do(verbs.remove_account, account)
    assert accounts.list_account_ids(store.connection) == [child]
    assert accounts.get_account_lines(store.connection, [account]) == {}
    assert accounts.get_account(store.connection, account) is None
    assert accounts.find_accounts(store.connection, "华为") == []
    whole = accounts.get_account(store.connection, child)
    assert whole is not None
    assert (whole.parent_id, whole.parent_name) == (account, None)


def test_every_field_of_an_account_comes_back(do: Do, store: Store, account: str) -> None:
    values: dict[str, object] = {
        name: f"{name} 值"
        for name in ("name", "short_name", "external_id", "kind", "industry", "region", "country", "city", "address",
                     "postal_code", "phone", "email", "website", "owner", "backup", "lead_source", "tags", "note")
    }  # fmt: skip
    values |= {"tier": "vip", "status": "at_risk", "parent_id": account, "annual_revenue": 123, "employees": 7}
    whole = accounts.get_account(store.connection, str(do(verbs.add_account, values)))
    assert whole is not None
    assert {name: getattr(whole, name) for name in values} == values
    assert whole.parent_name == "华为技术有限公司"


def test_finding_puts_the_exact_first_then_prefixes_then_the_rest(do: Do, store: Store) -> None:
    for name in ("Big Acme", "Acme Steel", "acme", "Acme", "Steel of Acme Land"):
        add(do, name)
    short = add(do, "Zeta", short_name="ACME")
    found = [name for _id, name in accounts.find_accounts(store.connection, "acme")]
    assert [set(found[:3]), found[3], *map(set, [found[4:]])] == [
        {"Acme", "acme", "Zeta"},
        "Acme Steel",
        {"Big Acme", "Steel of Acme Land"},
    ]
    assert (short, "Zeta") in accounts.find_accounts(store.connection, "ACME")
    assert {name for _id, name in accounts.find_accounts(store.connection, "steel acme")} == {
        "Acme Steel",
        "Steel of Acme Land",
    }
    assert len(accounts.find_accounts(store.connection, "acme", limit=2)) == 2
    assert len(accounts.find_accounts(store.connection, " ", limit=3)) == 3
