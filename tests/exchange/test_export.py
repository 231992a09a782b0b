"""The accounts as a sheet and everything as JSON."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db.file import REVISIONS
from karep.db.store import Store
from karep.db.triggers import RECORDS
from karep.exchange.export import ACCOUNT_COLUMNS, write_accounts, write_everything
from karep.exchange.headers import recognise
from karep.exchange.mapping import Kind, understand_columns
from karep.exchange.output import NotWritten, private_file
from karep.exchange.values import money

PAYLOADS = (
    *("=1+1", "+86 755 1234", "-2", "@SUM(A1)", "\t=1", "＝1", "'=1"),
    *('=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"),
)


def _sheet(store: Store) -> list[list[str]]:
    target = io.BytesIO()
    write_accounts(store.connection, target)
    raw = target.getvalue()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def _row(store: Store, name: str) -> dict[str, str]:
    head, *rows = _sheet(store)
    return dict(zip(head, next(row for row in rows if row[0] == name), strict=True))


def _everything(store: Store, *, journal: bool = False) -> dict[str, object]:
    target = io.BytesIO()
    write_everything(store.connection, target, journal=journal)
    found = json.loads(target.getvalue())
    assert isinstance(found, dict)
    return found


def test_every_header_is_known_to_the_import() -> None:
    headers = list(ACCOUNT_COLUMNS)
    assert all(recognise(header) for header in headers)
    columns = understand_columns(headers).columns
    assert understand_columns(headers).kind is Kind.ACCOUNTS
    expected = ["account." + {"address": "street"}.get(field, field) for field in ACCOUNT_COLUMNS.values()]
    assert [column.field for column in columns] == expected


def test_facts_with_any_name_do_not_take_a_columns_place() -> None:
    facts = ["客户级别", "Phone", "Status", "行业", "手机", "Fax", "Type", "标签", "Website URL", "备注"]
    columns = understand_columns([*ACCOUNT_COLUMNS, *facts]).columns
    assert {column.field for column in columns[len(ACCOUNT_COLUMNS) :]} == {"fact"}


def test_values_numbers_and_facts(store: Store) -> None:
    with store.action("import", "") as change:
        parent = change.add("account", {"name": "Group", "external_id": "0007"})
        values = {"name": "Acme", "parent_id": parent, "annual_revenue": -110004, "employees": 2822}
        account = change.add("account", values | {"tags": "a,b", "tier": "vip"})
        change.add("fact", {"account_id": account, "name": "Fax", "value": "12"})
        change.add("fact", {"account_id": account, "name": "Fax", "value": "13"})
        change.add("fact", {"account_id": parent, "name": "=Level", "value": "=A"})
    row = _row(store, "Acme")
    assert row["Parent Account"] == "Group" and row["Parent Account ID"] == "0007"
    assert row["Annual Revenue"] == "-1100.04" and money(row["Annual Revenue"]) == -110004
    assert (row["Employees"], row["Tags"], row["Tier"], row["Fax"]) == ("2822", "a,b", "vip", "13")
    assert _row(store, "Group")["'=Level"] == "'=A"


def test_removed_records_stay_out(store: Store) -> None:
    with store.action("import", "") as change:
        gone = change.add("account", {"name": "Gone"})
        stays = change.add("account", {"name": "Stays", "parent_id": gone})
        change.add("fact", {"account_id": gone, "name": "Only there", "value": "x"})
    with store.action("record.remove", "") as change:
        change.remove("account", gone)
    head, *rows = _sheet(store)
    assert [row[0] for row in rows] == ["Stays"] and "Only there" not in head
    assert _row(store, "Stays")["Parent Account"] == ""
    accounts = _everything(store)["records"]["account"]  # type: ignore[index]
    assert [one["id"] for one in accounts] == [stays]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_a_formula(store: Store, payload: str) -> None:
    fields = ("short_name", "kind", "industry", "owner", "phone", "website", "note", "address", "tags")
    with store.action("import", "") as change:
        account = change.add("account", {"name": payload.strip(), **dict.fromkeys(fields, payload)})
        change.add("fact", {"account_id": account, "name": payload.strip(), "value": payload})
    for row in _sheet(store):
        assert not [cell for cell in row if cell[:1] in "=+-@\t\r＝＋－＠" and cell]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1))
def test_any_note_comes_back_as_it_was(store: Store, note: str) -> None:
    from karep.rules.formula import unguard

    with store.action("import", "") as change:
        account = change.add("account", {"name": "Any", "note": note})
    assert unguard(_row(store, "Any")["Account Description"]) == (note if note.strip() else "")
    accounts = _everything(store)["records"]["account"]  # type: ignore[index]
    assert accounts[-1]["note"] == (note if note.strip() else None)
    with store.action("record.remove", "") as change:
        change.remove("account", account)


def test_everything_holds_every_record_and_field(store: Store) -> None:
    with store.action("import", "Acme") as change:
        account = change.add("account", {"name": "Acme", "annual_revenue": 100})
        person = change.add("person", {"account_id": account, "name": "Ann", "placeholder": True})
        deal = change.add("opportunity", {"account_id": account, "name": "Deal"})
        change.add(
            "stage_change",
            {"opportunity_id": deal, "from_stage": "S1", "to_stage": "S2", "at": change.at, "unmet": '["S1.x1"]'},
        )
    found = _everything(store)
    assert (found["format"], found["version"], found["schema"]) == ("karep", 1, REVISIONS[-1])
    records = found["records"]
    assert isinstance(records, dict)
    assert list(records) == list(RECORDS)
    assert records["account"][0]["annual_revenue"] == 100
    assert records["person"][0]["id"] == person and records["person"][0]["placeholder"] is True
    assert records["stage_change"][0]["unmet"] == ["S1.x1"]
    assert "removed_at" not in records["account"][0] and "match_key" not in records["account"][0]
    assert "journal" not in found
    whole = _everything(store, journal=True)
    assert [one["kind"] for one in whole["actions"]] == ["import"]  # type: ignore[attr-defined]
    assert len(whole["journal"]) == 4  # type: ignore[arg-type]


def test_an_export_of_nothing_is_whole(store: Store) -> None:
    assert len(_sheet(store)) == 1
    assert _everything(store, journal=True)["journal"] == []


def test_a_file_that_fails_half_way_is_not_there(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with pytest.raises(RuntimeError), private_file(target) as file:
        file.write(b"half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    target.write_bytes(b"old")
    with pytest.raises(NotWritten, match="No space"), private_file(target, force=True):
        raise OSError(28, "No space left on device")
    assert target.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


def test_a_name_as_long_as_the_disk_takes(tmp_path: Path) -> None:
    target = tmp_path / f"{'周' * 80}.md"
    with private_file(target) as file:
        file.write(b"x")
    assert [one.name for one in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("name", ["a\nb.md", "\x1b[2J.md", "a\udcff.md", "a\u2028.md", "x" * 5000])
def test_a_name_that_is_none_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotWritten) as refused, private_file(tmp_path / name):
        pass
    assert len(str(refused.value)) < 300 and list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with pytest.raises(NotWritten), private_file(target) as file:
        file.write(b"mine")
        target.write_bytes(b"theirs")
    assert target.read_bytes() == b"theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
