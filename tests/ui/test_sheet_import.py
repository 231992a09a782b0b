"""Bringing in a sheet by keys alone: file, questions, preview, import, report, undo."""

import threading
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from karep.db.store import Store
from karep.exchange.importing import ImportCancelled
from karep.i18n import use_language
from karep.screens import sheet_import
from karep.screens.accounts import AccountsScreen
from karep.screens.choose import ChooseDialog
from karep.screens.sheet_files import FOOTERS, PathInput
from karep.screens.sheet_import import ImportScreen
from karep.screens.widgets.arrow_list import ArrowList
from tests.ui.driving import Running, press, settled, shown

SHEET = "Company Name,Phone,City,Shoe size\nAcme,0755 1234,Rome,42\nBolt,2,Paris,43\n"


def _sheet(folder: Path, text: str | bytes = SHEET, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


async def _open(pilot: Pilot[None], path: Path | str) -> ImportScreen:
    """Open the import and drop a file on it."""
    await press(pilot, "i")
    screen = pilot.app.screen
    assert isinstance(screen, ImportScreen)
    screen.query_one(PathInput).post_message(events.Paste(str(path)))
    await settled(pilot)
    await press(pilot, "enter")
    return screen


async def _go_to(pilot: Pilot[None], key: str) -> None:
    assert pilot.app.screen.query_one(ArrowList).highlight(key), key
    await settled(pilot)


def _names(path: Path) -> list[str]:
    with Store.open(path) as store:
        rows = store.connection.execute("SELECT name FROM account WHERE removed_at IS NULL ORDER BY name").fetchall()
    return [name for (name,) in rows]


async def test_a_list_is_typed_looked_at_imported_and_taken_back(
    running: Running, tmp_path: Path, store_path: Path
) -> None:
    _sheet(tmp_path, name="a.csv")
    async with running() as pilot:
        await press(pilot, "i")
        assert "before anything is stored" in shown(pilot)
        await press(pilot, f"text:{tmp_path}/a", "tab", "enter")
        assert "2 rows: 2 new, 0 merged, 0 unchanged, 0 refused" in shown(pilot)
        assert "account: name" in shown(pilot)
        assert _names(store_path) == []
        await press(pilot, "ctrl+s")
        assert "Imported. 2 rows: 2 new" in shown(pilot)
        assert _names(store_path) == ["Acme", "Bolt"]
        await press(pilot, "u")
        assert "Taken back" in shown(pilot)
        assert _names(store_path) == []
        await press(pilot, "U")
        assert "Imported. 2 rows" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AccountsScreen)
        assert "2 accounts" in shown(pilot)


async def test_undo_takes_back_the_import_and_not_what_came_after(
    running: Running, tmp_path: Path, store_path: Path, book: dict[str, str]
) -> None:
    async with running() as pilot:
        screen = await _open(pilot, _sheet(tmp_path))
        await press(pilot, "f10")
        assert screen.report is not None
        await screen.karep.save("account.add", "Later", lambda change: change.add("account", {"name": "Later"}))
        await settled(pilot)
        await press(pilot, "u")
    assert _names(store_path) == ["Later", "华为技术有限公司"]


async def test_a_file_that_is_not_unicode_shows_how_it_could_be_read(
    running: Running, tmp_path: Path, store_path: Path
) -> None:
    path = _sheet(tmp_path, "客户名称,电话,城市\n长城机械,0755,深圳\n".encode("gb18030"))
    async with running() as pilot:
        await _open(pilot, path)
        assert "Which rows look" in shown(pilot)
        assert "长城机械" in shown(pilot)
        await press(pilot, "enter")
        assert "1 row: 1 new" in shown(pilot)
        assert "Chinese, simplified" in shown(pilot)
        await press(pilot, "ctrl+s")
    assert _names(store_path) == ["长城机械"]


async def test_a_wrong_encoding_can_be_chosen_again(running: Running, tmp_path: Path) -> None:
    path = _sheet(tmp_path, "客户名称,电话,城市\n长城机械,0755,深圳\n".encode("gb18030"))
    async with running(size=(120, 40)) as pilot:
        screen = await _open(pilot, path)
        await _go_to(pilot, "encoding:big5:0")
        await press(pilot, "enter")
        assert "No column is known" in shown(pilot)
        await _go_to(pilot, "choice:encoding")
        await press(pilot, "enter", "text:simpl", "enter")
        assert "1 row: 1 new" in shown(pilot)
        assert screen.choices.encoding == "gb18030"


async def test_a_choice_that_does_not_fit_is_taken_back_and_said(running: Running, tmp_path: Path) -> None:
    async with running() as pilot:
        screen = await _open(pilot, _sheet(tmp_path))
        await _go_to(pilot, "choice:encoding")
        await press(pilot, "enter", "text:utf-16", "enter")
        assert screen.choices.encoding == ""
        assert "2 rows: 2 new" in shown(pilot)
        assert any("UTF-16" in note.message for note in pilot.app._notifications)


async def test_dates_that_can_be_read_in_two_ways_are_asked_about(
    running: Running, tmp_path: Path, store_path: Path
) -> None:
    path = _sheet(tmp_path, "Full Name,Company,Birthday\nAnn,Acme,3/4/1985\n")
    async with running() as pilot:
        await _open(pilot, path)
        assert "3/4/1985 → 1985-04-03" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert _names(store_path) == []
        await press(pilot, "down", "enter")
        assert "month first" in shown(pilot)
        await press(pilot, "ctrl+s")
    with Store.open(store_path) as store:
        assert store.connection.execute("SELECT month, day FROM occasion").fetchall() == [(3, 4)]


async def test_a_column_is_mapped_anew(running: Running, tmp_path: Path, store_path: Path) -> None:
    async with running(size=(120, 40)) as pilot:
        await _open(pilot, _sheet(tmp_path))
        assert "kept as a fact" in shown(pilot)
        await _go_to(pilot, "column:3")
        await press(pilot, "enter", "text:employees", "enter")
        assert "account: employees ✓" in shown(pilot)
        await _go_to(pilot, "column:2")
        await press(pilot, "enter", "text:left out", "enter")
        await press(pilot, "ctrl+s")
    with Store.open(store_path) as store:
        rows = store.connection.execute("SELECT name, employees, city FROM account ORDER BY name").fetchall()
    assert rows == [("Acme", 42, None), ("Bolt", 43, None)]


async def test_a_sheet_without_a_known_name_asks_which_column_it_is(
    running: Running, tmp_path: Path, store_path: Path
) -> None:
    async with running() as pilot:
        await _open(pilot, _sheet(tmp_path, "Foo,Bar\nAcme,1\n"))
        assert "No column is known to hold the name" in shown(pilot)
        await press(pilot, "enter", "enter")
        assert "1 row: 1 new" in shown(pilot)
        await press(pilot, "ctrl+s")
    assert _names(store_path) == ["Acme"]


async def test_what_is_in_the_book_is_filled_or_replaced_as_chosen(
    running: Running, tmp_path: Path, store_path: Path, book: dict[str, str]
) -> None:
    path = _sheet(tmp_path, "客户名称,电话,城市\n华为技术有限公司,0755,东莞\n")
    async with running() as pilot:
        await _open(pilot, path)
        assert "1 row: 0 new, 1 merged" in shown(pilot)
        assert "1 value differs" in shown(pilot)
        await _go_to(pilot, "choice:on_match")
        await press(pilot, "enter", "text:replace", "enter")
        assert "replace the old text" in shown(pilot)
        await press(pilot, "ctrl+s")
    with Store.open(store_path) as store:
        assert store.connection.execute("SELECT phone, city FROM account").fetchall() == [("0755", "东莞")]


async def test_refused_rows_are_listed_with_line_and_reason(running: Running, tmp_path: Path, store_path: Path) -> None:
    path = _sheet(tmp_path, "Company Name,Phone\nAcme,1\n,2\nBolt,3,4\n\nCog,5\n")
    async with running(size=(120, 40)) as pilot:
        await _open(pilot, path)
        assert "4 rows: 2 new, 0 merged, 0 unchanged, 2 refused" in shown(pilot)
        for part in ("Not stored, with the reason (2)", "line 3", "line 4", "Bolt | 3 | 4", "left out (1)"):
            assert part in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "Imported. 4 rows: 2 new, 0 merged, 0 unchanged, 2 refused" in shown(pilot)
        assert "line 3" in shown(pilot)
    assert _names(store_path) == ["Acme", "Cog"]


async def test_nothing_new_is_not_imported(running: Running, tmp_path: Path) -> None:
    async with running() as pilot:
        await _open(pilot, _sheet(tmp_path, "Company Name,Phone\n,2\n"))
        await press(pilot, "ctrl+s")
        assert any("nothing to import" in note.message for note in pilot.app._notifications)


async def test_escape_goes_back_step_by_step_and_the_path_and_the_choices_come_back(
    running: Running, tmp_path: Path
) -> None:
    path = _sheet(tmp_path)
    async with running() as pilot:
        screen = await _open(pilot, path)
        await _go_to(pilot, "column:3")
        await press(pilot, "enter", "text:left out", "enter")
        await press(pilot, "escape")
        assert screen.query_one(PathInput).has_focus
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AccountsScreen)
    async with running() as pilot:
        assert any("unsaved text" in note.message for note in pilot.app._notifications)
        await press(pilot, "D", "enter")
        screen = pilot.app.screen  # type: ignore[assignment]
        assert isinstance(screen, ImportScreen)
        assert screen.query_one(PathInput).value == str(path)
        assert screen.query_one(PathInput).selected_text == str(path), "what is typed next replaces it"
        await press(pilot, "enter")
        assert screen.choices.columns == {"Shoe size": "-"}
        assert "2 rows: 2 new" in shown(pilot)


async def test_an_import_is_stopped_by_escape_and_nothing_is_kept(
    running: Running, tmp_path: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, escaped = threading.Event(), threading.Event()

    def waits(store: Store, plan: Any, *, progress: Any, **_rest: Any) -> Any:
        begun.set()
        progress(1, 2)
        assert escaped.wait(10)
        assert progress(2, 2) is False
        raise ImportCancelled

    monkeypatch.setattr(sheet_import, "run_import", waits)
    async with running() as pilot:
        await _open(pilot, _sheet(tmp_path))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert begun.wait(10)
        await pilot.pause()
        assert "Importing … 1 of 2 rows" in shown(pilot)
        await pilot.press("escape")
        escaped.set()
        await settled(pilot)
        assert "Stopped; nothing was kept." in shown(pilot)
        assert "2 rows: 2 new" in shown(pilot)
    assert _names(store_path) == []


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"", "is empty"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Save it"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_in_words(
    running: Running, tmp_path: Path, content: bytes, sentence: str
) -> None:
    async with running(size=(120, 40)) as pilot:
        screen = await _open(pilot, _sheet(tmp_path, content))
        assert sentence in " ".join(shown(pilot).split())
        assert screen.query_one(PathInput).has_focus


async def test_missing_files_and_folders_are_said(running: Running, tmp_path: Path) -> None:
    async with running(size=(120, 40)) as pilot:
        await _open(pilot, tmp_path / "gone.csv")
        assert "There is no file" in shown(pilot)
        await press(pilot, "ctrl+u", "enter")
        assert "Which file?" in shown(pilot)


async def test_a_dropped_file_replaces_the_path_and_folders_are_gone_into(running: Running, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    path = _sheet(tmp_path / "lists", name="my list.csv")
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "i", f"text:{tmp_path}/li", "down", "enter")
        screen = pilot.app.screen
        assert screen.query_one(PathInput).value == f"{tmp_path}/lists/"
        await press(pilot, "down", "enter")
        assert "2 rows: 2 new" in shown(pilot)
        await press(pilot, "escape")
        screen.query_one(PathInput).post_message(events.Paste(path.as_uri()))
        await settled(pilot)
        assert screen.query_one(PathInput).value == path.as_uri()
        await press(pilot, "enter")
        assert "2 rows: 2 new" in shown(pilot)


async def test_hostile_cells_and_names_are_shown_harmless_and_cut(running: Running, tmp_path: Path) -> None:
    text = "Company Name,[/oops] \x1b]0;x\x07,Memo\n[VIP] Acme [/b],\x1b[2J\u202eevil," + "长x" * 50_000 + "\n"
    _sheet(tmp_path, text, name="a[red]\x1b[31m.csv")
    async with running() as pilot:
        await press(pilot, "i", f"text:{tmp_path}/a", "down", "enter")
        page = shown(pilot)
        assert "\x1b" not in page
        assert "\u202e" not in page
        assert "[VIP] Acme [/b]" in page
        assert "1 row: 1 new" in page
        for key in ("column:1", "column:2"):
            await _go_to(pilot, key)
            assert "\x1b" not in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChooseDialog)
        await press(pilot, "escape", "ctrl+s")
        assert "Imported. 1 row" in shown(pilot)
        assert "\x1b" not in shown(pilot)


async def test_the_sheet_of_a_workbook_is_chosen(running: Running, tmp_path: Path, store_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for sheet, name in (("Old", "Acme"), ("New", "Bolt")):
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, ["Company Name", "City"])
        page.write_row(1, 0, [name, "Rome"])
    book.close()
    async with running() as pilot:
        await _open(pilot, path)
        await _go_to(pilot, "choice:sheet")
        await press(pilot, "enter", "text:New", "enter")
        await press(pilot, "ctrl+s")
    assert _names(store_path) == ["Bolt"]


async def test_another_language_keeps_the_path_and_the_preview(running: Running, tmp_path: Path) -> None:
    async with running(size=(180, 30)) as pilot:
        await _open(pilot, _sheet(tmp_path))
        await press(pilot, "ctrl+l")
        assert "2 行：新增 2" in shown(pilot)
        assert "list.csv" in shown(pilot)
        await press(pilot, "ctrl+l")
        assert "2 rows: 2 new" in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_footer_fits_eighty_columns(running: Running, language: str) -> None:
    use_language(language)
    async with running() as pilot:
        await press(pilot, "i")
        screen = pilot.app.screen
        from karep.screens.bindings import described
        from karep.screens.widgets.chrome import KeyLine

        line = screen.query_one("#keys", KeyLine)
        for footer in FOOTERS.values():
            line.show_actions(footer)
            await pilot.pause()
            last = shown(pilot).splitlines()[-1]
            assert all(described(one, {})[1] in last for one in footer)
