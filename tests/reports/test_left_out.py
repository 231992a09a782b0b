"""What is left out stays so wherever its record is told of, and words for what is gone or private stay inside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from karep.db.rewordings import reword
from karep.db.store import Store
from karep.reports.own_words import dress, generated_words, keyed, left_out_records, may_be_reworded, read_own
from karep.reports.report import Line, Part, Report, Section, leaving
from karep.rules.periods import Period
from tests.reports.conftest import Add
from tests.reports.test_own_words import line, report, rewording, text_of


def test_a_record_that_is_left_out_is_told_nowhere() -> None:
    out = rewording("activity/follow_up:f1", left_out=True)
    step = Line("follow_up", "f1", (Part("what", "secret"),))
    named = (Part("account", "华为"), Part("next", "secret"))
    account = Line("account", "a1", named, sources=(("follow_up", "f1"), ("opportunity", "o1")))
    made = report(account)
    made = replace(made, sections=(*made.sections, Section("next", "Next", (step,), part="next")))
    dressed = dress(made, [], [out])
    assert "secret" not in text_of(leaving(dressed)) and dressed.section("next").lines[0].origin == "hidden"
    [told] = leaving(dressed).section("activity").lines
    assert (told.part("account"), told.sources) == ("华为", (("opportunity", "o1"),))
    assert left_out_records(dressed, [out]) == {("follow_up", "f1")}
    listed = dress(made, [], [rewording("least/account:a1", left_out=True)])
    assert listed.section("activity").lines[0].origin == "", "a list that names an account tells something else of it"


def test_a_part_that_is_left_out_is_not_told_elsewhere() -> None:
    answer = Line("objection", "b1", (Part("what", "secret"),), name="answer")
    doubt = Line("objection", "b1", (Part("what", "dear"),), lines=(answer,))
    worked = Line("objection", "b1", (Part("what", "dear → secret"),))
    sections = (Section("objections", "x", (doubt,), part="voices"), Section("answers", "x", (worked,), part="voices"))
    made = Report("Week", "", sections, period="2026-W47", language="en")
    keys = [key for key, _line in keyed(made)]
    assert keys == ["objections/objection:b1", "objections/objection:b1/answer", "answers/objection:b1"]
    assert may_be_reworded(answer)
    left = text_of(leaving(dress(made, [], [rewording(keys[1], left_out=True)])))
    assert "dear" in left and "secret" not in left
    said = dress(made, [], [rewording(keys[1], text="mine")]).section("objections").lines[0].lines[0]
    assert said.part("reworded") == "mine"


def test_words_for_a_record_that_is_gone_or_private_now_stay_inside() -> None:
    gone = rewording("activity/touch:t1", text="mine", gone=True)
    for lines in ([], [line("t1", "a gift was given")]):
        dressed = dress(report(*lines), [], [gone])
        assert "mine" in text_of(dressed) and "stays with you" in text_of(dressed)
        assert "mine" not in text_of(leaving(dressed))
        assert ("rewording", "w1", "", "gone") in [tuple(one) for one in dressed.withheld]


def test_the_store_tells_what_changed_and_what_is_gone(store: Store, add: Add) -> None:
    account = add("account", name="华为")
    touch = add("touch", account_id=account, kind="visit", at="2026-11-18T04:00:00.000Z", purpose="x")
    key = f"activity/touch:{touch}"
    with store.action("rewording.set", "x") as change:
        mark = generated_words(line(touch, sources=(("account", account),)), "en")
        reword(change, period="2026-W47", line=key, text="mine", generated=mark)

    def known() -> tuple[bool, bool]:
        [one] = read_own(store.connection, Period("week", date(2026, 11, 16)))[1]
        return one.changed, one.gone

    assert known() == (False, False)
    for noun, record, values, expected in (
        ("touch", touch, {"private_note": "between us"}, (False, False)),
        ("account", account, {"phone": "1"}, (False, False)),
        ("touch", touch, {"purpose": "y"}, (True, False)),
        ("touch", touch, {"purpose": "x"}, (False, False)),
        ("account", account, {"name": "华为技术"}, (True, False)),
        ("touch", touch, {"kind": "gift"}, (True, True)),
        ("touch", touch, {"kind": "visit"}, (True, False)),
    ):
        with store.action("touch.change", "x") as change:
            change.change(noun, record, values)
        assert known() == expected, values
    with store.action("touch.remove", "x") as change:
        change.remove("touch", touch)
    assert known() == (True, True)


def test_the_weeks_own_words_and_what_they_leave_out_stand_in_the_month(store: Store, add: Add) -> None:
    for period in ("2026-11", "2026-W45", "2026-W44", "2026-W47"):
        add("remark", period=period, part="headline", text=f"said in {period}")
    add("remark", period="2026-W47", part="headline", text="mine alone", privacy="personal")
    add("rewording", period="2026-W47", line="activity/touch:t1", left_out=True)
    add("rewording", period="2026-W47", line="activity/touch:t2", left_out=True, text="not carried")
    add("rewording", period="2026-W47", line="numbers/visits", left_out=True)
    add("rewording", period="2026-11", line="activity/touch:t2", sequence="[]")
    month = replace(report(line("t1", "secret"), line("t2", "told")), period="2026-11")
    dressed = dress(month, *read_own(store.connection, Period("month", date(2026, 11, 1))))
    told = [[part.text for part in one.parts] for one in dressed.section("highlights").lines]
    assert told == [["said in 2026-11"], ["2026-W45", "said in 2026-W45"], ["2026-W47", "said in 2026-W47"]]
    left = text_of(leaving(dressed))
    assert "secret" not in left and "told" in left and "Visits" in left and "carried" not in left
