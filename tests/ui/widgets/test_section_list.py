"""The list with headings."""

from __future__ import annotations

from textual.app import App, ComposeResult

from karep.screens.widgets.columns import Column, Row
from karep.screens.widgets.section_list import Section, SectionList

COLUMNS = (Column("what", "What", fraction=1), Column("due", "Due", width=6, align="right"))


class SectionApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield SectionList(COLUMNS, empty="Nothing is due", show_header=False)

    def on_row_list_highlighted(self, event: SectionList.Highlighted) -> None:
        self.events.append(event.id)


def section(title: str, *ids: str, note: str = "") -> Section:
    return Section(title, {key: Row({"what": f"do {key}", "due": "1d"}) for key in ids}, note)


def lines(sections: SectionList) -> list[str]:
    return [sections.render_line(y).text.rstrip() for y in range(sections.size.height)]


async def test_headings_and_notes_are_shown_but_never_highlighted() -> None:
    app = SectionApp()
    async with app.run_test(size=(40, 20)) as pilot:
        sections = app.query_one(SectionList)
        sections.focus()
        sections.set_sections(
            [
                section("逾期 [/x]\x1b", "a", "b"),
                section("Due", note="nothing due"),
                section("Left out"),
                section("Dates", "c"),
            ]
        )
        await pilot.pause()
        shown = lines(sections)
        assert shown[0] == "逾期 [/x]␛"
        assert shown[1].startswith("› do a") and shown[1].endswith("1d")
        assert shown[3:5] == ["Due", "  nothing due"]
        assert shown[5] == "Dates"
        seen = []
        for key in ("down", "down", "down", "up", "up", "up", "end", "home", "pagedown", "pageup"):
            await pilot.press(key)
            seen.append(sections.highlighted)
        assert seen == ["b", "c", "c", "b", "a", "a", "c", "a", "c", "a"]
        await pilot.click(SectionList, offset=(2, 3))
        assert sections.highlighted == "a"
        assert not sections.highlight(sections._keys[0])


async def test_the_highlight_follows_its_id_into_another_section() -> None:
    app = SectionApp()
    async with app.run_test(size=(40, 20)) as pilot:
        sections = app.query_one(SectionList)
        sections.set_sections([section("One", "a", "b"), section("Two", "c")])
        assert sections.highlight("b")
        sections.set_sections([section("One", "a"), section("Two", "c", "b")])
        await pilot.pause()
        assert sections.highlighted == "b"
        sections.set_sections([section("One", "a"), section("Two", "c")])
        await pilot.pause()
        assert sections.highlighted in ("a", "c")


async def test_changed_rows_are_painted_anew_and_the_first_heading_stays_in_view() -> None:
    app = SectionApp()
    async with app.run_test(size=(40, 6)) as pilot:
        sections = app.query_one(SectionList)
        sections.focus()
        sections.set_sections([section("One", *"abcdefgh")])
        await pilot.press("end", "home")
        assert lines(sections)[0] == "One"
        sections.set_sections([Section("One", {"a": Row({"what": "changed"})})])
        await pilot.pause()
        assert lines(sections)[1] == "› changed"


async def test_nothing_to_show() -> None:
    app = SectionApp()
    async with app.run_test(size=(40, 6)) as pilot:
        sections = app.query_one(SectionList)
        sections.set_sections([section("Left out")])
        await pilot.pause()
        assert any(line.strip() == "Nothing is due" for line in lines(sections))
        assert sections.highlighted is None
        sections.set_sections([section("Due", note="nothing due")])
        await pilot.press("down", "pagedown", "enter")
        assert sections.highlighted is None


async def test_the_highlight_stays_in_its_section_and_goes_to_what_took_the_place() -> None:
    app = SectionApp()
    async with app.run_test(size=(40, 20)) as pilot:
        sections = app.query_one(SectionList)
        sections.set_sections([section("Steps", "a", "b"), section("Deals", "d")])
        assert sections.highlight("b")
        sections.set_sections([section("Steps", "a"), section("Deals", "d")])
        assert sections.highlighted == "a"
        sections.set_sections([section("Steps", "next"), section("Deals", "d")])
        assert sections.highlighted == "next"
        sections.set_sections([section("Steps", note="nothing"), section("Deals", "d")])
        await pilot.pause()
        assert sections.highlighted == "d"


async def test_the_highlight_goes_back_to_a_row_that_comes_back_unless_the_rep_moved_on() -> None:
    app = SectionApp()
    everything = [section("Promises", "a", "b", "c"), section("Deals", "d")]
    async with app.run_test(size=(40, 20)) as pilot:
        sections = app.query_one(SectionList)
        sections.focus()
        sections.set_sections(everything)
        sections.set_sections([section("Promises", "b", "c"), section("Deals", "d")])
        sections.set_sections([section("Promises", "c"), section("Deals", "d")])
        assert sections.highlighted == "c"
        sections.set_sections([section("Promises", "b", "c"), section("Deals", "d")])
        assert sections.highlighted == "b"
        sections.set_sections(everything)
        assert sections.highlighted == "a"
        sections.set_sections([section("Promises", "b", "c"), section("Deals", "d")])
        await pilot.press("end")
        sections.set_sections(everything)
        assert sections.highlighted == "d"
