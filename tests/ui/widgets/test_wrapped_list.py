"""The list to be read: every line whole, one highlight a line, whatever rows it has."""

from textual.app import App, ComposeResult

from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.wrapped_list import Paragraph, Paragraphs, WrappedList

LONG = "The frame contract · " * 5 + "谈框架合同，" * 10 + "end"


class Page(App[None]):
    """A list of a short and two long lines."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield WrappedList(most=9, id="lines")

    def on_mount(self) -> None:
        lines = {"a": Paragraph("short"), "b": Paragraph(LONG), "c": Paragraph(LONG, indent=2)}
        listed = self.query_one(WrappedList)
        listed.set_parts([Paragraphs("First", lines), Paragraphs("Second", {"d": Paragraph("last")}), Paragraphs("No")])
        listed.focus()

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        self.chosen.append(event.id)


def rows(listed: WrappedList) -> list[str]:
    return [listed.render_line(y).text.rstrip() for y in range(listed.size.height)]


async def test_a_line_is_shown_whole_and_walked_as_one() -> None:
    app = Page()
    async with app.run_test(size=(40, 30)) as pilot:
        await pilot.pause()
        listed = app.query_one(WrappedList)
        text = "".join(row.removeprefix("  ").replace(" ", "") for row in rows(listed))
        assert text.count(LONG.replace(" ", "")) == 2
        seen = []
        for _step in range(5):
            seen.append(listed.highlighted)
            await pilot.press("down")
        assert seen == ["a", "b", "c", "d", "d"]
        await pilot.press("up", "up", "enter")
        assert app.chosen == ["b"]
        marked = [row for row in rows(listed) if row.startswith("› ")]
        assert len(marked) > 4 and marked[0].startswith("› The frame contract")


async def test_a_line_of_many_rows_comes_into_view_whole() -> None:
    app = Page()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        listed = app.query_one(WrappedList)
        await pilot.press("down", "down")
        await pilot.pause()
        assert listed.highlighted == "c"
        assert rows(listed)[-1].startswith("› ") and rows(listed)[-1].endswith("end")
        await pilot.click(listed, offset=(4, 0))
        assert listed.highlighted in ("b", "c")


async def test_another_width_breaks_the_lines_anew_and_keeps_the_highlight() -> None:
    app = Page()
    async with app.run_test(size=(40, 30)) as pilot:
        await pilot.press("down")
        listed = app.query_one(WrappedList)
        before = listed.row_count
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert listed.row_count < before and listed.highlighted == "b"
