"""The keys of the sections of a report on a period: one list, which every renderer keeps to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from karep.db.store import Store
from karep.demo.generate import make_sample
from karep.reports import page_view, render, short
from karep.reports.own_lines import OWN_SECTIONS
from karep.reports.report_parts import OWN_TITLES
from karep.reports.week import report
from karep.rules.clock import Clock
from karep.rules.periods import SPANS, period_of
from karep.rules.vocabulary import REPORT_PARTS, SECTIONS

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sections") / "book.db"
    with Store.open(path) as store:
        make_sample(store, TODAY)
    return path


@pytest.mark.parametrize("span", SPANS)
def test_a_report_has_exactly_these_sections_in_order(book: Path, span: str) -> None:
    with Store.open(book) as store:
        found = report(store.connection, Clock.at(TODAY), period_of(span, TODAY))
    own = {f"own.{part}" for part in REPORT_PARTS}
    assert [(one.key, one.part) for one in found.sections if one.key not in own] == list(SECTIONS.items())


def test_the_sections_stand_in_the_order_of_the_parts() -> None:
    assert list(dict.fromkeys(SECTIONS.values())) == list(REPORT_PARTS)


@pytest.mark.parametrize(
    "keys",
    [
        dict(short._FIRST),
        short._THEN,
        [short._WITH_BELOW],
        page_view.TABLES,
        [render.CHECKLIST],
        OWN_SECTIONS.values(),
        OWN_TITLES,
    ],
    ids=["short", "short then", "short below", "tables", "checklist", "own", "titles of own"],
)
def test_every_list_names_known_sections(keys: list[str]) -> None:
    assert set(keys) <= SECTIONS.keys()


def test_own_words_stand_in_a_section_of_their_part() -> None:
    assert {key: SECTIONS[key] for key in OWN_SECTIONS.values()} == {key: part for part, key in OWN_SECTIONS.items()}
