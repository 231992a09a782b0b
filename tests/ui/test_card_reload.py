"""Cards that are saved while the app runs: on the screen at once, nothing ticked, highlighted or typed is lost."""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from karep import paths
from karep.db import opportunities
from karep.db.store import Store
from karep.db.views.opportunities import list_ticks
from karep.playbook import shelf
from karep.playbook.shelf import playbook
from karep.screens.card_glance import open_card
from karep.screens.places import open_opportunity
from karep.screens.widgets.arrow_list import ArrowList
from tests.playbook.conftest import put
from tests.ui.driving import Running, press, settled, shown

OVERRIDE = """+++
id = "o.no-time"
+++

## Answer {#answers}

- Ten minutes {#o.no-time.ten}
  - say: “Ten minutes, and you decide.”
"""
ITEM = """+++
id = "S3"
+++

## Do {#checklist}

- Get the floor plan {#s3.floor-plan}
  - how: Ask the technician.
  - evidence: The plan is with us.
"""


@pytest.fixture(autouse=True)
def own(home: Path) -> Iterator[Path]:
    """The rep's own folder; it is not there yet."""
    shelf.use_own_folders()
    yield paths.playbook_folder()
    shelf.use_own_folders()


@pytest.fixture
def deal(store: Store) -> str:
    """A deal in S3 with one tick."""
    with store.action("opportunity.add", "Frame") as change:
        account = change.add("account", {"name": "华为", "match_key": "华为"})
        return opportunities.add_opportunity(change, {"account_id": account, "name": "Frame", "stage": "S3"})


async def look(pilot: Pilot[None]) -> None:
    """Let the app look at the folders, as it does every two seconds."""
    watch = pilot.app.card_watch  # type: ignore[attr-defined]
    watch.look()
    await settled(pilot)


def notes(pilot: Pilot[None]) -> list[str]:
    return [str(note.message) for note in pilot.app._notifications]


@pytest.fixture
def page(running: Running, deal: str):
    @asynccontextmanager
    async def open_page(size: tuple[int, int] = (120, 40)):
        async with running("deals", size, date(2026, 11, 22)) as pilot:
            open_opportunity(pilot.app, deal)
            await settled(pilot)
            yield pilot

    return open_page


async def test_a_new_item_comes_and_ticks_and_highlight_stay(page, store: Store, deal: str, own: Path) -> None:
    async with page() as pilot:
        listed = pilot.app.screen.query_one("#checklist", ArrowList)
        listed.focus()
        item = playbook("en").stages["S3"].checklist[1].id
        listed.highlight(item)
        await settled(pilot)
        await press(pilot, "space")
        assert set(list_ticks(store.connection, deal)) == {item}
        before = listed.highlighted
        assert "Get the floor plan" not in shown(pilot)
        put(own, "en/s3.md", ITEM)
        put(own, "en/time.md", OVERRIDE)
        await look(pilot)
        assert "Get the floor plan" in shown(pilot)
        assert listed.highlighted == before
        assert set(list_ticks(store.connection, deal)) == {item}
        assert [one.id for one in playbook("en").objections["o.no-time"].answers][-1] == "o.no-time.ten"
        (own / "en" / "s3.md").unlink()
        await look(pilot)
        assert "Get the floor plan" not in shown(pilot)
        assert set(list_ticks(store.connection, deal)) == {item}
        assert notes(pilot) == [] or not any("line" in one for one in notes(pilot))


async def test_a_tick_on_an_item_that_is_gone_comes_back_with_it(page, store: Store, deal: str, own: Path) -> None:
    put(own, "en/s3.md", ITEM)
    async with page() as pilot:
        listed = pilot.app.screen.query_one("#checklist", ArrowList)
        listed.focus()
        listed.highlight("s3.floor-plan")
        await settled(pilot)
        await press(pilot, "space")
        assert set(list_ticks(store.connection, deal)) == {"s3.floor-plan"}
        (own / "en" / "s3.md").unlink()
        await look(pilot)
        put(own, "en/s3.md", ITEM)
        await look(pilot)
        assert "Get the floor plan" in shown(pilot)
        assert set(list_ticks(store.connection, deal)) == {"s3.floor-plan"}


async def test_what_is_typed_in_an_open_form_stays(running: Running, book: dict[str, str], own: Path) -> None:
    async with running("accounts", (80, 24)) as pilot:
        playbook("en")
        await press(pilot, "a", "text:Acme works")
        assert "Acme works" in shown(pilot)
        focused = pilot.app.focused
        put(own, "en/s3.md", ITEM)
        await look(pilot)
        assert "Acme works" in shown(pilot) and pilot.app.focused is focused
        await press(pilot, "text:!")
        assert "Acme works!" in shown(pilot)


async def test_a_broken_card_is_said_once_in_a_sentence_and_ours_is_shown(page, own: Path) -> None:
    async with page() as pilot:
        put(own, "en/s3.md", ITEM.replace("  - evidence: The plan is with us.\n", ""))
        await look(pilot)
        fault = "s3.md, line 7: below this line a line is missing: - evidence: …"
        assert notes(pilot) == [f"{fault}. Until then karep's own card is used."]
        assert "Get the floor plan" not in shown(pilot)
        pilot.app.clear_notifications()
        put(own, "en/other.md", OVERRIDE)
        await look(pilot)
        assert notes(pilot) == []
        put(own, "en/s3.md", ITEM)
        await look(pilot)
        assert notes(pilot) == [] and "Get the floor plan" in shown(pilot)
        put(own, "en/a.md", "[red]broken")
        put(own, "en/b.md", "\x1b[2J")
        await look(pilot)
        assert len(notes(pilot)) == 1 and "karep playbook check" in notes(pilot)[0]


async def test_a_broken_card_is_said_at_the_start_and_not_again_in_the_other_language(
    running: Running, book: dict[str, str], own: Path
) -> None:
    put(own, "zh/s3.md", "broken")
    async with running("accounts", (80, 24)) as pilot:
        watch = pilot.app.card_watch  # type: ignore[attr-defined]
        while not notes(pilot):
            assert watch.is_alive()
            await settled(pilot)
        assert len(notes(pilot)) == 1 and notes(pilot)[0].startswith("s3.md, line 1: a card begins with")
        pilot.app.clear_notifications()
        await press(pilot, "ctrl+l")
        put(own, "zh/s4.md", '+++\nid = "S4"\n+++\n')
        await look(pilot)
        assert not any("s3.md" in one for one in notes(pilot))
        assert not watch.is_alive() or watch.daemon
    assert watch._over.is_set()


async def test_the_card_that_is_open_over_a_page_is_shown_as_it_was_saved(page, own: Path) -> None:
    async with page() as pilot:
        open_card(pilot.app, "o.no-time")
        await settled(pilot)
        await press(pilot, "enter")
        assert "Ten minutes, and you decide." not in shown(pilot)
        put(own, "en/time.md", OVERRIDE)
        await look(pilot)
        assert "Ten minutes, and you decide." in shown(pilot)
