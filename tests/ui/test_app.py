"""The shell: places, help, palette, language, errors that stay where they happen, tiny terminals."""

import asyncio
from pathlib import Path

import pytest
from textual.css.query import NoMatches
from textual.widgets import Input

from karep.actions import ACTIONS, SCOPES, action, action_name, keymap_faults
from karep.app import KarepApp
from karep.db import accounts, drafts
from karep.db.store import Store
from karep.i18n import language
from karep.screens.account import AccountScreen
from karep.screens.base import KarepScreen
from karep.screens.bindings import perform
from karep.screens.form import Form
from karep.screens.help import HelpScreen
from karep.screens.places import MODES
from karep.screens.stage import StageScreen
from karep.settings import PLACES, Settings, load, save
from tests.ui.driving import Running, press, settled, shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_place_opens_by_letter_and_function_key(
    book: dict[str, str], running: Running, size: tuple[int, int]
) -> None:
    async with running(size=size) as pilot:
        for number, place in enumerate(PLACES, 1):
            await press(pilot, str(number))
            assert pilot.app.current_mode == place
            assert f"[{number} " in shown(pilot)
            await press(pilot, action(f"place.{place}").keys.split(",")[1])
            assert pilot.app.current_mode == place


async def test_the_key_of_a_place_leads_from_its_pages_to_the_place_itself(
    book: dict[str, str], running: Running
) -> None:
    async with running() as pilot:
        for number, pages in (("2", (AccountScreen,)), ("4", (StageScreen,))):
            await press(pilot, number)
            place = pilot.app.screen
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, pages)
            await press(pilot, "1", number)
            assert pilot.app.screen is place, "from elsewhere too"
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, pages)
            await press(pilot, number)
            assert pilot.app.screen is place
        await press(pilot, "ctrl+o", "enter")
        assert isinstance(pilot.app.screen, StageScreen), "the page is among the last ones"
        await press(pilot, "e", "text:x", "f2", "f5")
        assert pilot.app.screen is place
        await press(pilot, "enter", "e")
        form = pilot.app.screen
        assert isinstance(form, Form) and form.draft()["name"].endswith("x"), "what was typed is kept"


async def test_letters_on_a_choice_choose_and_are_no_keys_of_the_app(book: dict[str, str], running: Running) -> None:
    async with running("accounts") as pilot:
        await press(pilot, "enter", "g")
        form = pilot.app.screen
        assert isinstance(form, Form) and form.kind == "opportunity.add"
        form.query_one("#field-stage").focus()
        await press(pilot, "5", "q", "D", "question_mark")
        assert form.is_current and form.draft()["stage"] == "S5"
        form.query_one("#field-kind").focus()
        await press(pilot, "j", "r")
        assert form.draft()["kind"] == "renewal"
        form.query_one("#field-buyer_stage").focus()
        await press(pilot, "u", "u")
        assert form.draft()["buyer_stage"] == "using", "again goes on to the next"


async def test_the_footer_of_every_place_fits_eighty_columns(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        for place in PLACES:
            await press(pilot, action(f"place.{place}").keys.split(",")[0])
            screen = pilot.app.screen
            assert isinstance(screen, KarepScreen)
            assert len(screen.FOOTER) <= 6
            keys = shown(pilot).splitlines()[-1]
            from karep.screens.bindings import described

            for action_id in screen.FOOTER:
                assert described(action_id, {})[1] in keys, (place, action_id)


async def test_help_lists_every_key_that_works_here(book: dict[str, str], running: Running) -> None:
    async with running(size=(120, 60)) as pilot:
        await press(pilot, "question_mark")
        text = shown(pilot)
        assert "Log a visit, a call or another touch." in text
        assert "Move the deal to another stage." not in text
        await press(pilot, "escape")
        assert "Log a visit, a call or another touch." not in shown(pilot)


async def test_the_palette_does_what_it_says(book: dict[str, str], running: Running) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "ctrl+p", "text:add acc")
        await pilot.pause(0.5)
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Form)


async def test_the_palette_and_the_footer_reach_what_works_everywhere(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await perform(pilot.app, "place.deals")
        await settled(pilot)
        assert pilot.app.current_mode == "deals"
        await perform(pilot.app, "place.accounts")
        await settled(pilot)
        await pilot.click("#keys", offset=(78, 0))
        await settled(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape")
        commands = {one.title: one.callback for one in pilot.app.get_system_commands(pilot.app.screen)}
        await commands["Undo"]()
        await settled(pilot)
        assert "0 accounts" in shown(pilot)


async def test_the_language_changes_in_place_and_typed_text_stays(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "a", "text:半个名字", "ctrl+l")
        assert language() == "zh"
        assert "半个名字" in shown(pilot)
        assert "名称" in shown(pilot)
        await press(pilot, "ctrl+l")
        assert "Name" in shown(pilot)


async def test_an_error_in_one_screen_leaves_the_text_in_another(
    book: dict[str, str], running: Running, failures_are_seen: list[Exception], home: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "a", "text:wichtig", "f5")

        def break_down() -> None:
            raise RuntimeError("a customer's secret")

        pilot.app.screen.action_stage_move = break_down  # type: ignore[attr-defined]
        await press(pilot, "s")
        app = pilot.app
        assert isinstance(app, KarepApp)
        app.report(RuntimeError("a customer's secret"))
        await press(pilot, "f3")
        assert "Kept unsaved" in shown(pilot)
        await press(pilot, "a")
        assert "wichtig" in shown(pilot)
        assert pilot.app.screen.query_one("#field-name", Input).value == "wichtig"
        failures_are_seen.clear()
    log = (home / "log" / "karep.log").read_text()
    assert "RuntimeError" in log
    assert "secret" not in log


@pytest.mark.parametrize("size", [(59, 24), (80, 15), (20, 5), (1, 1)])
async def test_a_tiny_terminal_says_so_and_keeps_the_text(
    book: dict[str, str], running: Running, size: tuple[int, int]
) -> None:
    async with running() as pilot:
        await press(pilot, "a", "text:bleibt")
        await pilot.resize_terminal(*size)
        await settled(pilot)
        if size[0] > 40:
            assert "karep needs a terminal" in shown(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "bleibt" in shown(pilot)


async def test_a_settings_file_with_faults_is_used_as_far_as_it_goes(home: Path) -> None:
    file = home / "config" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('language = "zh"\nlangage = "en"\ndates = "xyz"\n[keys]\n"touch.log" = "l"\n', "utf-8")
    settings = load()
    assert settings.language == "zh"
    assert settings["dates"] == "ymd"
    assert settings.keys == {"touch.log": "l"}
    assert len(settings.faults) == 2
    assert "language" in settings.faults[0]


def test_settings_are_written_privately_and_read_back(home: Path) -> None:
    settings = Settings()
    settings.values |= {"name": 'A "quoted" \\ 名字', "theme": "nord"}
    settings.keys["touch.log"] = "l,ctrl+n"
    save(settings)
    file = home / "config" / "settings.toml"
    assert file.stat().st_mode & 0o077 == 0
    again = load()
    assert (again.values, again.keys, again.faults) == (settings.values, settings.keys, [])


def test_every_action_has_words_help_and_a_place() -> None:
    assert {one.scope for one in ACTIONS} <= set(SCOPES)
    assert len({one.id for one in ACTIONS}) == len(ACTIONS)
    assert set(MODES) == set(PLACES)
    for one in ACTIONS:
        assert one.words and one.help.endswith(".") and one.keys
        assert not any(key in one.keys.split(",") for key in ("ctrl+i", "ctrl+h", "ctrl+m", "ctrl+j", "ctrl+enter"))


def test_an_input_method_can_reach_every_letter() -> None:
    for one in ACTIONS:
        keys = one.keys.split(",")
        if len(keys[0]) == 1 and keys[0].isalpha():
            assert chr(ord(keys[0]) + 0xFEE0) in keys, one.id


def test_a_keymap_is_checked() -> None:
    assert keymap_faults({"touch.log": "l"}) == []
    assert keymap_faults({"touch.lgo": "l"}) == [("touch.lgo", "l")]
    assert keymap_faults({"touch.log": " "}) == [("touch.log", " ")]
    assert keymap_faults({"person.add": "g"}) == [("person.add", "g")]


def test_an_unknown_kind_of_action_is_shown_as_it_is() -> None:
    assert action_name("later.version") == "later.version"
    assert action_name("touch.log") == "Log"


async def test_a_large_action_is_undone_only_after_a_question(running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("import", "sheet.csv") as change:
        for number in range(60):
            accounts.add_account(change, {"name": f"Account {number}"})
    async with running() as pilot:
        await press(pilot, "u")
        assert "It touched 60 records." in shown(pilot)
        await press(pilot, "enter")
        assert "60 accounts" in shown(pilot)
        await press(pilot, "u", "down", "enter")
        assert "0 accounts" in shown(pilot)


@pytest.mark.parametrize("keys", [("?",), ("n", "text:half"), ("ctrl+f",), ("ctrl+o",)])
async def test_ctrl_q_closes_the_program_from_every_dialog(
    book: dict[str, str], running: Running, store_path: Path, keys: tuple[str, ...]
) -> None:
    async with running() as pilot:
        await press(pilot, *keys)
        assert not isinstance(pilot.app.screen, KarepScreen)
        await press(pilot, "ctrl+q")
        assert pilot.app._exit
    with Store.open(store_path) as store:
        assert bool(drafts.list_drafts(store.connection)) == ("text:half" in keys)


async def test_a_key_at_a_dialog_takes_away_what_was_told_but_no_error(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "slash")
        pilot.app.say("done")  # type: ignore[attr-defined]
        pilot.app.notify("broken", severity="error")
        await press(pilot, "down")
        assert [note.message for note in pilot.app._notifications] == ["broken"]


async def test_keys_that_come_while_a_page_is_written_anew_are_no_failure(running: Running, home: Path) -> None:
    async with running("accounts") as pilot:
        await press(pilot, "a")
        for key in ("ctrl+l", "ctrl+r", "ctrl+l", "tab", "ctrl+r"):
            pilot.app.simulate_key(key)
        await settled(pilot)
        assert not (home / "log" / "karep.log").exists()
        assert not pilot.app.is_overtaken(NoMatches("x")), "at any other time it is one"  # type: ignore[attr-defined]


async def test_a_page_that_is_closed_while_it_reads_says_nothing_but_a_fault_is_told(
    book: dict[str, str], running: Running, failures_are_seen: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running() as pilot:
        await press(pilot, "enter")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen)
        for failure, told in ((NoMatches("gone"), 0), (ValueError("a fault"), 1)):

            async def read(failure: Exception = failure) -> None:
                raise failure

            monkeypatch.setattr(page, "reload", read)
            if page.is_current:
                page.refresh_content()
                pilot.app.pop_screen()
            else:
                page.report_failure(failure)
            await settled(pilot)
            assert len(failures_are_seen) == told
        accounts_page = pilot.app.screen
        assert isinstance(accounts_page, KarepScreen)
        accounts_page.report_failure(NoMatches("a fault of a page that is there"))
        assert len(failures_are_seen) == 2
        failures_are_seen.clear()


async def test_a_page_that_still_reads_when_the_program_closes_says_nothing(
    book: dict[str, str], running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = []
    async with running() as pilot:
        page = pilot.app.screen
        assert isinstance(page, KarepScreen)

        async def read() -> None:
            while page.query("#keys"):
                await asyncio.sleep(0)
            met.append("nothing on the page any more")
            page.query_one("#keys")

        monkeypatch.setattr(page, "reload", read)
        page.refresh_content()
    # a failure that was told would be raised by now
    assert met
