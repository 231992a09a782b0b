"""Sheets that nobody here wrote: each is imported or refused in words, and every row is accounted for."""

from pathlib import Path

import pytest

from karep.exchange.errors import EncodingUndecided, NoNameColumn, SheetRefused, SheetUnreadable
from karep.exchange.plan import open_plan
from karep.exchange.records import Record, Refusal, Skipped
from tests.real import FOLDER, MARKS, SHEETS

pytestmark = MARKS


@pytest.mark.parametrize("path", SHEETS, ids=[path.name for path in SHEETS])
@pytest.mark.parametrize("encoding", [None, "gb18030"])
def test_every_file_is_imported_or_refused_in_words(path: Path, encoding: str | None) -> None:
    try:
        plan = open_plan(path, encoding=encoding)
    except SheetRefused as refused:
        assert len(str(refused)) > 10
        return
    entries = list(plan.entries())
    counted = sum(entry.count if isinstance(entry, Skipped) else 1 for entry in entries)
    assert counted + 1 == sum(1 for _row in plan.sheet.read())
    assert all(entry.reason for entry in entries if not isinstance(entry, Record))


@pytest.mark.parametrize(
    ("name", "accounts", "people", "refused"),
    [
        ("crm/accounts.csv", 85, 0, 0),
        ("crm/accounts.soliloquy.csv", 85, 0, 0),
        ("crm/sp500_constituents.csv", 503, 0, 0),
        ("crm/res.partner.csv", 2, 4, 0),
        ("crm/o2m_customers_contacts.csv", 3, 5, 0),
        ("crm/salesforce_insertAccountCsv.csv", 100, 0, 0),
        ("crm/salesforce_upsertAccountCsvTemplate.csv", 100, 0, 0),
        ("crm/northwind_suppliers.csv", 20, 20, 9),
        ("chinese/listed_companies.utf8.csv", 3621, 0, 0),
        ("contacts/thunderbird/export.csv", 0, 2, 0),
        ("contacts/thunderbird/utf16_addressbook.csv", 0, 1, 0),
    ],
)
def test_what_is_in_them(name: str, accounts: int, people: int, refused: int) -> None:
    entries = list(open_plan(FOLDER / name).entries())
    records = [entry for entry in entries if isinstance(entry, Record)]
    # Companies that only people name are the same ones that have rows of their own, but in the Thunderbird books.
    keys = {record.account.get("external_id") or record.account["name"] for record in records if record.account}
    own = {record.account["name"] for record in records if record.account and not record.person}
    assert len(own or keys) == accounts or len(keys) == accounts
    assert sum(1 for record in records if record.person) == people
    assert sum(1 for entry in entries if isinstance(entry, Refusal)) == refused


def test_the_two_encodings_of_one_file_say_the_same() -> None:
    twin = FOLDER / "chinese" / "listed_companies.gb18030.csv"
    with pytest.raises(EncodingUndecided) as raised:
        open_plan(twin)
    assert raised.value.candidates[0].encoding == "gb18030"
    one = list(open_plan(FOLDER / "chinese" / "listed_companies.utf8.csv").entries())
    other = list(open_plan(twin, encoding="gb18030").entries())
    assert one == other
    assert any(
        isinstance(entry, Record) and entry.account and entry.account["external_id"] == "000720" for entry in one
    )


def test_the_ragged_lines_are_named() -> None:
    entries = open_plan(FOLDER / "crm" / "northwind_suppliers.csv").entries()
    assert [entry.line for entry in entries if isinstance(entry, Refusal)] == [8, 9, 15, 19, 21, 25, 27, 28, 29]


def test_the_broken_ones_are_refused_for_what_they_are() -> None:
    with pytest.raises(SheetUnreadable, match="UTF-16"):
        open_plan(FOLDER / "crm" / "salesforce_csvtext_BOM_UTF32LE.csv")
    with pytest.raises(SheetUnreadable, match="password"):
        open_plan(FOLDER / "xlsx" / "pass_protected.xlsx")
    with pytest.raises(NoNameColumn, match="--map"):
        open_plan(FOLDER / "crm" / "products.csv")
    with pytest.raises(EncodingUndecided) as raised:
        open_plan(FOLDER / "contacts" / "thunderbird" / "shiftjis_addressbook.csv")
    assert "shift_jis" in [candidate.encoding for candidate in raised.value.candidates]
