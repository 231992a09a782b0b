"""A small book whose every date is known: Friday 20 November 2026 in Shanghai."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from karep.db.change import validated
from karep.db.keys import new_id
from karep.db.store import Store
from karep.rules.clock import Clock

DAY = date(2026, 11, 20)
Add = Callable[..., str]


@pytest.fixture
def clock() -> Clock:
    return Clock.at(DAY, zone="Asia/Shanghai")


@pytest.fixture
def add(store: Store) -> Add:
    """Store one record of a noun in an action of its own."""

    def add_one(noun: str, *, kind_of_action: str = "test.add", **values: Any) -> str:
        with store.action(kind_of_action) as change:
            if noun in ("account", "person"):
                values = {"match_key": "x", **values}
            return change.add(noun, values)

    return add_one


@pytest.fixture
def noted(store: Store) -> Add:
    """Store one record as one that was noted down at a moment, ``created_at``, whatever day it is."""

    def add_one(noun: str, *, created_at: str, kind_of_action: str = "test.add", **values: Any) -> str:
        stamps = {"id": new_id(), "created_at": created_at, "changed_at": created_at}
        with store.action(kind_of_action) as change:
            change.add_many(noun, [validated(noun, {**stamps, **values})])
        return stamps["id"]

    return add_one
