"""The form of a line in the rep's own words: kept on Escape, stored by part; a found line leads to its week."""

from __future__ import annotations

from pathlib import Path

from karep.db.remarks import add_remark
from karep.db.store import Store
from karep.db.views.remarks import list_remarks
from karep.screens.form import Form
from karep.screens.places import open_form
from karep.screens.week import WeekScreen
from tests.ui.driving import Running, press, settled, shown

WEEK = "2026-W46"


async def test_a_lesson_is_kept_on_escape_and_stored_with_what_it_is_about(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await open_form(pilot.app, "remark.add", period=WEEK, part="lessons")  # type: ignore[arg-type]
        await settled(pilot)
        assert "Lessons, in my words · 2026-W46" in shown(pilot)
        await press(pilot, "text:先谈量", "enter", "text:!! 自己看", "escape")
        await open_form(pilot.app, "remark.add", period=WEEK, part="lessons")  # type: ignore[arg-type]
        await settled(pilot)
        assert "先谈量" in shown(pilot) and "Your unsaved text is back" in shown(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        form.query_one("#field-account").focus()
        await press(pilot, "text:华为技术有限公司", "ctrl+s")
    with Store.open(store_path) as store:
        [one] = list_remarks(store.connection, WEEK)
    assert (one.part, one.text, one.lesson, one.privacy) == ("lessons", "先谈量\n!! 自己看", "worked", "internal")
    assert one.account_id == book["account"]


async def test_what_is_changed_keeps_the_rest_and_a_department_of_its_own(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    own = {"period": WEEK, "part": "help", "text": "a lawyer", "department": "Legal", "account_id": book["account"]}
    with Store.open(store_path) as store, store.action("remark.add") as change:
        remark = add_remark(change, own)
    async with running() as pilot:
        await open_form(pilot.app, "remark.change", remark_id=remark)  # type: ignore[arg-type]
        await settled(pilot)
        assert "Legal" in shown(pilot) and "华为技术有限公司" in shown(pilot)
        await press(pilot, "end", "text:, soon", "ctrl+s")
    with Store.open(store_path) as store:
        [one] = list_remarks(store.connection, WEEK)
    assert (one.text, one.department, one.account_id) == ("a lawyer, soon", "Legal", book["account"])


async def test_a_lesson_that_was_found_leads_to_its_week(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("remark.add") as change:
        add_remark(change, {"period": WEEK, "part": "lessons", "text": "先谈量后谈价", "lesson": "avoid"})
    async with running() as pilot:
        await press(pilot, "slash", "text:教训 先谈", "enter")
        assert isinstance(pilot.app.screen, WeekScreen)
        assert "先谈量后谈价" in shown(pilot)
