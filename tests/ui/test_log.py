"""The log line: what each key does, that nothing typed is lost, and that one Enter saves one action."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from karep.db import accounts, drafts, follow_ups, people, promises, touches
from karep.db.store import Store
from karep.db.views.follow_ups import list_follow_ups
from karep.db.views.touches import get_touch, list_touches
from karep.i18n import use_language
from karep.rules.log_line.understood import Doubt
from karep.screens import places
from karep.screens.form import Form
from karep.screens.log import LogDialog
from karep.screens.log_rows import LogRows
from tests.hostile import OURS
from tests.ui.driving import Running, press, send, settled, shown

VISIT = "曾总 王总 现场 谈框架合同 异议:价格 我方:周五前报价 对方:给图纸 下次:下周三10点 竞品:A公司"
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def team(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The book with two engineers 王 and a second account."""
    with Store.open(store_path) as store, store.action("test.add") as change:
        for name in ("王强", "王涛"):
            people.add_person(change, {"name": name, "account_id": book["account"], "title": "工程师"})
        other = accounts.add_account(change, {"name": "Siemens AG", "tier": "gold"})
        people.add_person(change, {"name": "Anna Lee", "account_id": other, "title": "Head of Purchasing"})
    return book | {"other": other}


def dialog(pilot: Pilot[None]) -> LogDialog:
    """The log line, which is open."""
    assert isinstance(pilot.app.screen, LogDialog)
    return pilot.app.screen


def line(pilot: Pilot[None]) -> str:
    return dialog(pilot).line.text


def rows(pilot: Pilot[None]) -> dict[str, str]:
    """What the preview says, by the label of each row."""
    return {row.label: words for row, words in dialog(pilot).query_one(LogRows)._shown}


def said(pilot: Pilot[None], where: str) -> str:
    return str(dialog(pilot).query_one(f"#{where}", Static).render())


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste a text where the cursor is."""
    pilot.app.post_message(events.Paste(text))
    await settled(pilot)


async def open_log(pilot: Pilot[None], **about: str) -> None:
    await places.open_log(pilot.app, **about)  # type: ignore[arg-type]
    await settled(pilot)


def counted(store: Store) -> dict[str, int]:
    """How many records of each noun the last action made."""
    found = store.connection.execute(
        "SELECT noun, count(DISTINCT record) FROM journal WHERE action = (SELECT max(seq) FROM action) GROUP BY noun"
    )
    return dict(found)


# --- saving ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_one_line_and_one_enter_save_the_whole_visit_and_undo_takes_it_back(
    book: dict[str, str], running: Running, store_path: Path, size: tuple[int, int], language: str
) -> None:
    use_language(language)
    async with running(size=size) as pilot:
        await press(pilot, "n", f"text:{VISIT}")
        shown_now = shown(pilot)
        assert VISIT[:20] in shown_now and VISIT[-8:] in shown_now, "the whole line is seen"
        assert "报价" in shown_now and "A公司" in shown_now
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, LogDialog)
        with Store.open(store_path) as store:
            made = counted(store)
            [touch] = list_touches(store.connection, account_id=book["account"])
            assert drafts.list_drafts(store.connection) == []
        assert made == {
            "touch": 1, "attendance": 2, "promise": 2, "objection": 1, "follow_up": 1, "competitor": 1, "person": 1
        }  # fmt: skip
        assert [name for _id, name in touch.people] == ["曾总", "王建国"] and touch.summary == "谈框架合同"
        await press(pilot, "u")
    with Store.open(store_path) as store:
        assert list_touches(store.connection, account_id=book["account"]) == []
        assert list_follow_ups(store.connection, account_id=book["account"]) == []


async def test_it_says_what_was_saved(book: dict[str, str], running: Running) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", "text:李敏 电话 样品到了 下次:周三", "enter")
        notes = [str(note.message) for note in pilot.app._notifications]
        assert notes == ["Logged: Call · 李敏 · 1 next step. u takes it back."]


async def test_an_empty_line_saves_nothing_and_says_what_is_needed(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "n", "enter", "text:  ", "enter")
        assert "Type who it was" in said(pilot, "hint")
        await press(pilot, "escape")
    with Store.open(store_path) as store:
        assert list_touches(store.connection) == [] and drafts.list_drafts(store.connection) == []


@pytest.mark.parametrize("place", ["1", "2", "3", "4", "5", "6"])
async def test_it_opens_in_every_place_and_the_line_names_the_account(
    team: dict[str, str], running: Running, store_path: Path, place: str
) -> None:
    async with running(start="playbook") as pilot:
        await press(pilot, place, "ctrl+n" if place == "5" else "n")
        await press(pilot, "text:Anna Lee call: price list", "enter")
        assert not isinstance(pilot.app.screen, LogDialog)
    with Store.open(store_path) as store:
        [touch] = list_touches(store.connection)
    assert touch.people[0][1] == "Anna Lee" and touch.kind == "call"


async def test_without_anybody_it_asks_who_and_saves_nothing(running: Running, store_path: Path) -> None:
    async with running(start="today") as pilot:
        await press(pilot, "n", "text:something happened", "enter")
        assert "Name who it was about" in said(pilot, "log-open")
        assert isinstance(pilot.app.screen, LogDialog) and line(pilot) == "something happened"
    with Store.open(store_path) as store:
        assert list_touches(store.connection) == []


async def test_an_open_question_is_answered_by_tab(team: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await open_log(pilot, account_id=team["account"])
        await press(pilot, "text:王工 电话 说好了", "enter")
        assert "1 王强" in said(pilot, "log-open") and "2 王涛" in said(pilot, "log-open")
        await press(pilot, "tab")
        assert line(pilot) == "王强 电话 说好了" and "[王强" in said(pilot, "hint")
        await press(pilot, "tab")
        assert line(pilot) == "王涛 电话 说好了"
        await press(pilot, "shift+tab", "text:!", "enter")
    with Store.open(store_path) as store:
        [touch] = list_touches(store.connection)
    assert [name for _id, name in touch.people] == ["王强"] and touch.summary == "说好了!"


@pytest.mark.parametrize("keys", [("enter", "enter"), ("enter", "ctrl+s", "enter", "escape", "enter", "x", "ctrl+e")])
async def test_keys_that_come_after_the_enter_that_saves_do_nothing_to_the_line(
    book: dict[str, str], running: Running, store_path: Path, keys: tuple[str, ...]
) -> None:
    async with running() as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同")
        for key in keys:
            send(pilot, key)
        await settled(pilot)
        assert not isinstance(pilot.app.screen, LogDialog)
    with Store.open(store_path) as store:
        assert len(list_touches(store.connection)) == 1 and drafts.list_drafts(store.connection) == []


async def test_keys_that_come_while_it_is_left_store_nothing(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同")
        box = dialog(pilot)
        box.action_app_back()
        box.action_app_back()
        await box.action_form_save()
        await settled(pilot)
        assert not isinstance(pilot.app.screen, LogDialog)
    with Store.open(store_path) as store:
        assert list_touches(store.connection) == [] and len(drafts.list_drafts(store.connection)) == 1


async def test_what_is_saved_while_something_stands_over_it_is_closed_when_that_goes(
    book: dict[str, str], running: Running
) -> None:
    async with running() as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同")
        box = dialog(pilot)
        await press(pilot, "f1")
        assert pilot.app.screen is not box
        await box.action_form_save()
        await settled(pilot)
        assert pilot.app.screen is not box and box in pilot.app.screen_stack
        await press(pilot, "escape")
        assert box not in pilot.app.screen_stack


async def test_enter_before_a_kept_line_is_shown_only_shows_it(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    key = drafts.form_key("touch.line", {"account_id": book["account"]})
    with Store.open(store_path) as store:
        drafts.keep_draft(store.connection, key, {"line": "李敏 电话 旧话"})
        store.connection.execute("UPDATE draft SET at = '2026-01-01T00:00:00.000Z'")
    async with running() as pilot:
        await places.open_log(pilot.app, account_id=book["account"])  # type: ignore[arg-type]
        for one in ("新", "话", "enter"):
            send(pilot, one)
        await settled(pilot)
        assert line(pilot) == "李敏 电话 旧话 新话" and "unsaved text is back" in said(pilot, "hint")
        with Store.open(store_path) as store:
            assert list_touches(store.connection) == []
        await press(pilot, "enter")
    with Store.open(store_path) as store:
        assert len(list_touches(store.connection)) == 1 and drafts.list_drafts(store.connection) == []


async def test_what_another_window_is_typing_is_neither_offered_nor_forgotten(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    other = drafts.form_key("touch.line", {"account_id": book["account"], "window": "elsewhere"})
    async with running() as pilot:
        with Store.open(store_path) as store:
            drafts.keep_draft(store.connection, other, {"line": "半句"})
        await open_log(pilot, account_id=book["account"])
        assert line(pilot) == ""
        await press(pilot, "text:李敏 电话", "enter")
    with Store.open(store_path) as store:
        assert [key for key, _at in drafts.list_drafts(store.connection)] == [other]
        store.connection.execute("UPDATE draft SET at = '2026-01-01T00:00:00.000Z'")
    async with running() as pilot:
        await open_log(pilot, account_id=book["account"])
        assert line(pilot) == "半句", "what was left there long ago is gone on with"


async def test_kept_lines_are_told_apart_by_their_words(
    team: dict[str, str], running: Running, store_path: Path
) -> None:
    def offered() -> list[str]:
        return [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]

    async with running(size=(120, 40)) as pilot:
        await open_log(pilot, account_id=team["account"])
        await press(pilot, "text:李敏 电话 [/x]", "escape")
        await open_log(pilot, account_id=team["other"])
        await press(pilot, "text:Doyle visit: walked the floor", "escape", "D")
        first, second = offered()
        assert first.startswith("Log line · Siemens AG: Doyle visit: walked the floor")
        assert second.startswith("Log line · 华为技术有限公司: 李敏 电话 [/x]")
        await press(pilot, "f11")
        assert "Doyle" not in shown(pilot) and "Siemens AG" in shown(pilot)
        await press(pilot, "f11", "x", "enter")
        assert line(pilot) == "李敏 电话 [/x]"


# --- drafts ------------------------------------------------------------------------------------------------------


async def test_escape_keeps_the_line_and_offers_it_once(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "n", "text:半句话", "escape", "n")
        assert line(pilot) == "半句话" and "unsaved text is back" in said(pilot, "hint")
        await press(pilot, "ctrl+r")
        assert line(pilot) == ""
        await press(pilot, "escape", "n")
        assert line(pilot) == "" and "unsaved" not in said(pilot, "hint")


async def test_a_draft_survives_the_program_and_is_offered_by_name(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "n", "text:没写完 [/x]", "ctrl+q")
    with Store.open(store_path) as store:
        [(key, _at)] = drafts.list_drafts(store.connection)
        assert key.startswith("touch.line|") and drafts.get_draft(store.connection, key) == {"line": "没写完 [/x]"}
    async with running(start="today") as pilot:
        await press(pilot, "D")
        assert "Log line" in shown(pilot)
        await press(pilot, "enter")
        assert line(pilot) == "没写完 [/x]"
        await press(pilot, "enter")
    with Store.open(store_path) as store:
        assert drafts.list_drafts(store.connection) == [] and len(list_touches(store.connection)) == 1


async def test_a_refused_line_stays(
    book: dict[str, str], running: Running, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from karep.db import errors, log_lines

    def refuse(*_args: Any, **_kwargs: Any) -> str:
        raise errors.Refused("no room [/x]")

    async with running() as pilot:
        await press(pilot, "n", "text:李敏 电话")
        monkeypatch.setattr(log_lines, "store_line", refuse)
        await press(pilot, "enter")
        assert "✗ no room [/x]" in said(pilot, "hint") and line(pilot) == "李敏 电话"
        await press(pilot, "text:!")
        assert line(pilot) == "李敏 电话!"
        await press(pilot, "escape")
    with Store.open(store_path) as store:
        assert [drafts.get_draft(store.connection, key) for key, _at in drafts.list_drafts(store.connection)] == [
            {"line": "李敏 电话!"}
        ]


# --- completing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "typed", "completed"),
    [
        ("zh", "李", "李敏 "),
        ("zh", "limin", "李敏 "),
        ("zh", "李敏 电", "李敏 电话 "),
        ("zh", "李敏 异", "李敏 异议:"),
        ("zh", "李敏 阶段:方", "李敏 阶段:方案 "),
        ("en", "李敏 obj", "李敏 objection: "),
        ("en", "李敏 stage: prop", "李敏 stage: propose "),
        ("en", "李敏 stage: S5", "李敏 stage: propose "),
        ("en", "Anna", "Anna Lee "),
        ("en", "Sieme", "Siemens AG "),
        ("en", "李敏 deal: 框", "李敏 deal: 框架合同 "),
        ("en", "李敏 objection: pri", "李敏 objection: It's too expensive"),
        ("en", "李敏 obj: pri", "李敏 obj: It's too expensive"),
        ("zh", "李敏 异议:价", "李敏 异议:太贵了"),
        ("en", "李敏 objection: anna", "李敏 objection: anna"),
    ],
)
async def test_tab_completes_people_cards_and_words(
    team: dict[str, str], running: Running, language: str, typed: str, completed: str
) -> None:
    use_language(language)
    async with running() as pilot:
        await open_log(pilot, account_id=team["account"])
        await press(pilot, f"text:{typed}", "tab")
        assert line(pilot) == completed and dialog(pilot).line.cursor == len(completed)


async def test_tab_walks_through_the_cards_and_the_rest_of_the_line_stays(
    team: dict[str, str], running: Running
) -> None:
    async with running(size=(120, 40)) as pilot:
        await open_log(pilot, account_id=team["account"])
        await press(pilot, "text:李敏 objection: price next: wed")
        dialog(pilot).line.select(len("李敏 objection: price"), len("李敏 objection: price"))
        await press(pilot, "tab")
        first = line(pilot)
        assert first.startswith("李敏 objection: ") and first.endswith(" next: wed") and "price next" not in first
        await press(pilot, "tab")
        assert line(pilot) != first and line(pilot).endswith(" next: wed")
        await press(pilot, "shift+tab")
        assert line(pilot) == first
        await press(pilot, "ctrl+z", "ctrl+z", "ctrl+z")
        assert line(pilot) == "李敏 objection: price next: wed"
        await press(pilot, "end", "text: zzzqq", "tab")
        assert "Nothing completes" in said(pilot, "hint")


# --- going to parts ----------------------------------------------------------------------------------------------


async def test_down_selects_the_words_of_a_part_and_typing_replaces_them(
    book: dict[str, str], running: Running
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同 我方:报价")
        while _here(pilot) != "We promised":
            await press(pilot, "down")
        assert dialog(pilot).line.selected_text == "报价"
        await press(pilot, "text:样品")
        assert line(pilot) == "李敏 电话 谈合同 我方:样品" and _here(pilot) == ""
        assert rows(pilot)["We promised"] == "样品"


async def test_a_default_gets_its_label_and_loses_it_again_when_nothing_is_typed(
    book: dict[str, str], running: Running
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同")
        while _here(pilot) != "When":
            await press(pilot, "down")
        assert line(pilot) == "李敏 电话 谈合同 when: "
        await press(pilot, "down")
        assert not line(pilot).endswith("when: ")
        await press(pilot, "up")
        assert line(pilot) == "李敏 电话 谈合同 when: "
        await press(pilot, "text:yesterday")
        assert rows(pilot)["When"].startswith("yesterday")
        await press(pilot, "up", "enter")
        assert not isinstance(pilot.app.screen, LogDialog)


def _here(pilot: Pilot[None]) -> str:
    """The label of the highlighted row."""
    shown_rows = dialog(pilot).query_one(LogRows)
    row = shown_rows.rows_by_key.get(shown_rows.highlighted or "")
    return row.label if row else ""


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_one_key_takes_the_proposed_step_even_behind_a_confidence(
    book: dict[str, str], running: Running, store_path: Path, language: str
) -> None:
    use_language(language)
    async with running() as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同 !!他要走")
        proposal = dialog(pilot).understood.proposal  # type: ignore[union-attr]
        assert proposal is not None
        await press(pilot, "f8")
        understood = dialog(pilot).understood
        assert understood is not None and understood.private_note.startswith("他要走")
        assert [step.due for step in understood.next_steps] == [proposal.due]
        await press(pilot, "f8")
        assert understood == dialog(pilot).understood
        await press(pilot, "enter")
    with Store.open(store_path) as store:
        assert [one.due for one in list_follow_ups(store.connection)] == [proposal.due.isoformat()]


# --- the form ----------------------------------------------------------------------------------------------------


async def test_the_form_goes_on_with_everything_that_was_understood(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(120, 60)) as pilot:
        text = "李敏 赵总 电话 异议:太贵->值 我方:报价 我方:周五前样品 下次:周三10点 需求:快 竞品:A公司 #急 !!他要走"
        await press(pilot, "n", f"text:{text}", "ctrl+e")
        assert isinstance(pilot.app.screen, Form)
        values = pilot.app.screen.draft()
        assert {name: values[name] for name in ("others", "kind", "ours", "ours_2", "ours_2_due", "next_due")} == {
            "others": "赵总", "kind": "call", "ours": "报价", "ours_2": "样品", "ours_2_due": "2026-11-27",
            "next_due": "2026-11-25 10:00",
        }  # fmt: skip
        assert values["private_note"].rstrip("。.") == "他要走" and values["objection_answer"] == "值"
        await press(pilot, "escape", "n")
        assert line(pilot) == text, "the line is kept until the form is saved"
        await press(pilot, "ctrl+e", "ctrl+s")
        assert not isinstance(pilot.app.screen, Form)
    with Store.open(store_path) as store:
        assert drafts.list_drafts(store.connection) == []
        made = counted(store)
        [touch] = list_touches(store.connection)
    assert made == {
        "touch": 1, "attendance": 2, "person": 1, "promise": 2, "objection": 1, "need": 1, "competitor": 1,
        "follow_up": 1,
    }  # fmt: skip
    assert touch.tags == "急" and (touch.private_note or "").startswith("他要走")


async def test_line_and_form_store_the_same(book: dict[str, str], running: Running, store_path: Path) -> None:
    text = "李敏 上周五 电话 谈合同 异议:太贵 我方:周五前报价 下次:周三10点 回访 阶段:方案 金额:120万 需求:快 #急"
    async with running(size=(120, 60)) as pilot:
        await press(pilot, "n", f"text:{text}", "enter")
        with Store.open(store_path) as store:
            by_line = _stored(store)
        await press(pilot, "u", "n", f"text:{text}", "ctrl+e", "ctrl+s")
        with Store.open(store_path) as store:
            by_form = _stored(store)
    assert by_line == by_form


def _stored(store: Store) -> list[tuple[str, str, str]]:
    """What the last action wrote, but for ids."""
    found = store.connection.execute("SELECT noun, after FROM journal WHERE action = (SELECT max(seq) FROM action)")
    return sorted(
        (noun, field, str(value))
        for noun, after in found
        for field, value in json.loads(after).items()
        if field not in ("id", "created_at", "changed_at", "removed_at", "touch_id")
        if (noun, field) != ("stage_change", "at")
    )


async def test_a_past_touch_gets_people_tags_and_a_word_in_confidence(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("touch.log") as change:
        touch_id = touches.log_touch(change, {"account_id": book["account"], "kind": "visit", "summary": "x"})
    async with running(size=(120, 60)) as pilot:
        await places.open_form(pilot.app, "touch.change", touch_id=touch_id)  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "space", "tab", "text:小新, 李敏")
        pilot.app.screen.query_one("#field-tags").value = "急, vip"  # type: ignore[attr-defined]
        pilot.app.screen.query_one("#field-private_note").text = "他要走"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
    with Store.open(store_path) as store:
        touch = get_touch(store.connection, touch_id)
        assert touch is not None and (touch.tags, touch.private_note) == ("急, vip", "他要走")
        assert sorted(name for _id, name in touch.people) == ["小新", "李敏", "王建国"]
        placeholder = store.connection.execute("SELECT placeholder FROM person WHERE name = '小新'").fetchone()
        assert placeholder == (1,)


# --- what it closes ----------------------------------------------------------------------------------------------


async def test_a_follow_up_is_closed_with_or_without_a_word(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("follow_up.add") as change:
        first, second = (
            follow_ups.add_follow_up(change, {"account_id": book["account"], "what": what, "due": "2026-11-20"})
            for what in ("回访 [/x]", "送样")
        )
    async with running(size=(120, 40)) as pilot:
        await open_log(pilot, account_id=book["account"], follow_up_id=first)
        assert "Done: 回访 [/x] – what happened, and what is next?" in shown(pilot)
        await press(pilot, "text:李敏 电话 说好了", "enter")
        await open_log(pilot, follow_up_id=second)
        assert "Enter alone closes it" in shown(pilot)
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, LogDialog)
    with Store.open(store_path) as store:
        done = dict(store.connection.execute("SELECT id, done_touch_id FROM follow_up WHERE done_at IS NOT NULL"))
        [touch] = list_touches(store.connection)
    assert done == {first: touch.id, second: None}


@pytest.mark.parametrize("words", ["", "李敏 电话 说好了"])
async def test_what_is_done_again_says_when(
    book: dict[str, str], running: Running, store_path: Path, words: str
) -> None:
    planned = {"account_id": book["account"], "what": "例会", "due": "2026-11-20", "repeat": "RRULE:FREQ=WEEKLY"}
    with Store.open(store_path) as store, store.action("follow_up.add") as change:
        follow_up = follow_ups.add_follow_up(change, planned)
    async with running() as pilot:
        await open_log(pilot, follow_up_id=follow_up)
        await press(pilot, f"text:{words}", "enter")
        [note] = [str(note.message) for note in pilot.app._notifications]
        assert note.endswith(" · next on Fri 27 Nov. u takes it back.")


async def test_a_promise_is_kept_by_what_is_logged(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("promise.add") as change:
        first, second = (
            promises.add_promise(change, {"account_id": book["account"], "what": what}) for what in ("报价", "样品")
        )
    async with running() as pilot:
        await open_log(pilot, promise_id=first)
        assert "Done: 报价" in shown(pilot)
        await press(pilot, "text:李敏 邮件 已发", "enter")
        await open_log(pilot, promise_id=second)
        await press(pilot, "enter")
    with Store.open(store_path) as store:
        kept = {row[0] for row in store.connection.execute("SELECT id FROM promise WHERE kept_at IS NOT NULL")}
        assert kept == {first, second} and len(list_touches(store.connection)) == 1


# --- eyes, hostile text, input methods ---------------------------------------------------------------------------


async def test_other_eyes_see_nothing_private(book: dict[str, str], running: Running) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同 !!他要走 打13912345678")
        await press(pilot, "f11")
        assert "他要走" not in shown(pilot) and "13912345678" not in shown(pilot)
        assert "The line holds something private" in shown(pilot)
        await press(pilot, "f11")
        assert "他要走" in shown(pilot) and dialog(pilot).line.has_focus
        assert line(pilot) == "李敏 电话 谈合同 !!他要走 打13912345678"
        await press(pilot, "f11", "escape", "n")
        assert "他要走" not in shown(pilot), "a draft that comes back is covered too"


async def test_a_covered_line_takes_nothing_in_and_says_which_key_shows_it(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", "text:李敏 电话 !!他要走", "f11")
        assert "Private fields are hidden; F11 shows them." in shown(pilot)
        for key in ("enter", "z", "x", "tab", "backspace", "?"):
            await press(pilot, key)
            assert "nothing goes into it; F11 shows it" in said(pilot, "hint") and "他要走" not in shown(pilot)
        await press(pilot, "f11")
        assert line(pilot) == "李敏 电话 !!他要走" and "他要走" in shown(pilot)
    with Store.open(store_path) as store:
        assert list_touches(store.connection) == []


@pytest.mark.parametrize(
    "text", ["李敏 电话 我方:!!他要走 周五", "(!!他要走)", "李敏 ！!他要走", "异议:a!!他要走", "！！！他要走"]
)
async def test_what_stands_under_the_sign_of_confidence_is_shown_to_nobody_else(
    book: dict[str, str], running: Running, text: str
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", f"text:{text}", "f11")
        assert "他要走" not in shown(pilot) and "••••" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "他要走" not in shown(pilot)


async def test_a_sign_of_confidence_that_was_not_understood_hides_all_that_the_line_says(
    book: dict[str, str], running: Running
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", "f11", "text:李敏 电话 !!他要走")
        understood = dialog(pilot).understood
        assert understood is not None
        dialog(pilot).show_meaning(replace(understood, parts=(), summary="他要走", doubts=(Doubt("stage", "他要走"),)))
        await settled(pilot)
        assert rows(pilot)["Summary"] == "••••" and "他要走" not in said(pilot, "log-open")
        assert "李敏" in rows(pilot)["Who"]


@pytest.mark.parametrize("part", range(4))
async def test_hostile_text_is_shown_and_saved_as_text(
    book: dict[str, str], running: Running, store_path: Path, part: int
) -> None:
    texts = OURS[part::4]
    async with running(size=(80, 24)) as pilot:
        for text in texts:
            await open_log(pilot, account_id=book["account"])
            await paste(pilot, f"李敏 电话 {text} 异议:{text} 我方:{text} #{text}")
            typed = line(pilot)
            assert "\n" not in typed and "\x1b" not in shown(pilot) and "\u202e" not in shown(pilot)
            assert dialog(pilot).understood is not None
            await press(pilot, "down", "tab", "ctrl+z", "enter")
            if isinstance(pilot.app.screen, LogDialog):
                await press(pilot, "ctrl+r", "escape")
    with Store.open(store_path) as store:
        assert len(list_touches(store.connection)) >= len(texts) - 1


async def test_letters_and_marks_of_an_input_method_are_typed_and_not_done(
    book: dict[str, str], running: Running
) -> None:
    typed = "nNzZuqi?/：；，、。！ｎＮ＃【】12 D:"
    async with running() as pilot:
        await press(pilot, "n")
        for letter in typed:
            # as a terminal sends it: a name of the key, and the character
            pilot.app.post_message(events.Key(_character_to_key(letter), letter))
        await settled(pilot)
        assert line(pilot) == typed
        await paste(pilot, "a\r\nb\tc")
        assert line(pilot) == f"{typed}a b c"


async def test_the_preview_is_of_the_text_that_stands_there(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "n", f"text:{VISIT}")
        understood = dialog(pilot).understood
        assert understood is not None and understood.text == VISIT == line(pilot)
        await press(pilot, "ctrl+u")
        assert line(pilot) == "" and "Who it was and what was said" in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_keys_fit_the_edge_and_the_form_has_its_key(
    book: dict[str, str], running: Running, language: str
) -> None:
    use_language(language)
    async with running(size=(80, 24)) as pilot:
        await press(pilot, "n")
        edge = shown(pilot).splitlines()[21]
        assert "esc" in edge and "…" not in edge
        await press(pilot, "escape", "N")
        assert isinstance(pilot.app.screen, Form)


async def test_a_click_on_a_row_selects_its_words(book: dict[str, str], running: Running) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同 我方:报价")
        at = list(dialog(pilot).query_one(LogRows).rows_by_key).index("ours 1")
        await pilot.click("#log-rows", offset=(20, at + 1))
        await settled(pilot)
        assert dialog(pilot).line.selected_text == "报价" and dialog(pilot).line.has_focus


async def test_a_line_that_went_into_a_form_is_offered_once(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "n", "text:李敏 电话 谈合同", "ctrl+e", "tab", "text:赵总", "escape", "D")
        offered = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        assert len(offered) == 1 and offered[0].startswith("Log a touch")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Form) and pilot.app.screen.draft()["others"] == "赵总"
        await press(pilot, "ctrl+s")
    with Store.open(store_path) as store:
        assert drafts.list_drafts(store.connection) == []
        [touch] = list_touches(store.connection)
    assert sorted(name for _id, name in touch.people) == ["李敏", "赵总"] and touch.summary == "谈合同"


async def test_the_brief_of_a_follow_up_leads_to_the_line_that_closes_it(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("follow_up.add") as change:
        planned = follow_ups.add_follow_up(change, {"account_id": book["account"], "what": "回访", "due": "2026-11-23"})
    async with running() as pilot:
        await places.open_brief(pilot.app, "follow_up", planned)  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "n", "text:李敏 说好了", "enter")
    with Store.open(store_path) as store:
        assert store.connection.execute("SELECT done_at IS NOT NULL FROM follow_up").fetchall() == [(1,)]


async def test_pages_that_are_used_again_do_not_pile_lines_up(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await open_log(pilot, account_id=book["account"])
        await press(pilot, "text:半句话")
        places.open_account(pilot.app, book["account"])  # type: ignore[arg-type]
        await settled(pilot)
        await open_log(pilot, account_id=book["account"])
        assert line(pilot) == "半句话"
        assert sum(isinstance(one, LogDialog) for one in pilot.app.screen_stack) == 1
