"""The fields that are typed into."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult

from karep.screens.widgets.text_input import Notes, TextInput


class FieldApp(App[None]):
    def __init__(self, value: str = "", notes: str = "") -> None:
        super().__init__()
        self.value = value
        self.notes = notes

    def compose(self) -> ComposeResult:
        yield TextInput(self.value, "who\nand [/what]\x1b")
        yield Notes(self.notes, "notes [/x]\x1b")


def painted(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize(
    "pasted, value",
    [
        ("张三\r\n李四\n王五", "张三 李四 王五"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\u202eb\x9b", "a⟦U+202E⟧b⟦U+009B⟧"),
        (" [/oops] ", " [/oops] "),
        ("", ""),
    ],
)
async def test_pasted_text_becomes_one_harmless_line(pasted: str, value: str) -> None:
    app = FieldApp()
    async with app.run_test(notifications=True, tooltips=True) as pilot:
        field = app.query_one(TextInput)
        field.focus()
        app.post_message(events.Paste(pasted))
        await pilot.pause()
        assert field.value == value
        assert field.cursor_position == len(value)
        app._clipboard = pasted
        await pilot.press("ctrl+u", "ctrl+v")
        assert field.value == value


async def test_what_the_program_sets_is_harmless_too() -> None:
    app = FieldApp("王\x1b总", "a\x1bb\r\nc")
    async with app.run_test() as pilot:
        field, notes = app.query_one(TextInput), app.query_one(Notes)
        await pilot.pause()
        assert field.value == "王␛总"
        assert notes.text == "a␛b\nc"
        field.value = "\x9b"
        notes.text = "\u202e"
        await pilot.pause()
        assert (field.value, notes.text) == ("⟦U+009B⟧", "⟦U+202E⟧")
        field.value = notes.text = ""
        await pilot.pause()
        assert "who and [/what]␛" in painted(app)
        assert "notes [/x]␛" in painted(app)


async def test_typing_keeps_the_prefilled_text_and_blanks() -> None:
    app = FieldApp("见王总")
    async with app.run_test() as pilot:
        field = app.query_one(TextInput)
        field.focus()
        await pilot.press("space", "a", "space", "客")
        assert field.value == "见王总 a 客"
        assert field.size.height == 1


async def test_the_terminal_cursor_is_where_the_text_ends_from_the_start() -> None:
    app = FieldApp("华为技术")
    async with app.run_test() as pilot:
        field = app.query_one(TextInput)
        field.focus()
        await pilot.pause()
        assert app.cursor_position == field.cursor_screen_offset
        assert app.cursor_position.x >= 8
        app.query_one(Notes).focus()
        await pilot.pause()
        assert app.cursor_position == app.query_one(Notes).cursor_screen_offset


@pytest.mark.parametrize("key", ["ctrl+w", "alt+backspace", "ctrl+backspace"])
async def test_deleting_a_word_leaves_the_rest_of_a_chinese_sentence(key: str) -> None:
    app = FieldApp("下周三谈框架合同")
    async with app.run_test() as pilot:
        field = app.query_one(TextInput)
        field.focus()
        await pilot.press(key)
        assert field.value == "下周三谈框架"
        await pilot.press("home", "alt+d")
        assert field.value == "三谈框架"
        await pilot.press("ctrl+right", "ctrl+right", "ctrl+left")
        assert field.cursor_position == 2
        field.select_all()
        await pilot.press(key)
        assert field.value == ""


async def test_an_emptied_field_can_be_had_back() -> None:
    app = FieldApp("谈框架合同")
    async with app.run_test() as pilot:
        field = app.query_one(TextInput)
        field.focus()
        await pilot.press("x", "ctrl+u")
        assert field.value == ""
        await pilot.press("ctrl+z")
        assert (field.value, field.cursor_position) == ("谈框架合同x", 6)
        await pilot.press("ctrl+z", "ctrl+z")
        assert field.value == "谈框架合同"
        await pilot.press("y")
        field.value = "another record"
        await pilot.press("ctrl+z")
        assert field.value == "another record"


async def test_notes_take_paste_and_words_and_let_tab_pass() -> None:
    app = FieldApp(notes="谈框架合同")
    async with app.run_test() as pilot:
        notes = app.query_one(Notes)
        notes.focus()
        notes.move_cursor(notes.document.end)
        await pilot.press("ctrl+w")
        assert notes.text == "谈框架"
        app.post_message(events.Paste("\x1b[2J\r\n我方"))
        await pilot.press("enter", "a")
        assert notes.text == "谈框架␛[2J\n我方\na"
        await pilot.press("home", "ctrl+left", "ctrl+left", "ctrl+right", "ctrl+right")
        assert notes.cursor_location == (2, 0)
        await pilot.press("ctrl+z")
        assert notes.text != "谈框架␛[2J\n我方\na"
        await pilot.press("tab")
        assert app.focused is not notes
