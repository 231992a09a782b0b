"""Every brief of a whole sample book: on one page, each line from a record that is there, nothing said twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, time

import pytest

from karep.db.store import Store
from karep.demo.generate import make_sample
from karep.i18n import language, use_language
from karep.playbook.shelf import playbook
from karep.reports.brief import Subject, brief
from karep.reports.render import as_markdown, as_text, line_words, render, short_ids
from karep.reports.report import Line, Report, walk
from karep.rules.clock import Clock
from karep.rules.festivals import festivals_between

DAY = date(2026, 11, 22)
CLOCK = Clock.at(DAY, time(9), zone="Asia/Shanghai")
SUBJECTS = {
    "account": "SELECT id FROM account",
    "person": "SELECT id FROM person",
    "opportunity": "SELECT id FROM opportunity",
    "follow_up": "SELECT id FROM follow_up WHERE done_at IS NULL",
}
TEXTS = {
    "touch": ("summary", "outcome"),
    "promise": ("what",),
    "follow_up": ("what",),
    "preference": ("text",),
    "objection": ("words", "answer"),
    "fact": ("value",),
    "stage_change": ("reason",),
    "need": ("what", "problem", "cause", "value"),
    "competitor": ("note",),
}
"""What the rep wrote, by noun: each must be told by a line of its own record only."""
BEGINNING = 9
OURS = ("kind", "role", "title")
"""The pieces that hold words of ours, or a person's title."""
ONE_CLAIM = (
    "promise", "objection", "fact", "need", "competitor", "card", "touch", "stage_change", "occasion", "role",
)  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAREP_HOME", str(folder / "home"))
        with Store.open(folder / "book.db") as store:
            make_sample(store, DAY)
            yield store.connection


def briefs(book: sqlite3.Connection, noun: str, *, private: bool = True) -> Iterator[Report]:
    for (record,) in book.execute(SUBJECTS[noun]).fetchall():
        yield brief(book, Subject(noun, record), CLOCK, private=private)


def lines_of(report: Report) -> list[Line]:
    return [line for section in report.sections for _depth, line in walk(section.lines)]


def is_there(book: sqlite3.Connection, noun: str, record: str) -> bool:
    if noun == "card":
        cards = playbook(language())
        return record in cards.ticked or cards.card(record) is not None
    if noun == "festival":
        return any(one.key == record for one in festivals_between(DAY, date(DAY.year + 1, DAY.month, DAY.day)))
    return bool(book.execute(f"SELECT 1 FROM {noun} WHERE id = ? AND removed_at IS NULL", (record,)).fetchone())


@pytest.mark.parametrize("tongue", ["en", "zh"])
@pytest.mark.parametrize("noun", SUBJECTS)
def test_every_line_is_of_a_record_that_is_there_and_said_once(
    book: sqlite3.Connection, noun: str, tongue: str
) -> None:
    use_language(tongue)
    told = 0
    for report in briefs(book, noun):
        seen, claims = set(), []
        for line in lines_of(report):
            assert line.noun and line.record_id and line.parts, line
            assert is_there(book, line.noun, line.record_id), line
            assert all(is_there(book, *source) for source in line.sources), line
            assert line_words(line) not in seen, line
            seen.add(line_words(line))
            if line.noun in ONE_CLAIM:
                claims.append((line.noun, line.record_id))
            told += 1
        assert len(claims) == len(set(claims)), report.title
    assert told > 500


@pytest.mark.parametrize("noun", SUBJECTS)
def test_what_the_rep_wrote_stands_only_at_its_own_record(book: sqlite3.Connection, noun: str) -> None:
    owners: dict[str, set[str]] = {}
    told: dict[str, str] = {}
    for table, columns in TEXTS.items():
        for column in columns:
            for record, text in book.execute(f"SELECT id, {column} FROM {table} WHERE {column} <> ''"):
                told[record] = told.get(record, "") + text
                least = BEGINNING * (1 + text[:BEGINNING].isascii())
                if len(text) >= least:
                    owners.setdefault(text[:least], set()).add(record)
    checked = 0
    for report in briefs(book, noun):
        for line in lines_of(report):
            own = {line.record_id, *(record for _noun, record in line.sources)}
            if line.noun == "card":
                continue
            for part in (one for one in line.parts if one.name not in OURS):
                found = [one for one in owners if one in part.text]
                assert all(owners[one] & own or any(one in told.get(key, "") for key in own) for one in found), (
                    line.parts,
                    found,
                )
                checked += len(found)
    assert checked > 200


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("tongue", ["en", "zh"])
@pytest.mark.parametrize("noun", SUBJECTS)
def test_it_is_one_page_and_the_same_twice(book: sqlite3.Connection, noun: str, tongue: str, private: bool) -> None:
    use_language(tongue)
    again = briefs(book, noun, private=private)
    for report in briefs(book, noun, private=private):
        text = as_text(report)
        assert len(text.splitlines()) <= 40, text
        assert len(as_markdown(report).splitlines()) <= 40
        assert as_text(next(again)) == text
        assert max(map(len, text.splitlines())) <= 330


@pytest.mark.parametrize("noun", SUBJECTS)
def test_what_is_private_is_told_only_to_the_rep(book: sqlite3.Connection, noun: str) -> None:
    secrets = [row[0] for row in book.execute("SELECT text FROM preference WHERE privacy <> 'internal'")]
    hidden = 0
    for open_page, shared_page in zip(briefs(book, noun), briefs(book, noun, private=False), strict=True):
        mine, shared = as_text(open_page), as_text(shared_page)
        hidden += sum(secret[:BEGINNING] in mine for secret in secrets)
        assert not [secret for secret in secrets if secret[:BEGINNING] in shared]
        assert "my view" not in shared and "no view of yours" not in shared
        assert not [line for line in lines_of(shared_page) if line.level]
    assert hidden > 10


def test_cited_ids_lead_to_one_record_of_the_page(book: sqlite3.Connection) -> None:
    for report in briefs(book, "account"):
        short = short_ids(report)
        assert len(set(short.values())) == len(short)
        text, markdown = render(report, "text", cite=True), render(report, "md", cite=True)
        for line in lines_of(report):
            assert short[line.record_id] in text
            assert line.record_id.endswith(short[line.record_id])
        floor = sum(line.level == "bottom_line" for line in lines_of(report))
        assert markdown.count("\\[") >= len(lines_of(report)) - floor, "the floor is told on no page that leaves"
        assert len(text.splitlines()) == len(as_text(report).splitlines())
