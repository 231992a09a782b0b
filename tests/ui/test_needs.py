"""Needs and competitors: noted from the account's page, changed, found and removed like any other record."""

from __future__ import annotations

from pathlib import Path

import pytest

from karep.db import competitors, needs
from karep.db.store import Store
from karep.db.views.competitors import get_competitor, list_competitors
from karep.db.views.needs import get_need, list_needs
from karep.i18n import use_language
from karep.screens.account import AccountScreen
from karep.screens.forms.competitor import CompetitorForm
from karep.screens.forms.need import NeedForm
from tests.ui.driving import Running, press, shown


@pytest.fixture
def noted(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The book with a need and a competitor."""
    with Store.open(store_path) as store, store.action("test.add") as change:
        about = {"account_id": book["account"], "at": "2026-11-10T03:00:00.000Z"}
        need = needs.add_need(change, about | {"what": "交期要短", "person_id": book["boss"], "problem": "停线"})
        rival = competitors.add_competitor(change, about | {"name": "中兴", "note": "低价抢单"})
    return book | {"need": need, "competitor": rival}


async def test_a_need_is_noted_with_what_is_behind_it(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", "O")
        assert isinstance(pilot.app.screen, NeedForm)
        await press(pilot, "text:更快交货", "tab", "tab", "tab", "text:停线", "ctrl+s")
        assert isinstance(pilot.app.screen, AccountScreen)
    with Store.open(store_path) as store:
        [need] = list_needs(store.connection, account_id=book["account"])
        assert (need.what, need.problem, need.hidden, need.touch_id) == ("更快交货", "停线", False, None)
        assert need.at.startswith("2026-11-2")


async def test_a_need_without_words_is_refused_beside_its_field(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "O", "ctrl+s")
        assert isinstance(pilot.app.screen, NeedForm)
    with Store.open(store_path) as store:
        assert list_needs(store.connection) == []


async def test_a_competitor_is_noted_with_the_day(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", "C")
        assert isinstance(pilot.app.screen, CompetitorForm)
        await press(pilot, "text:中兴", "tab", "text:yesterday", "tab", "text:低价", "ctrl+s")
    with Store.open(store_path) as store:
        [rival] = list_competitors(store.connection)
        assert (rival.name, rival.note, rival.account_id) == ("中兴", "低价", book["account"])
        assert rival.at.startswith("2026-11-20")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("noun", "words"), [("need", "交期"), ("competitor", "中兴")])
async def test_both_are_found_opened_changed_and_removed(
    noted: dict[str, str], running: Running, store_path: Path, noun: str, words: str, language: str
) -> None:
    use_language(language)
    get = {"need": get_need, "competitor": get_competitor}[noun]
    async with running("week", size=(120, 40)) as pilot:
        await press(pilot, "slash", f"text:{words}", "enter")
        assert isinstance(pilot.app.screen, AccountScreen)
        assert pilot.app.screen.record_at_hand() == (noun, noted[noun])
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, NeedForm | CompetitorForm) and words in shown(pilot)
        await press(pilot, "end", "text:!", "ctrl+s", "x")
        with Store.open(store_path) as store:
            assert get(store.connection, noted[noun]) is None
        await press(pilot, "u")
    with Store.open(store_path) as store:
        record = get(store.connection, noted[noun])
        assert record is not None
        assert (record.what if noun == "need" else record.name).endswith("!")
        assert record.at == "2026-11-10T03:00:00.000Z"


async def test_what_was_said_in_confidence_is_found_by_the_rep_and_not_before_other_eyes(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        told = {"account_id": book["account"], "at": "2026-11-10T03:00:00.000Z", "summary": "谈合同"}
        change.add("touch", told | {"private_note": "王总要退休"})
    async with running("week") as pilot:
        await press(pilot, "slash", "text:退休")
        assert "王总要退休" in shown(pilot)
        await press(pilot, "escape", "z", "slash", "text:退休")
        assert "谈合同" not in shown(pilot) and "王总要" not in shown(pilot)
        await press(pilot, "ctrl+f", "text:谈合同")
        assert "谈合同" in shown(pilot) and "退休" not in shown(pilot)
