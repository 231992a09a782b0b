"""The sign before the highlighted option: there without colours, once even where the option goes over several lines."""

from textual.app import App, ComposeResult
from textual.widgets.option_list import Option

from karep.screens.widgets.pointed_list import PointedList


class _App(App[None]):
    def compose(self) -> ComposeResult:
        long = "a long line that does not fit into one row of this list"
        yield PointedList(Option(long, id="a"), Option("short", id="b"), markup=False, compact=True)


def _rows(app: App[None]) -> list[str]:
    return ["".join(part.text for part in strip).rstrip() for strip in app.screen._compositor.render_strips()]


async def test_the_pointer_goes_with_the_highlight_and_stands_once() -> None:
    async with _App().run_test(size=(24, 8)) as pilot:
        rows = _rows(pilot.app)
        assert rows[0].startswith("› a long line") and rows[1].startswith("  ") and "short" in "".join(rows)
        assert sum("›" in row for row in rows) == 1
        pilot.app.query_one(PointedList).focus()
        await pilot.press("down")
        rows = _rows(pilot.app)
        assert rows[0].startswith("  a long line") and "› short" in rows


async def test_a_click_on_the_pointer_is_one_on_the_option() -> None:
    async with _App().run_test(size=(24, 8)) as pilot:
        await pilot.click(PointedList, offset=(0, 3))
        assert pilot.app.query_one(PointedList).highlighted == 1
