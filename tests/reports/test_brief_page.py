"""Forty lines: what gives way, and how much a very rich account needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.db.store import Store
from karep.i18n import use_language
from karep.reports import brief as module
from karep.reports.brief import SECTIONS, Subject, brief
from karep.reports.brief_page import PAGE, Draft, paged
from karep.reports.render import as_markdown, as_text
from karep.reports.report import Line, parts
from karep.rules.clock import Clock
from tests.reports.conftest import DAY

counts = st.lists(st.integers(0, 30), min_size=len(SECTIONS), max_size=len(SECTIONS))


def drafts(numbers: list[int]) -> list[Draft]:
    return [
        Draft(
            key,
            key,
            tuple(Line("x", f"{key}{number}", parts(what=str(number))) for number in range(count)),
            module._SIZES[key][0],
            min(count, module._SIZES[key][1]),
            key not in module._UNCOUNTED,
            empty="none" if key in ("goal", "room", "changes", "deal") else "",
        )
        for key, count in zip(SECTIONS, numbers, strict=True)
    ]


@given(counts)
def test_any_sections_fit_and_keep_their_order(numbers: list[int]) -> None:
    room = PAGE - module._HEAD
    found = paged(drafts(numbers), module._YIELDING, room)
    height = 0
    for section, draft in zip(found, drafts(numbers), strict=True):
        assert section.lines == draft.lines[: len(section.lines)]
        assert len(section.lines) >= draft.least
        if draft.counted:
            assert len(section.lines) + section.more == len(draft.lines)
        if section.lines or section.empty:
            height += 1 + len(section.lines) + (not section.lines)
    assert height <= room


def test_every_section_has_its_size_and_its_turn() -> None:
    assert set(module._SIZES) == set(SECTIONS) == set(module._YIELDING)
    assert all(least <= most for most, least in module._SIZES.values())


def test_the_least_important_gives_way_first() -> None:
    found = {one.key: len(one.lines) for one in paged(drafts([6, 8, 5, 6, 5, 2, 3, 4, 3, 5]), module._YIELDING, 38)}
    assert found["goal"] == 6 and found["before"] == 2
    assert found["questions"] == module._SIZES["questions"][1]
    assert found["room"] == 8


@pytest.fixture
def rich(store: Store) -> str:
    """An account with 2,000 touches, 30 people, 50 promises and everything else."""
    with store.action("test.add") as change:
        account = change.add("account", {"name": "Rich", "tier": "diamond", "country": "China", "match_key": "x"})
        people = [
            change.add(
                "person", {"name": f"Person {n:02}", "title": "Manager", "account_id": account, "stance": n % 3 - 1}
            )
            for n in range(30)
        ]
        for number, person in enumerate(people):
            change.add("role", {"person_id": person, "account_id": account, "role": ("user", "technical")[number % 2]})
            for kind in ("communication", "taboo", "topic"):
                text = f"{kind} of {number} " + "long " * 30
                change.add("preference", {"person_id": person, "kind": kind, "text": text, "privacy": "internal"})
            days = {"month": 12, "day": number % 20 + 1, "calendar": "solar"}
            change.add("occasion", {"person_id": person, "kind": "birthday", **days})
        for number in range(2000):
            day = f"20{16 + number // 200:02}-{number % 200 // 20 + 1:02}-{number % 20 + 1:02}"
            values = {"account_id": account, "kind": "visit", "at": f"{day}T02:00:00.000Z", "summary": "told " * 50}
            touch = change.add("touch", values)
            for one in (people[number % 30], people[(number + 7) % 30]):
                change.add("attendance", {"touch_id": touch, "person_id": one})
        for number in range(50):
            owed = {"owed_by": ("us", "them")[number % 2], "due": f"2026-1{1 + number % 2}-{number % 28 + 1:02}"}
            what = f"promise {number} " + "word " * 40
            change.add("promise", {"account_id": account, "person_id": people[number % 30], "what": what, **owed})
        for number in range(10):
            deal = {"account_id": account, "name": f"Deal {number}", "kind": "new", "stage": "S5", "status": "open"}
            change.add("opportunity", deal)
            doubt = {"words": f"doubt {number}", "outcome": "open", "at": "2026-10-01T00:00:00.000Z"}
            change.add("objection", {"account_id": account, "card": "o.too-expensive", **doubt})
            fact = {"name": f"Competitor {number}", "value": "x" * 300, "dated": "2026-01-01"}
            change.add("fact", {"account_id": account, **fact})
            change.add("fact", {"account_id": account, "name": f"Old {number}", "value": "y", "dated": "2026-01-01"})
            kept = {"owed_by": "us", "what": f"kept {number}", "kept_at": "2026-11-15T00:00:00.000Z"}
            change.add("promise", {"account_id": account, **kept})
        plan = {"what": "the big visit", "due": "2026-11-25", "aim": "a", "expected_questions": "q", "disputes": "d"}
        change.add("follow_up", {"account_id": account, **plan, "bottom_line": "b"})
    return account


@pytest.mark.parametrize("tongue", ["en", "zh"])
@pytest.mark.parametrize("private", [True, False])
def test_a_very_rich_account_is_one_page(store: Store, rich: str, private: bool, tongue: str) -> None:
    use_language(tongue)
    clock = Clock.at(DAY, zone="Asia/Shanghai")
    report = brief(store.connection, Subject("account", rich), clock, private=private)
    text = as_text(report)
    assert 30 <= len(text.splitlines()) <= PAGE
    assert 30 <= len(as_markdown(report).splitlines()) <= PAGE
    assert len(report.section("room").lines) <= 8
    assert report.section("room").more == 30 - len(report.section("room").lines)
    assert report.section("promises").more >= 40
    assert all(report.section(key).lines for key in SECTIONS if key != "dates" or private)
