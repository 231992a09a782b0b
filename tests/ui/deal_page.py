"""A deal and its page, for the tests of the stage page and of what it asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from textual.pilot import Pilot

from karep.db import opportunities
from karep.db.store import Store
from karep.db.views.deals import Deal, get_deal
from karep.screens.stage import StageScreen
from tests.ui.driving import Running, settled

TODAY = date(2026, 11, 22)


def add_deal(store: Store, **values: Any) -> str:
    """A deal in S3 with an account of its own, and its id."""
    with store.action("opportunity.add", "Frame") as change:
        account = change.add("account", {"name": "华为 [/oops]", "match_key": "华为"})
        fields = {"account_id": account, "name": "Frame", "stage": "S3", **values}
        return opportunities.add_opportunity(change, fields)


def read(store: Store, deal: str) -> Deal:
    """The deal as it is stored now."""
    found = get_deal(store.connection, deal)
    assert found is not None
    return found


@asynccontextmanager
async def on_page(running: Running, deal: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The app with the deal's page in front."""
    async with running("deals", size, TODAY) as pilot:
        await pilot.app.push_screen(StageScreen(deal))
        await settled(pilot)
        yield pilot


def told(pilot: Pilot[None]) -> str:
    """What the rep was told last."""
    notes = [str(note.message) for note in pilot.app._notifications]
    return notes[-1] if notes else ""
