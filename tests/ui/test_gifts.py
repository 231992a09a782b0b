"""The form of a gift: what it says while one types, what it refuses, the person's page, other eyes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Static

from karep.db import gifts, people
from karep.db.store import Store
from karep.db.views.gifts import list_gifts
from karep.i18n import use_language
from karep.screens import places
from karep.screens.forms.gift import GiftForm
from karep.screens.forms.person import PersonForm
from karep.screens.widgets.section_list import SectionList
from tests.ui.driving import Running, press, settled, shown


@pytest.fixture
def given(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The boss got tea for 300 this spring, and must not have peanuts."""
    with Store.open(store_path) as store, store.action("gift.add") as change:
        tea = {"person_id": book["boss"], "item": "zqtea", "value": 300_00, "currency": "CNY", "given_on": "2026-02-10"}
        book["tea"] = gifts.add_gift(change, {**tea, "festival": "spring_festival"})
        people.add_preference(change, {"person_id": book["boss"], "kind": "taboo", "text": "花生过敏"})
    return book


def items(path: Path) -> list[tuple[str, int | None, str | None, str | None]]:
    with Store.open(path) as store:
        return [(one.item, one.value, one.approver, one.festival) for one in list_gifts(store.connection)]


async def test_a_gift_is_noted_from_the_account_with_warnings(
    given: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running("accounts") as pilot:
        places.open_account(pilot.app, given["account"])  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "G")
        form = pilot.app.screen
        assert isinstance(form, GiftForm) and "2026 with this: ¥300 of ¥500" in shown(pilot)
        await press(pilot, "text:gift card", "tab", "text:two hundred")
        reading = str(form.query_one("#gift-reading", Static).content)
        assert "as good as cash" in reading and not any(one in reading for one in ("2026 with", "currency", "approved"))
        form.query_one("#field-value").value = "250"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form and "as good as cash" in shown(pilot)
        form.query_one("#field-item").value = "花生 zqtea"  # type: ignore[attr-defined]
        await settled(pilot)
        reading = str(form.query_one("#gift-reading", Static).content)
        assert "¥550 of ¥500" in reading and "花生过敏" in reading and "zqtea (Spring Festival 2026)" in reading
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form and "name who approved it" in shown(pilot)
        form.query_one("#field-approver").value = "赵总"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is not form
    assert ("花生 zqtea", 250_00, "赵总", None) in items(store_path)


async def test_the_persons_page_tells_the_year_and_hides_it_from_others(
    given: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running("accounts", size=(120, 40)) as pilot:
        places.open_person(pilot.app, given["boss"])  # type: ignore[arg-type]
        await settled(pilot)
        assert "¥300 of ¥500" in shown(pilot) and "zqtea · ¥300 · Spring" in shown(pilot)
        await press(pilot, "z")
        assert "zqtea" not in shown(pilot) and "¥300" not in shown(pilot)
        await press(pilot, "z", "tab")
        pilot.app.screen.query_one("#between", SectionList).highlight(f"gift:{given['tea']}")
        await press(pilot, "e")
        form = pilot.app.screen
        assert isinstance(form, GiftForm) and form.draft()["occasion_id"] == "festival:spring_festival"
        form.query_one("#field-value").value = "$40"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert "¥0 of ¥500" in shown(pilot) and "zqtea · $40" in shown(pilot)
        pilot.app.screen.query_one("#between", SectionList).highlight(f"gift:{given['tea']}")
        await press(pilot, "x")
        assert "zqtea" not in shown(pilot)
        await press(pilot, "u")
        assert "zqtea" in shown(pilot)
    assert items(store_path) == [("zqtea", 40_00, None, "spring_festival")]


async def test_who_serves_the_state_is_said_in_the_persons_form(
    given: dict[str, str], running: Running, store_path: Path
) -> None:
    use_language("zh")
    async with running("accounts", today=date(2026, 11, 21)) as pilot:
        await places.open_form(pilot.app, "person.change", person_id=given["buyer"])  # type: ignore[arg-type]
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, PersonForm)
        form.query_one("#field-government").value = "1"  # type: ignore[attr-defined]
        form.query_one("#field-gift_limit").value = "50"  # type: ignore[attr-defined]
        form.query_one("#field-referred_groups").value = "6"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is not form
        await places.open_form(pilot.app, "gift.add", account_id=given["account"], person_id=given["buyer"])  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "text:书签", "ctrl+s")
        assert "公职人员" in shown(pilot)
    with Store.open(store_path) as store:
        row = store.connection.execute(
            "SELECT government, gift_limit, referred_groups FROM person WHERE id = ?", (given["buyer"],)
        ).fetchone()
        assert tuple(row) == (1, 50_00, 6) and len(list_gifts(store.connection)) == 1
