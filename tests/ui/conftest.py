"""A running app on a store of a few accounts, with every notification and tooltip on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from karep.app import KarepApp
from karep.db import accounts, errors, opportunities, people
from karep.db.desk import Desk
from karep.db.store import Store
from karep.rules.clock import Clock
from karep.settings import Settings
from tests.ui.driving import Running, settled

TODAY = date(2026, 11, 21)
ZONE = "Asia/Shanghai"


@pytest.fixture(autouse=True)
def failures_are_seen(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """A failure that the rep would read about is remembered, and fails the test when it ends."""
    seen: list[Exception] = []
    report = KarepApp.report

    def remember(app: KarepApp, error: Exception) -> None:
        if not isinstance(error, errors.StoreError) and not app.is_overtaken(error):
            seen.append(error)
        report(app, error)

    monkeypatch.setattr(KarepApp, "report", remember)
    return seen


@pytest.fixture
def book(store_path: Path) -> dict[str, str]:
    """A store with one account, two people and a deal; their ids by short names. The store is closed again."""
    with Store.open(store_path) as store, store.action("account.add", "华为") as change:
        account = accounts.add_account(change, {"name": "华为技术有限公司", "tier": "platinum", "city": "深圳"})
        chief = {"name": "王建国", "account_id": account, "title": "总经理"}
        boss = people.add_person(change, chief, roles=["decision_maker"])
        buyer = people.add_person(change, {"name": "李敏", "account_id": account, "reports_to_id": boss})
        deal = opportunities.add_opportunity(change, {"account_id": account, "name": "框架合同", "stage": "S3"})
    return {"account": account, "boss": boss, "buyer": buyer, "deal": deal}


@pytest.fixture
def running(store_path: Path, failures_are_seen: list[Exception], monkeypatch: pytest.MonkeyPatch) -> Running:
    """Starts the app: ``async with running(start="accounts", size=(80, 24)) as pilot``."""

    # what follows the first frame is done before a test begins; a timer of no length at all is none
    monkeypatch.setattr("karep.app.SETTLING", 0.001)

    @asynccontextmanager
    async def run(
        start: str = "accounts", size: tuple[int, int] = (80, 24), today: date = TODAY
    ) -> AsyncIterator[Pilot[None]]:
        desk = Desk(store_path)
        desk.open()
        settings = Settings()
        settings.values.update(start=start, name="Li")
        app = KarepApp(desk, Clock.at(today, zone=ZONE), settings)
        try:
            async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
                await settled(pilot)
                yield pilot
        finally:
            desk.close()
        for failure in failures_are_seen:
            raise failure

    return run
