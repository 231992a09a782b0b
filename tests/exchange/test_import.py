"""Importing: who matches whom, what is filled, overwritten or kept, and that undo takes all of it back."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from karep.db import backup, journal
from karep.db.store import Store
from karep.exchange.importing import ImportCancelled, ImportReport, OnMatch, preview, run_import
from karep.exchange.mapping import Kind
from karep.exchange.plan import Plan, open_plan

ACCOUNTS = ("Account ID", "Account Name", "Phone", "Website", "Industry", "Parent Account", "Rating")
PEOPLE = ("Contact ID", "Full Name", "Account Name", "Email", "Mobile", "Title", "Reports To", "Birthdate", "Hobby")


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    def make(header: Sequence[str], *rows: Sequence[str], **options: Any) -> Plan:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([header, *rows])
        path = tmp_path / "sheet.csv"
        path.write_text(text.getvalue(), "utf-8", newline="")
        return open_plan(path, **options)

    return make


def put(store: Store, plan: Plan, on_match: OnMatch = OnMatch.FILL) -> ImportReport:
    """Import, and see that the dry run had said the same and that the rows add up."""
    said = preview(store.connection, plan, on_match=on_match)
    report = run_import(store, plan, on_match=on_match)
    for name in ("rows", "stored", "merged", "unchanged", "refused", "skipped", "created", "changed", "left"):
        assert getattr(said, name) == getattr(report, name), name
    assert report.rows == report.stored + report.merged + report.unchanged + len(report.refused)
    assert said.action is None and said.dry_run and not report.dry_run
    return report


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.stored, report.merged, report.unchanged, len(report.refused)


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return store.connection.execute(sql).fetchall()


def add(store: Store, noun: str, **values: Any) -> str:
    with store.action(f"{noun}.add") as change:
        if noun == "account":
            from karep.db.accounts import add_account

            return add_account(change, values)
        from karep.db.people import add_person

        return add_person(change, values)


def account(number: str = "", name: str = "Acme", phone: str = "", site: str = "", *rest: str) -> tuple[str, ...]:
    return (number, name, phone, site, *rest, *[""] * (3 - len(rest)))


def person(name: str = "Li Min", company: str = "Acme", mail: str = "", mobile: str = "", **more: str) -> list[str]:
    given = {"Full Name": name, "Account Name": company, "Email": mail, "Mobile": mobile, **more}
    return [given.get(column, "") for column in PEOPLE]


def test_stored_once_and_taken_back(store: Store, sheet: Any) -> None:
    plan = sheet(ACCOUNTS, account("1", "Acme"), account("2", "华为技术有限公司", "0755-28780808"))
    report = put(store, plan)
    assert counts(report) == (2, 0, 0, 0) and report.created == {"account": 2}
    assert counts(put(store, plan)) == (0, 0, 2, 0)
    assert [one.reason for one in backup.list_backups(store.path)] == ["import", "import"]
    assert report.action is not None
    journal.undo(store, report.action)
    assert rows(store, "SELECT 1 FROM account WHERE removed_at IS NULL") == []
    # What was removed matches nothing.
    assert counts(put(store, plan)) == (2, 0, 0, 0)


def test_fill_overwrite_keep(store: Store, sheet: Any) -> None:
    add(store, "account", name="Acme", industry="Steel")
    plan = sheet(ACCOUNTS, account("7", "ACME", "0755 2878 0808", "", "Energy"))
    kept = put(store, plan, OnMatch.KEEP)
    assert counts(kept) == (0, 0, 1, 0) and kept.action is None
    filled = put(store, plan)
    assert counts(filled) == (0, 1, 0, 0) and filled.changed == {"account": 1} and filled.left == 2
    columns = "SELECT name, external_id, industry, phone IS NOT NULL FROM account"
    assert rows(store, columns) == [("Acme", "7", "Steel", 1)]
    assert counts(put(store, plan, OnMatch.OVERWRITE)) == (0, 1, 0, 0)
    assert rows(store, columns) == [("ACME", "7", "Energy", 1)]
    assert counts(put(store, plan, OnMatch.OVERWRITE)) == (0, 0, 1, 0)
    assert rows(store, "SELECT match_key FROM account") == [("acme",)]


def test_an_external_id_decides_before_the_name(store: Store, sheet: Any) -> None:
    twins = sheet(ACCOUNTS, account("GOOG", "Alphabet"), account("GOOGL", "Alphabet"), account("GOOG", "Alphabet Inc"))
    assert counts(put(store, twins)) == (2, 0, 1, 0)
    assert counts(put(store, twins)) == (0, 0, 3, 0)
    unclear = put(store, sheet(ACCOUNTS, account("", "Alphabet"), account("", "Beta")))
    assert counts(unclear) == (1, 0, 0, 1)
    assert unclear.refused[0].line == 2
    assert "GOOG" in unclear.refused[0].reason and "GOOGL" in unclear.refused[0].reason
    # A telephone that only one of them has decides.
    put(store, sheet(ACCOUNTS, account("GOOG", "Alphabet", "+1 650 253 0000")))
    assert counts(put(store, sheet(ACCOUNTS, account("", "Alphabet", "001 650 2530000")))) == (0, 0, 1, 0)


def test_salesforce_ids_of_15_and_18_characters_are_one(store: Store, sheet: Any) -> None:
    put(store, sheet(ACCOUNTS, account("0015000000Gv7qJ", "Acme")))
    assert counts(put(store, sheet(ACCOUNTS, account("0015000000Gv7qJAAR", "Acme Europe")))) == (0, 0, 1, 0)
    # The same length, and no such id: a company's number in China.
    codes = sheet(ACCOUNTS, account("91440300MA5EABC01X", "甲"), account("91440300MA5EABC02Y", "乙"))
    assert counts(put(store, codes)) == (2, 0, 0, 0)


def test_a_domain_needs_a_name_that_agrees(store: Store, sheet: Any) -> None:
    add(store, "account", name="Acme Ltd", website="https://www.acme.com/home")
    same = sheet(ACCOUNTS, account("", "ACME Inc.", "", "acme.com", "Steel"))
    assert counts(put(store, same)) == (0, 1, 0, 0)
    group = put(store, sheet(ACCOUNTS, account("", "Acme Energy", "", "acme.com")))
    assert counts(group) == (1, 0, 0, 0)
    alike = put(store, sheet(ACCOUNTS, account("", "Acme GmbH")))
    assert counts(alike) == (1, 0, 0, 0)
    assert [(one.line, one.name, one.existing) for one in alike.proposals] == [(2, "Acme GmbH", "Acme Ltd")]


def test_parents_may_come_later_and_are_never_made_up(store: Store, sheet: Any) -> None:
    plan = sheet(
        ACCOUNTS,
        account("1", "Acme Asia", "", "", "", "Acme", ""),
        account("2", "Acme", "", "", "", "Nobody AG", ""),
        account("3", "Loop One", "", "", "", "Loop Two", ""),
        account("4", "Loop Two", "", "", "", "Loop One", ""),
        account("5", "Self", "", "", "", "Self", ""),
    )
    report = put(store, plan)
    assert counts(report) == (5, 0, 0, 0) and report.created == {"account": 5, "fact": 3}
    parents = "SELECT a.name, b.name FROM account a JOIN account b ON b.id = a.parent_id ORDER BY 1"
    assert rows(store, parents) == [("Acme Asia", "Acme"), ("Loop One", "Loop Two")]
    facts = "SELECT a.name, f.name, f.value FROM fact f JOIN account a ON a.id = f.account_id ORDER BY 1"
    assert rows(store, facts) == [
        ("Acme", "Parent Account", "Nobody AG"),
        ("Loop Two", "Parent Account", "Loop One"),
        ("Self", "Parent Account", "Self"),
    ]
    assert counts(put(store, plan)) == (0, 0, 5, 0)
    assert counts(put(store, plan, OnMatch.OVERWRITE)) == (0, 0, 5, 0)
    assert journal.undo(store, report.action).records == 8


def test_facts(store: Store, sheet: Any) -> None:
    put(store, sheet(ACCOUNTS, *(account("1", "Acme", "", "", "", "", rating) for rating in ("hot", "new"))))
    told = "SELECT value FROM fact WHERE removed_at IS NULL ORDER BY id"
    assert rows(store, told) == [("hot",), ("new",)]
    colder = sheet(ACCOUNTS, account("1", "Acme", "", "", "", "", "cold"))
    assert counts(put(store, colder)) == (0, 0, 1, 0)
    assert counts(put(store, colder, OnMatch.KEEP)) == (0, 0, 1, 0)
    changed = put(store, colder, OnMatch.OVERWRITE)
    assert counts(changed) == (0, 1, 0, 0) and changed.changed == {"fact": 1}
    assert rows(store, told) == [("cold",), ("new",)]


def test_people_and_their_companies(store: Store, sheet: Any) -> None:
    add(store, "account", name="Beta")
    plan = sheet(
        PEOPLE,
        person("Li Min", "Acme", "li@acme.com", "13800138000", Title="Buyer", Birthdate="1985-11-01", Hobby="tea"),
        person("Wang Wei", "Beta", "", "13800138001", **{"Reports To": "Zhao"}),
        person("Li Min", "ACME", "LI@acme.com"),
        person("Zhao", "Beta"),
        person("Li Min", "Beta"),
    )
    report = put(store, plan)
    assert counts(report) == (4, 0, 1, 0)
    assert report.created == {"account": 1, "person": 4, "fact": 1, "occasion": 1}
    who = (
        "SELECT p.name, a.name, c.name FROM person p JOIN account a ON a.id = p.account_id "
        "LEFT JOIN person c ON c.id = p.reports_to_id ORDER BY 1, 2"
    )
    assert rows(store, who) == [
        ("Li Min", "Acme", None),
        ("Li Min", "Beta", None),
        ("Wang Wei", "Beta", "Zhao"),
        ("Zhao", "Beta", None),
    ]
    assert rows(store, "SELECT kind, month, day, year FROM occasion") == [("birthday", 11, 1, 1985)]
    for on_match in OnMatch:
        again = put(store, plan, on_match)
        assert counts(again) == (0, 0, 5, 0) and again.action is None
    journal.undo(store, report.action)
    assert rows(store, "SELECT name FROM account WHERE removed_at IS NULL") == [("Beta",)]
    assert rows(store, "SELECT name FROM person WHERE removed_at IS NULL") == []


def test_an_address_finds_a_person_and_an_office_address_does_not(store: Store, sheet: Any) -> None:
    known = add(store, "person", name="李敏", email="li@acme.com")
    assert counts(put(store, sheet(PEOPLE, person("Li Min", "Acme", "li@acme.com", Title="Buyer")))) == (1, 0, 0, 0)
    assert rows(store, f"SELECT name, title, account_id IS NOT NULL FROM person WHERE id = '{known}'") == [
        ("李敏", "Buyer", 1)
    ]
    office = sheet(PEOPLE, person("A", "Beta", "office@beta.com"), person("B", "Beta", "office@beta.com"))
    assert counts(put(store, office)) == (2, 0, 0, 0)
    assert counts(put(store, office)) == (0, 0, 2, 0)


def test_two_people_of_one_name(store: Store, sheet: Any) -> None:
    plan = sheet(PEOPLE, person("王伟", mail="w1@acme.com"), person("王伟", mail="w2@acme.com"), person("王伟"))
    first = put(store, plan)
    assert counts(first) == (2, 0, 0, 1) and first.refused[0].line == 4
    assert [(one.line, one.noun) for one in first.proposals] == [(3, "person")]
    assert counts(put(store, plan)) == (0, 0, 2, 1)


def test_a_refused_row_makes_no_company(store: Store, sheet: Any) -> None:
    long = "x" * 500
    report = put(store, sheet(PEOPLE, person(long, "Acme"), person("A", "Beta")))
    assert counts(report) == (1, 0, 0, 1)
    assert "Name" in report.refused[0].reason and report.refused[0].line == 2
    assert rows(store, "SELECT name FROM account") == [("Beta",)]


def test_our_own_export_changes_nothing(store: Store, sheet: Any, tmp_path: Path) -> None:
    from karep.exchange.export import write_accounts

    header = (*ACCOUNTS, "Annual Revenue", "Tier", "Employees")
    acme = account("1", "Acme", "+86 755 1234567", "acme.com", "Steel", "", "=1+1")
    below = account("2", "华为技术有限公司", "", "", "", "Acme", "-")
    put(store, sheet(header, (*acme, "1,250.50", "gold", "70"), (*below, "", "", "")))
    with (tmp_path / "out.csv").open("wb") as target:
        assert write_accounts(store.connection, target) == 2
    for on_match in OnMatch:
        again = put(store, open_plan(tmp_path / "out.csv", kind=Kind.ACCOUNTS), on_match)
        assert counts(again) == (0, 0, 2, 0) and again.left == 0


def test_a_contact_before_its_account(store: Store, sheet: Any) -> None:
    header = ("ID", "Name", "Company Type", "Related Company", "Phone", "City")
    plan = sheet(header, ("p1", "Ann", "Person", "Acme, Inc.", "", ""), ("c1", "ACME Inc", "Company", "", "", "Ulm"))
    assert plan.kind is Kind.BOTH
    report = put(store, plan)
    assert report.created == {"account": 1, "person": 1}
    assert rows(store, "SELECT name, external_id, city FROM account") == [("ACME Inc", "c1", "Ulm")]
    for on_match in OnMatch:
        assert put(store, plan, on_match).unchanged == 2


def test_a_company_known_by_its_number_only(store: Store, sheet: Any) -> None:
    put(store, sheet(ACCOUNTS, account("A1", "Acme")))
    header = ("Contact ID", "Full Name", "Account ID", "Email")
    report = put(store, sheet(header, ("1", "Ann", "A1", ""), ("2", "Bob", "A9", "")))
    assert counts(report) == (2, 0, 0, 0) and [one.line for one in report.warnings] == [3]
    assert rows(store, "SELECT name FROM person WHERE account_id IS NOT NULL") == [("Ann",)]
    assert rows(store, "SELECT name, value FROM fact") == [("Account ID", "A9")]


def test_roles(store: Store, sheet: Any) -> None:
    header = ("姓名(*)", "客户名称(*)", "手机", "是否关键决策人")
    plan = sheet(header, ("王建国", "华为", "13800138000", "是"), ("李敏", "华为", "", "否"))
    assert put(store, plan).created == {"account": 1, "person": 2, "role": 1}
    assert rows(store, "SELECT role FROM role") == [("decision_maker",)]
    assert counts(put(store, plan)) == (0, 0, 2, 0)


@pytest.mark.parametrize("at", [1, 3])
def test_cancelled(store: Store, sheet: Any, at: int) -> None:
    plan = sheet(ACCOUNTS, *(account(str(n), f"Acme {n}") for n in range(1200)))
    seen: list[tuple[int, int | None]] = []

    def progress(done: int, total: int | None) -> bool:
        seen.append((done, total))
        return len(seen) < at

    with pytest.raises(ImportCancelled):
        run_import(store, plan, on_match=OnMatch.FILL, progress=progress)
    assert rows(store, "SELECT 1 FROM account") == rows(store, "SELECT 1 FROM action") == []
    assert seen[0] == (500, None) and (at == 1 or seen[-1] == (500, 1200))


def test_nothing_is_kept_when_the_file_breaks_off(store: Store, sheet: Any, tmp_path: Path) -> None:
    from karep.exchange.errors import SheetRefused

    plan = sheet(ACCOUNTS, account("1", "Acme"), account("2", "Beta"))
    (tmp_path / "sheet.csv").write_bytes((tmp_path / "sheet.csv").read_bytes() + b"3,\xff\xfe,,,,,\n")
    with pytest.raises(SheetRefused):
        run_import(store, plan, on_match=OnMatch.FILL)
    assert rows(store, "SELECT 1 FROM account") == []


def test_many_of_one_name_do_not_make_it_crawl(store: Store, sheet: Any) -> None:
    plan = sheet(ACCOUNTS, *(account(str(n), "Acme") for n in range(3000)), account("", "Acme"))
    assert counts(put(store, plan)) == (3000, 0, 0, 1)
    assert counts(put(store, plan)) == (0, 0, 3000, 1)
