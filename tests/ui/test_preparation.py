"""Preparing a visit: from the brief and from the follow-up; nothing typed is lost, and the next brief shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from karep.db import follow_ups
from karep.db.drafts import list_drafts
from karep.db.errors import Refused
from karep.db.store import Store
from karep.db.views.follow_ups import Preparation, get_preparation
from karep.screens.brief import BriefScreen
from karep.screens.follow_up_box import FollowUpBox
from karep.screens.forms.preparation import PreparationForm
from karep.screens.widgets.text_input import Notes
from tests.ui.driving import Running, press, shown

LINES = ("agree on a trial\nby Friday", "why not the rival?", "the delivery date", "82 percent, approved by Li")


@pytest.fixture
def step(book: dict[str, str], store_path: Path) -> str:
    """A planned visit."""
    with Store.open(store_path) as store, store.action("follow_up.add") as change:
        values = {"account_id": book["account"], "what": "present the offer", "due": "2026-11-21"}
        return follow_ups.add_follow_up(change, values)


def fill(pilot: Pilot[None]) -> None:
    names = ("aim", "expected_questions", "disputes", "bottom_line")
    for name, text in zip(names, LINES, strict=True):
        pilot.app.screen.query_one(f"#field-{name}", Notes).text = text


def prepared(path: Path, step: str) -> Preparation | None:
    with Store.open(path) as store:
        return get_preparation(store.connection, step)


async def test_it_is_written_from_the_brief_and_shown_there(step: str, running: Running, store_path: Path) -> None:
    async with running(size=(100, 40)) as pilot:
        await press(pilot, "b", "e")
        assert isinstance(pilot.app.screen, PreparationForm)
        fill(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, BriefScreen)
        assert all(text.split("\n")[0] in shown(pilot) for text in LINES)
        await press(pilot, "e")
        assert pilot.app.screen.query_one("#field-aim", Notes).text == LINES[0]
        await press(pilot, "escape", "u")
        assert not any(text.split("\n")[0] in shown(pilot) for text in LINES)
    assert prepared(store_path, step) == Preparation(None, None, None, None)


async def test_it_is_written_from_a_highlighted_follow_up(step: str, running: Running, store_path: Path) -> None:
    async with running(start="today") as pilot:
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, PreparationForm)
        assert pilot.app.focused is not None and pilot.app.focused.id == "field-aim"
        await press(pilot, "text:aim", "f10")
    assert prepared(store_path, step) == Preparation("aim", None, None, None)


async def test_other_records_say_that_a_follow_up_is_meant(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "t")
        assert "Highlight a follow-up first." in shown(pilot)


async def test_where_no_visit_is_planned_one_is_planned_first(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(100, 40)) as pilot:
        await press(pilot, "b", "e")
        assert isinstance(pilot.app.screen, FollowUpBox)
        assert "No visit is planned yet" in shown(pilot)
        await press(pilot, "text:first visit next fri", "enter")
        assert isinstance(pilot.app.screen, BriefScreen) and "first visit" in shown(pilot)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, PreparationForm)


async def test_what_is_half_typed_is_kept(step: str, running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "b", "e", "text:half", "escape", "e")
        assert "Your unsaved text is back" in shown(pilot) and "half" in shown(pilot)
        await press(pilot, "escape", "escape", "D")
        assert "Prepare the visit" in shown(pilot) and "half" in shown(pilot)
        await press(pilot, "enter", "ctrl+s")
    assert prepared(store_path, step) == Preparation("half", None, None, None)
    with Store.open(store_path) as store:
        assert list_drafts(store.connection) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_all_four_fields_fit(step: str, running: Running, size: tuple[int, int]) -> None:
    async with running(size=size) as pilot:
        await press(pilot, "b", "e")
        for words in ("present the offer", "Aim", "Questions they may ask", "Likely disputes", "Bottom line"):
            assert words in shown(pilot)


def test_only_a_preparation_is_taken(step: str, store: Store) -> None:
    with pytest.raises(Refused, match="Due is no part"), store.action("follow_up.prepare") as change:
        follow_ups.prepare_follow_up(change, step, {"aim": "x", "due": "2026-12-01"})
    assert get_preparation(store.connection, "no such id") is None
