"""The JSON of a report on a period: a layout that readers rely on."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from karep.i18n import speaking
from karep.reports.document import FORMAT, VERSION, document
from karep.reports.own_words import keyed
from karep.reports.render import as_json
from karep.reports.report import Section
from karep.rules.vocabulary import REPORT_PARTS
from tests.hostile import hostile_texts
from tests.reports.full_report import full_report, line
from tests.reports.test_render import texts


def section(found: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for part in found["parts"] for one in part["sections"] if one["key"] == key)


def test_the_head_says_what_it_is() -> None:
    found = document(full_report(["x"]))
    head = {name: value for name, value in found.items() if name != "parts"}
    assert head == {
        "format": FORMAT, "version": VERSION, "kind": "week", "period": "2026-W47", "first": "2026-11-16",
        "last": "2026-11-22", "language": "en", "title": "Weekly summary · 2026-W47", "subtitle": "x",
    }  # fmt: skip
    assert [(one["key"], one["number"]) for one in found["parts"]] == [
        (key, number) for number, key in enumerate(REPORT_PARTS, 1)
    ]


def test_a_number_has_everything_it_is_compared_with_and_what_it_counts() -> None:
    visits, signed = section(document(full_report(["x"])), "numbers")["lines"]
    assert visits["name"] == "visits" and visits["key"] == "numbers/visits" and "id" not in visits
    assert visits["figure"] == {
        "value": 7, "before": 5, "mean": 5.75, "unit": "", "history": [1, 2, 7],
        "goals": [{"period": "2026-11", "target": 30, "reached": 18, "percent": 60},
                  {"period": "2026-Q4", "target": 90, "reached": 40, "percent": 44}],
    }  # fmt: skip
    assert visits["sources"] == [{"noun": "touch", "id": "t0"}], "which they are, and none of their words"
    assert "lines" not in visits
    assert (signed["figure"]["value"], signed["figure"]["unit"]) == (-120_000_050, "CNY"), "minor units"


def test_a_line_has_its_fields_and_typed_values() -> None:
    found = document(full_report(["x"]))
    (won,) = section(found, "won")["lines"]
    assert won == {
        "key": "won/opportunity:o0", "noun": "opportunity", "id": "o0", "words": "Fri 20 Nov · x · x · -¥1.2M",
        "fields": {"when": "Fri 20 Nov", "deal": "x", "why": "x", "amount": "-¥1.2M"},
        "values": {"when": "2026-11-20", "amount": "-1200000.50"},
    }  # fmt: skip
    planned = section(found, "plan")["lines"][1]
    assert (planned["day"], planned["state"]) == ("2026-11-20", "overdue")
    touch = section(found, "activity")["lines"][0]["lines"][0]
    assert touch["values"] == {"when": "2026-11-20T09:30"}
    assert section(found, "activity")["more"] == 3
    assert section(found, "highlights")["lines"][0]["own"] is True
    (mine,) = section(found, "needs")["lines"]
    assert mine["reworded"] is True and "other words" not in json.dumps(found)


def test_every_line_has_the_key_that_overrides_know_it_by() -> None:
    report = full_report(["x", "y"])

    def keys(lines: list[dict[str, Any]]) -> list[str]:
        return [key for one in lines for key in (one["key"], *keys(one.get("lines", [])))]

    found = [key for part in document(report)["parts"] for one in part["sections"] for key in keys(one["lines"])]
    known = [key for key, _line in keyed(report) if not key.startswith("numbers/visits/")]
    assert found == known and len(found) > 20


def test_nothing_that_stays_is_in_it_and_what_is_beside_the_parts_is_kept() -> None:
    hidden = line("touch", "h", ("what", "zqhidden"), origin="hidden")
    beside = Section("x", "Beside", (hidden, line("touch", "t", ("what", "w"))))
    report = full_report(["x"])
    found = document(replace(report, sections=(beside, *report.sections)))
    assert [one["id"] for one in found["sections"][0]["lines"]] == ["t"]


def test_the_language_is_the_one_it_is_written_in() -> None:
    with speaking("zh"):
        found = document(replace(full_report(["x"]), language=""))
    assert found["language"] == "zh" and found["parts"][2]["title"] == "商机"


def all_texts(found: object) -> list[str]:
    if isinstance(found, dict):
        return [text for one in found.values() for text in all_texts(one)]
    if isinstance(found, list):
        return [text for one in found for text in all_texts(one)]
    return [found] if isinstance(found, str) else []


@settings(deadline=None, max_examples=40)
@given(st.lists(texts, min_size=1, max_size=2))
def test_written_as_json_every_text_stays_as_stored_and_nothing_hides(words: list[str]) -> None:
    report = full_report(words)
    written = as_json(report)
    assert all(one.isprintable() or one == "\n" for one in written)
    assert json.loads(written) == document(report)


def test_every_hostile_text_is_kept() -> None:
    hostile = hostile_texts()
    found = json.loads(as_json(full_report(hostile)))
    assert set(hostile) <= set(all_texts(found))
