"""Sheets that nobody here wrote, imported whole: the counts, the second import, and the way back."""

from pathlib import Path

import pytest

from karep.db import journal
from karep.db.store import Store
from karep.exchange.errors import EncodingUndecided, SheetRefused
from karep.exchange.importing import ImportReport, OnMatch, run_import
from karep.exchange.plan import open_plan
from tests.real import FOLDER, MARKS, SHEETS

pytestmark = MARKS


def put(store: Store, name: str, on_match: OnMatch = OnMatch.FILL, encoding: str | None = None) -> ImportReport:
    report = run_import(store, open_plan(FOLDER / name, encoding=encoding), on_match=on_match, label=name)
    assert report.rows == report.stored + report.merged + report.unchanged + len(report.refused)
    return report


def in_book(store: Store) -> tuple[int, int, int]:
    accounts, people, facts = (
        store.connection.execute(f"SELECT count(*) FROM {noun} WHERE removed_at IS NULL").fetchone()[0]
        for noun in ("account", "person", "fact")
    )
    return accounts, people, facts


@pytest.mark.parametrize(
    ("name", "rows", "refused", "book"),
    [
        ("crm/accounts.csv", 85, 0, (85, 0, 85)),
        ("crm/sp500_constituents.csv", 503, 0, (503, 0, 2012)),
        ("crm/res.partner.csv", 6, 0, (2, 4, 8)),
        ("crm/o2m_customers_contacts.csv", 8, 0, (3, 5, 4)),
        ("crm/northwind_suppliers.csv", 29, 9, (20, 20, 7)),
        ("chinese/listed_companies.utf8.csv", 3621, 0, (3621, 0, 68799)),
    ],
)
def test_stored_then_unchanged_then_gone(
    store: Store, name: str, rows: int, refused: int, book: tuple[int, int, int]
) -> None:
    first = put(store, name)
    assert (first.rows, first.stored, len(first.refused)) == (rows, rows - refused, refused)
    assert in_book(store) == book
    for on_match in OnMatch:
        again = put(store, name, on_match)
        assert (again.unchanged, len(again.refused), again.action) == (rows - refused, refused, None)
    assert first.action is not None
    journal.undo(store, first.action)
    assert in_book(store) == (0, 0, 0)


def test_the_ragged_lines_are_refused_by_number(store: Store) -> None:
    refused = put(store, "crm/northwind_suppliers.csv").refused
    assert [one.line for one in refused] == [8, 9, 15, 19, 21, 25, 27, 28, 29]
    assert all("13 cells" in one.reason for one in refused)


def test_insert_then_upsert(store: Store) -> None:
    assert put(store, "crm/salesforce_insertAccountCsv.csv").stored == 100
    assert put(store, "crm/salesforce_upsertAccountCsvTemplate.csv").unchanged == 100
    assert put(store, "crm/salesforce_upsertAccountCsvTemplate.csv", OnMatch.OVERWRITE).merged == 100
    assert put(store, "crm/salesforce_upsertAccountCsvTemplate.csv", OnMatch.OVERWRITE).unchanged == 100
    assert in_book(store)[0] == 100


def test_the_twin_in_another_encoding_changes_nothing(store: Store) -> None:
    put(store, "chinese/listed_companies.utf8.csv")
    with pytest.raises(EncodingUndecided):
        put(store, "chinese/listed_companies.gb18030.csv")
    assert put(store, "chinese/listed_companies.gb18030.csv", encoding="gb18030").unchanged == 3621


@pytest.mark.parametrize("path", SHEETS, ids=[path.name for path in SHEETS])
@pytest.mark.parametrize("encoding", [None, "gb18030"])
def test_every_file_is_imported_or_refused_in_words(store: Store, path: Path, encoding: str | None) -> None:
    name = str(path.relative_to(FOLDER))
    try:
        first = put(store, name, encoding=encoding)
    except SheetRefused as refused:
        assert len(str(refused)) > 10
        return
    for on_match in (OnMatch.FILL, OnMatch.OVERWRITE):
        again = put(store, name, on_match, encoding)
        assert (again.stored, again.merged, again.action) == (0, 0, None)
        assert again.refused == first.refused
