"""What the word before the cursor of a log line can become, without a screen."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karep.db.errors import Refused
from karep.rules.clock import Clock
from karep.rules.log_line.understood import (
    AtHand,
    Attendee,
    Candidate,
    NextStep,
    ObjectionSaid,
    Part,
    PromiseSaid,
    Question,
    RivalSaid,
    Understood,
)
from karep.screens.forms import touch_values
from karep.screens.kept_lines import line_reference, read_line_reference
from karep.screens.log_completion import Completion, Known, answers, completions, label_before, word_before
from karep.screens.log_walking import CompletionWalk
from karep.screens.log_words import with_more

WANG = Candidate("p1", "王建国", "a1", "华为", "总经理", "王总")
LEE = Candidate("p2", "Anna Lee", "a1", "华为")
KNOWN = {one: Known(one, (WANG, LEE), (Candidate("d1", "框架合同", "a1", "华为", "S3"),)) for one in ("en", "zh")}
ACCOUNT = Candidate("a1", "华为", "a1", "华为")
AT_HAND = AtHand(ACCOUNT, people=(WANG, LEE))
CLOCK = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")
PIECES = st.sampled_from(
    ["王", "an", "objection: ", "异议:", "我方:报价 ", "stage:", "阶段:", "方", "!!", "#", " ", "电", "，"]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map("".join))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "", "王建国 "),
        ("zh", "王", "王建国 "),
        ("zh", "王总", "王建国 "),
        ("zh", "wjg", "王建国 "),
        ("zh", "王建国,", "客户:"),
        ("en", "Anna L", "Anna Lee "),
        ("en", "x via: ", "visit "),
        ("zh", "x 异议:贵", "太贵了"),
        ("en", "x objection: price", "It's too expensive"),
        ("en", "x who: an", "Anna Lee "),
    ],
)
def test_the_likeliest_comes_first(language: str, text: str, expected: str) -> None:
    found = completions(text, len(text), KNOWN[language])
    assert expected in [one.text for one in found[:4]]


def test_letters_begin_a_word_only_behind_a_mark_and_chinese_anywhere() -> None:
    assert not [one for one in completions("Susan", 5, KNOWN["en"]) if one.text == "Anna Lee "]
    assert completions("见了王", 3, KNOWN["zh"])[0] == Completion(2, 3, "王建国 ")


def test_label_and_word_before_the_cursor() -> None:
    assert word_before("王总，现场", 5) == "现场" and word_before("a b ", 4) == ""
    assert label_before("王总 异议：太贵", 8) == ("objection", 6)
    assert label_before("at 10:30 http://x", 17) is None


@given(TEXTS, st.integers(0, 60), st.sampled_from(["en", "zh"]))
@settings(max_examples=300, deadline=None)
def test_a_completion_replaces_what_stands_before_the_cursor(text: str, cursor: int, language: str) -> None:
    cursor = min(cursor, len(text))
    found = completions(text, cursor, KNOWN[language])
    assert all(0 <= one.start <= one.end == cursor and one.text.strip() for one in found)
    if found:
        walk = CompletionWalk(text, cursor, found)
        lines = [walk.advance(1) for _step in range(len(found) + 1)]
        assert lines[0] == lines[-1], "round again"
        for line, place in lines:
            assert line.endswith(text[cursor:]) and 0 <= place <= len(line)
        assert walk.stands(*lines[-1])
        assert sum(chosen for _words, chosen in walk.words(40)) == 1


def test_the_choices_of_a_question_take_the_place_of_its_word() -> None:
    part = Part("person", 0, 2, 0)
    asked = Understood("王工 电话", questions=(Question("who"), Question("person", "王工", (WANG, LEE), part)))
    assert [(one.start, one.end, one.text) for one in answers(asked)] == [(0, 2, "王建国"), (0, 2, "Anna Lee")]
    walk = CompletionWalk(asked.text, len(asked.text), answers(asked))
    assert walk.advance(1) == ("王建国 电话", 6) and walk.advance(-1) == ("Anna Lee 电话", 11)


def test_more_is_put_behind_a_closed_confidence() -> None:
    said = Understood("电话 !!他要走", parts=(Part("private", 3, 8, 5),))
    assert with_more(said, "下次:周三") == "电话 !!他要走。 下次:周三"
    assert with_more(Understood("call"), "next: wed") == "call next: wed"
    assert with_more(Understood(""), "next: wed") == "next: wed"


@given(st.dictionaries(st.sampled_from(["account_id", "person_id", "promise_id"]), st.uuids().map(str)))
def test_a_reference_to_a_line_is_read_back(about: dict[str, str]) -> None:
    reference = line_reference(about)
    assert read_line_reference(reference) == about and not set("|=") & set(reference)


# --- the fields of the form --------------------------------------------------------------------------------------

WORDS = st.text("价格 abc王报样品", min_size=1, max_size=8).map(str.strip).filter(bool)
DAYS = st.dates(date(2026, 11, 22), date(2027, 3, 1))
LINES = st.builds(
    Understood,
    st.just(""),
    account=st.just(ACCOUNT),
    people=st.sampled_from([(), (Attendee("", WANG),), (Attendee("", LEE), Attendee("赵总", None))]),
    kind=st.sampled_from(["visit", "call"]),
    summary=st.one_of(st.just(""), WORDS),
    private_note=st.one_of(st.just(""), WORDS),
    tags=st.sampled_from([(), ("急",), ("急", "vip")]),
    promises=st.lists(st.builds(PromiseSaid, st.sampled_from(["us", "them"]), WORDS, st.none() | DAYS), max_size=4).map(
        lambda made: tuple(sorted(made, key=lambda one: one.owed_by == "them"))
    ),
    objections=st.lists(st.builds(ObjectionSaid, WORDS, st.just("") | WORDS), max_size=3).map(tuple),
    needs=st.lists(WORDS, max_size=3).map(tuple),
    rivals=st.lists(st.builds(RivalSaid, st.just("A公司"), st.just("") | WORDS), max_size=2).map(tuple),
    next_steps=st.lists(st.builds(NextStep, WORDS, DAYS), max_size=3).map(tuple),
)


def _fields(line: Understood) -> dict[str, str]:
    """All fields that the form has for a line, filled."""
    names = ["people", "others", "kind", "at", "opportunity_id", "stage", "amount", "purpose", "summary", "outcome"]
    names += ["our_people", "tags", "private_note", "needs", "rivals"]
    for group, more in (
        ("next", ("_due", "_repeat")),
        ("ours", ("_due",)),
        ("theirs", ("_due",)),
        ("objection", ("_answer",)),
    ):
        for number in range(1, touch_values.count(line, group) + 1):
            name = touch_values.field_of(group, number)
            names += [name, *(f"{name}{end}" for end in more)]
    return dict.fromkeys(names, "") | touch_values.of_line(line, CLOCK.today)


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_a_line_goes_through_the_form_unchanged(line: Understood) -> None:
    again = touch_values.as_line(_fields(line), AT_HAND, {}, CLOCK, "ymd")
    assert again == line


def test_a_step_needs_its_day_a_stage_its_deal_and_a_rhythm_its_words() -> None:
    empty = _fields(Understood("", account=ACCOUNT))
    for values, field in (
        ({"next": "call"}, "next_due"),
        ({"next": "call", "next_due": "2月30日"}, "next_due"),
        ({"next_due": "fri", "next_repeat": "now and then"}, "next_repeat"),
        ({"stage": "S5"}, "opportunity_id"),
        ({"amount": "a lot", "opportunity_id": "d1"}, "amount"),
    ):
        with pytest.raises(Refused) as refused:
            touch_values.as_line(empty | values, AT_HAND, {}, CLOCK, "ymd")
        assert refused.value.field == field


def test_a_typed_name_of_the_account_is_nobody_new() -> None:
    values = {"people": "p1", "others": "Anna Lee、赵总，王建国"}
    found = touch_values.attendees(values, AT_HAND)
    assert [(one.person, one.is_new) for one in found] == [(WANG, False), (LEE, False), (None, True)]
