"""The list of unknown length, driven in a small app of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from karep.screens.safe import one_line
from karep.screens.widgets.record_list import Cell, Column, RecordList, Row

COLUMNS = (
    Column("name", "Name", fraction=2, priority=9),
    Column("city", "City", width=10, priority=3),
    Column("tier", "Tier", width=8, priority=5),
    Column("due", "Due", width=6, align="right", priority=7),
    Column("end", "End", width=1, priority=8),
)
HOSTILE = (
    "[@click=app.pwn]x[/]",
    "[/oops]",
    "[VIP] Wang",
    "\x1b]52;c;aGk=\x07",
    "\x9b2J",
    "a\u202egpj.exe",
    "two\nlines\there",
    "\ud83d half",
    "王\u200b建国",
    "\x1b[2J\x00",
)


class Source:
    """Rows by id that remember how they were asked for."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self.names = dict(names or {})
        self.asked: list[list[str]] = []
        self.gate: asyncio.Event | None = None
        self.error: Exception | None = None

    async def fetch(self, ids: Sequence[str]) -> Mapping[str, Row]:
        self.asked.append(list(ids))
        names = {key: self.names.get(key, key) for key in ids}
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return {
            key: Row({"name": name, "city": "深圳", "tier": Cell("Platinum", "warning"), "due": "1d", "end": "|"})
            for key, name in names.items()
        }


class ListApp(App[None]):
    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.events: list[tuple[str, str | None]] = []
        self.errors: list[Exception] = []
        self.ran = False

    def compose(self) -> ComposeResult:
        yield RecordList(COLUMNS, self.source.fetch, empty="No accounts yet:\npress i to import, a to add one")

    def action_pwn(self) -> None:
        self.ran = True

    def on_row_list_highlighted(self, event: RecordList.Highlighted) -> None:
        self.events.append(("highlighted", event.id))

    def on_row_list_selected(self, event: RecordList.Selected) -> None:
        self.events.append(("selected", event.id))

    def on_record_list_fetch_failed(self, event: RecordList.FetchFailed) -> None:
        self.errors.append(event.error)


@asynccontextmanager
async def running(
    source: Source, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], ListApp, RecordList]]:
    app = ListApp(source)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        records = app.query_one(RecordList)
        records.focus()
        yield pilot, app, records


def lines(records: RecordList) -> list[str]:
    return [records.render_line(y).text for y in range(records.size.height)]


def names(count: int) -> list[str]:
    return [f"account {number:06}" for number in range(count)]


async def test_a_hundred_thousand_ids_fetch_only_the_rows_near_the_view() -> None:
    source = Source()
    async with running(source) as (pilot, _app, records):
        records.set_ids(names(100_000))
        await pilot.pause()
        assert "account 000000" in lines(records)[1]
        await pilot.press("end")
        assert "account 099999" in lines(records)[-1]
        asked = [key for ids in source.asked for key in ids]
        assert len(asked) == len(set(asked)) <= 4 * 64
        assert len(source.asked) <= 4


async def test_leafing_while_a_fetch_is_under_way_leaves_no_queue() -> None:
    source = Source()
    async with running(source) as (pilot, _app, records):
        source.gate = asyncio.Event()
        records.set_ids(names(10_000))
        await pilot.press(*["pagedown"] * 20)
        assert len(source.asked) == 1
        assert "…" in lines(records)[5]
        source.gate.set()
        await pilot.pause()
        assert records.highlighted is not None
        assert any(records.highlighted in line for line in lines(records))
        assert len(source.asked) <= 4


async def test_rows_of_an_older_list_are_dropped() -> None:
    source = Source({"a": "before"})
    async with running(source) as (pilot, _app, records):
        gate = source.gate = asyncio.Event()
        records.set_ids(["a"])
        await pilot.pause()
        source.names["a"], source.gate = "after", None
        records.set_ids(["a", "b"])
        assert not any("before" in line for line in lines(records))
        gate.set()
        await pilot.pause()
        assert "after" in lines(records)[1]
        assert source.asked == [["a"], ["a", "b"]]


async def test_an_invalidated_row_is_fetched_again_and_keeps_its_old_text_meanwhile() -> None:
    source = Source()
    async with running(source) as (pilot, _app, records):
        records.set_ids(["a", "b", "c"])
        await pilot.pause()
        source.names["b"] = "bravo"
        records.invalidate(["b"])
        assert "b" in lines(records)[2]
        await pilot.pause()
        assert "bravo" in lines(records)[2]
        assert source.asked[-1] == ["b"]


async def test_a_failed_fetch_is_told_once_and_tried_again_at_the_next_reload() -> None:
    source = Source()
    source.error = OSError("disk")
    async with running(source) as (pilot, app, records):
        records.set_ids(["a"])
        await pilot.pause()
        assert app.errors == [source.error]
        source.error = None
        records.invalidate(["a"])
        await pilot.pause()
        assert "deep" not in lines(records)[1]
        assert "深圳" in lines(records)[1]


async def test_the_highlight_stays_on_its_id_and_its_place_on_the_screen() -> None:
    async with running(Source()) as (pilot, app, records):
        ids = names(500)
        records.set_ids(ids)
        assert records.highlight(ids[100])
        await pilot.pause()
        before = next(y for y, line in enumerate(lines(records)) if line.startswith("›"))
        app.events.clear()
        records.set_ids(list(reversed(ids)))
        await pilot.pause()
        assert records.highlighted == ids[100]
        assert records.highlighted_index == 399
        assert lines(records)[before].startswith("› " + ids[100])
        assert app.events == []


@pytest.mark.parametrize("left, then", [(["a", "b", "d", "e"], "d"), (["a", "b"], "b"), (["x", "y"], "y"), ([], None)])
async def test_a_vanished_highlight_goes_to_its_nearest_neighbour(left: list[str], then: str | None) -> None:
    async with running(Source()) as (pilot, app, records):
        records.set_ids(list("abcde"))
        records.highlight("c")
        await pilot.pause()
        records.set_ids(left)
        await pilot.pause()
        assert records.highlighted == then
        assert app.events[-1] == ("highlighted", then)


async def test_a_new_list_can_begin_at_its_first_row() -> None:
    async with running(Source()) as (pilot, app, records):
        ids = names(200)
        records.set_ids(ids)
        records.highlight(ids[150])
        await pilot.pause()
        records.set_ids(ids, keep_highlight=False)
        await pilot.pause()
        assert records.highlighted == ids[0]
        assert records.scroll_offset.y == 0
        assert app.events[-1] == ("highlighted", ids[0])


async def test_keys_move_the_highlight_and_enter_chooses() -> None:
    async with running(Source(), (80, 12)) as (pilot, app, records):
        ids = names(50)
        records.set_ids(ids)
        steps = {
            "down": 1, "j": 2, "k": 1, "up": 0, "up ": 0, "pagedown": 11, "pageup": 0, "end": 49,
            "home": 0,
        }  # fmt: skip
        for key, index in steps.items():
            await pilot.press(key.strip())
            assert records.highlighted_index == index, key
            assert any(line.startswith("› " + ids[index]) for line in lines(records)), key
        await pilot.press("enter")
        assert app.events[-1] == ("selected", ids[0])
        assert app.events[0] == ("highlighted", ids[0])


async def test_keys_in_an_empty_list_do_nothing() -> None:
    async with running(Source()) as (pilot, app, records):
        records.set_ids([])
        await pilot.press("down", "up", "pageup", "pagedown", "home", "end", "enter")
        assert records.highlighted is None
        assert app.events == []
        assert not records.highlight("a")


async def test_the_mouse_highlights_chooses_and_scrolls() -> None:
    async with running(Source()) as (pilot, app, records):
        ids = names(100)
        records.set_ids(ids)
        await pilot.pause()
        await pilot.click(RecordList, offset=(5, 0))
        assert records.highlighted == ids[0]
        await pilot.click(RecordList, offset=(5, 4))
        assert records.highlighted == ids[3]
        await pilot.click(RecordList, offset=(5, 4))
        assert app.events[-1] == ("selected", ids[3])
        records.scroll_to(y=50, animate=False)
        await pilot.pause()
        await pilot.click(RecordList, offset=(5, 1))
        assert records.highlighted == ids[50]


async def test_the_empty_list_says_what_to_press() -> None:
    async with running(Source()) as (pilot, _app, records):
        await pilot.pause()
        assert not "".join(lines(records)[1:]).strip()
        records.set_ids([])
        await pilot.pause()
        shown = lines(records)
        middle = next(y for y, line in enumerate(shown) if "No accounts yet:" in line)
        assert shown[middle + 1].strip() == "press i to import, a to add one"
        assert 9 <= middle <= 12
        records.empty = "[/nothing]\x1b"
        await pilot.pause()
        assert any(line.strip() == "[/nothing]␛" for line in lines(records))


async def test_hostile_text_is_shown_letter_for_letter_and_nothing_runs() -> None:
    source = Source({f"id{number}": text for number, text in enumerate(HOSTILE)})
    async with running(source, (120, 24)) as (pilot, app, records):
        records.set_ids(list(source.names))
        await pilot.pause()
        for number, text in enumerate(HOSTILE):
            assert one_line(text) in lines(records)[number + 1]
            await pilot.click(RecordList, offset=(3, number + 1))
        painted = "".join(strip.render(app.console) for strip in app.screen._compositor.render_strips())
        assert "\x1b]52" not in painted
        assert "\x1b[2J" not in painted
        assert not set("\x9b\u202e\x07\x00") & set(painted)
        assert all("\x1b" not in line for line in lines(records))
        assert not app.ran


@pytest.mark.parametrize("width", [20, 60, 80, 100, 120])
async def test_columns_are_straight_whatever_the_text(width: int) -> None:
    wide = ["华为技术有限公司深圳总部", "👩\u200d💻 Ünïcödé e\u0301", "한국전자 ｶﾀｶﾅ", "🇨🇳❤\ufe0f步 步 高"]
    texts = ["plain", *wide, "长" * 90, *HOSTILE]
    source = Source({f"id{number}": text for number, text in enumerate(texts)})
    async with running(source, (width, 24)) as (pilot, _app, records):
        records.set_ids(list(source.names))
        await pilot.pause()
        rows = lines(records)[1 : len(texts) + 1]
        borders = {cell_len(row[: row.rindex("|")]) if width > 30 else 0 for row in rows}
        assert len(borders) == 1
        assert {cell_len(row) for row in lines(records)} == {records.scrollable_content_region.width}


async def test_narrowing_drops_the_least_important_columns() -> None:
    async with running(Source(), (30, 10)) as (pilot, _app, records):
        records.set_ids(["a"])
        await pilot.pause()
        header = lines(records)[0]
        assert "Name" in header and "Due" in header
        assert "City" not in header and "Tier" not in header
        await pilot.resize_terminal(100, 10)
        await pilot.pause()
        assert "City" in lines(records)[0]
        records.set_columns([Column("city", "城市", fraction=1)])
        await pilot.pause()
        assert lines(records)[0].split() == ["城市"]
        assert "深圳" in lines(records)[1]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord"])
async def test_every_theme_paints(theme: str) -> None:
    async with running(Source()) as (pilot, app, records):
        app.theme = theme
        records.set_ids(["a", "b"])
        await pilot.pause()
        assert lines(records)[1].startswith("› a")
        styles = {segment.text.strip(): segment.style for segment in records.render_line(2)}
        assert styles["Platinum"] != styles["1d  |"]


async def test_without_colour_the_highlight_and_the_words_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(Source()) as (pilot, app, records):
        records.set_ids(["a", "b"])
        await pilot.press("down")
        shown = [strip.text for strip in app.screen._compositor.render_strips()]
        assert shown[2].startswith("› b") and "Platinum" in shown[2]
        assert shown[1].startswith("  a")


async def test_ids_can_be_given_before_the_list_is_on_the_screen() -> None:
    source = Source()

    class Early(App[None]):
        def compose(self) -> ComposeResult:
            records = RecordList(COLUMNS, source.fetch)
            records.set_ids(names(5))
            yield records

    app = Early()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "account 000004" in lines(app.query_one(RecordList))[5]


def test_bindings_can_be_remapped_and_explained() -> None:
    ids = [binding.id for binding in RecordList.BINDINGS]  # type: ignore[union-attr]
    assert len(ids) == len(set(ids)) == 7
    assert all(identity and identity.startswith("list.") for identity in ids)
    assert all(binding.tooltip and binding.description for binding in RecordList.BINDINGS)  # type: ignore[union-attr]
