"""Paths as reps type, paste and drop them; what completes them; what is kept about a sheet."""

import os
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.exchange.errors import NoNameColumn, SheetRefused
from karep.exchange.importing import OnMatch
from karep.screens.sheet_path import completed, list_sheets, understood
from karep.screens.sheet_reading import Choices, read_file

pytestmark = pytest.mark.skipif(os.sep != "/", reason="paths as Linux and macOS write them")

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    "text, path",
    [
        ("/a/b.csv", "/a/b.csv"),
        ("  /a/b.csv ", "/a/b.csv"),
        ("'/a/my list.csv' ", "/a/my list.csv"),
        ('"/a/my list.csv"', "/a/my list.csv"),
        ("& '/a/my list.csv'", "/a/my list.csv"),
        ("“/a/客户.csv”", "/a/客户.csv"),
        ("/a/my\\ list\\(1\\).csv", "/a/my list(1).csv"),
        ("'/a/one.csv' '/a/two.csv'", "/a/one.csv"),
        ("file:///a/my%20list.csv", "/a/my list.csv"),
        ("FILE://localhost/a/%E5%AE%A2%E6%88%B7.csv file:///b.csv", "/a/客户.csv"),
        ("file:///C:/Users/li/a.csv", "C:/Users/li/a.csv"),
        ("file://server/share/a.csv", "//server/share/a.csv"),
        ("C:\\Users\\li\\a b.csv", "C:\\Users\\li\\a b.csv"),
        ("~/a.csv", "/home/li/a.csv"),
        ("~", "/home/li/"),
        ("/a/b/", "/a/b/"),
        ("'", ""),
        ("", ""),
    ],
)
def test_what_a_typed_path_means(text: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/li")
    assert understood(text) == path


@given(st.text(max_size=40) | st.sampled_from(["~\0", "file://[", "file:///%00", "\ud800/x", "~~nobody/"]))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(understood(text), str)
    assert isinstance(list_sheets(text), tuple)


@given(NAMES)
def test_a_path_comes_back_from_every_form_in_which_it_is_dropped(name: str) -> None:
    path = f"/tmp/{name} x.csv"
    assert understood(shlex.quote(path)) == path
    assert understood(Path(path).as_uri()) == path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "lists"
    (place / "customers 2026").mkdir(parents=True)
    for name in ("Customers.csv", "customers_old.XLSX", "people.tsv", "photo.png", ".hidden.csv", "重点客户.csv"):
        (place / name).write_text("Name\n")
    return place


def _names(text: str) -> list[str]:
    return [entry.path.name for listing in list_sheets(text) for entry in listing.entries]


def test_sheets_come_before_folders_and_other_files_are_left_out(folder: Path) -> None:
    assert _names(f"{folder}/") == [
        "Customers.csv",
        "customers_old.XLSX",
        "people.tsv",
        "重点客户.csv",
        "customers 2026",
    ]


def test_a_beginning_in_any_case_narrows_and_a_middle_does_when_no_name_begins_so(folder: Path) -> None:
    assert _names(f"{folder}/CUST") == ["Customers.csv", "customers_old.XLSX", "customers 2026"]
    assert _names(f"{folder}/客户") == ["重点客户.csv"]
    assert _names(f"{folder}/.h") == [".hidden.csv"]


def test_a_missing_folder_is_said(folder: Path) -> None:
    (listing,) = list_sheets(f"{folder}/nowhere/x")
    assert listing.fault == f"There is no folder “{folder}/nowhere”."


def test_an_empty_path_offers_the_newest_sheets_of_the_usual_folders(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder / "customers 2026")
    downloads = folder / "Downloads"
    downloads.mkdir()
    for age, name in enumerate(("new.csv", "old.csv")):
        (downloads / name).write_text("Name\n")
        os.utime(downloads / name, (10_000 - age, 10_000 - age))
    listings = list_sheets("")
    assert [listing.folder for listing in listings] == [folder / "customers 2026", downloads]
    assert [entry.path.name for entry in listings[1].entries] == ["new.csv", "old.csv"]


@pytest.mark.parametrize(
    "typed, after",
    [
        ("p", "people.tsv"),
        ("customers_", "customers_old.XLSX"),
        ("customers 2", "customers 2026/"),
        ("people.tsv", None),
        ("客户", None),
        ("zzz", None),
    ],
)
def test_what_tab_adds(folder: Path, typed: str, after: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    for before in (f"{folder}/", "~/"):
        (listing,) = list_sheets(before + typed)
        assert completed(before + typed, listing) == (None if after is None else before + after)


def test_tab_after_a_dropped_path_goes_on_in_the_plain_form(folder: Path) -> None:
    text = f"'{folder}/customers 2"
    (listing,) = list_sheets(text + "'")
    assert completed(text + "'", listing) == f"{folder}/customers 2026/"


CHOICES = st.builds(
    Choices,
    kind=st.sampled_from(["", "accounts", "people"]),
    encoding=st.sampled_from(["", "gb18030"]),
    dates=st.sampled_from(["", "dmy", "mdy", "ymd"]),
    separator=st.sampled_from(["", "\t", ";"]),
    sheet=st.text(max_size=20),
    on_match=st.sampled_from(OnMatch),
    columns=st.dictionaries(st.text(max_size=10), st.sampled_from(["account.name", "fact", "-"])),
)


@given(CHOICES)
def test_choices_come_back_from_a_draft(choices: Choices) -> None:
    assert Choices.from_text(choices.to_text()) == choices


@given(
    st.text() | st.sampled_from(["[]", '{"kind": 3, "columns": [1]}', '{"on_match": "x", "columns": {"a": "no.such"}}'])
)
def test_a_draft_of_another_version_is_no_trouble(text: str) -> None:
    choices = Choices.from_text(text)
    assert choices.on_match in OnMatch
    assert not choices.columns


def test_samples_are_different_and_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name,City\nAcme,Rome\nBolt,Rome\nCog," + "x" * 100_000 + "\n")
    reading = read_file(path, Choices())
    assert reading.samples[0] == ("Acme", "Bolt", "Cog")
    assert reading.samples[1][0] == "Rome"
    assert len(reading.samples[1][1]) == 120


def test_a_sheet_without_a_name_is_open_until_a_column_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Foo,Bar\nAcme,1\n")
    reading = read_file(path, Choices())
    assert reading.plan is None
    assert isinstance(reading.fault, NoNameColumn)
    assert [column.header for column in reading.columns(Choices())] == ["Foo", "Bar"]
    chosen = Choices().with_column("Foo", "account.name").with_column("Gone", "account.city")
    assert read_file(path, chosen).plan is not None


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SheetRefused, match="There is no file"):
        read_file(tmp_path / "a.csv", Choices())
    with pytest.raises(SheetRefused, match="There is no file"):
        read_file(tmp_path, Choices())
