"""The preview of a log line: everything that will be stored, what is a default, what is asked and what is doubted."""

from datetime import date, time

import pytest

from karep.i18n import use_language
from karep.reports.log_preview import doubt_words, log_preview, preview_rows, question_lines, saved_words
from karep.reports.render import as_json, as_text
from karep.rules.clock import Clock
from karep.rules.log_line.understood import (
    Attendee,
    Candidate,
    Doubt,
    NextStep,
    ObjectionSaid,
    Part,
    PromiseSaid,
    Question,
    RivalSaid,
    Understood,
)
from karep.rules.rest_days import RestDays

CLOCK = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")
HUAWEI = Candidate("a1", "华为", "a1", "华为")
WANG = Candidate("p1", "王建国", "a1", "华为", "总经理")
TEXT = "王总 小新 电话 谈合同 异议:价格 我方:报价 我方:样品 对方:图纸 下次:周三"
FULL = Understood(
    TEXT,
    parts=(
        Part("person", 0, 2, 0),
        Part("person", 3, 5, 3),
        Part("kind", 6, 8, 6),
        Part("summary", 9, 12, 9),
        Part("objection", 13, 18, 16),
        Part("ours", 19, 24, 22),
        Part("ours", 25, 30, 28),
        Part("theirs", 31, 36, 34),
        Part("next", 37, 42, 40),
    ),
    account=HUAWEI,
    people=(Attendee("王总", WANG), Attendee("小新", None)),
    deal=Candidate("d1", "框架合同", "a1", "华为", "S3"),
    kind="call",
    kind_said=True,
    summary="谈合同",
    promises=(PromiseSaid("us", "报价", date(2026, 11, 27)), PromiseSaid("us", "样品"), PromiseSaid("them", "图纸")),
    objections=(ObjectionSaid("价格", "值"),),
    needs=("快",),
    rivals=(RivalSaid("A公司", "便宜"),),
    next_steps=(NextStep("回访", date(2026, 11, 25), time(10)),),
    stage="S5",
    amount=120_000_000,
    tags=("急", "vip"),
    private_note="他要走",
)


def words(understood: Understood) -> dict[str, list[str]]:
    """The rows by kind."""
    found: dict[str, list[str]] = {}
    for row in preview_rows(understood, CLOCK):
        found.setdefault(row.kind, []).append(row.words)
    return found


def test_every_part_has_its_row() -> None:
    assert words(FULL) == {
        "person": ["王建国 · 总经理", "小新"],
        "account": ["华为"],
        "kind": ["Call"],
        "when": ["now"],
        "deal": ["框架合同"],
        "stage": ["S3 → S5 Propose"],
        "amount": ["1,200,000"],
        "objection": ["价格 → 值"],
        "ours": ["报价 · by Fri 27 Nov · 王建国", "样品 · 王建国"],
        "theirs": ["图纸 · 王建国"],
        "need": ["快"],
        "rival": ["A公司 · 便宜"],
        "next": ["Wed 25 Nov 10:00 · 回访"],
        "summary": ["谈合同"],
        "tag": ["#急 #vip"],
        "private": ["他要走"],
    }


def test_a_day_that_is_a_holiday_says_so() -> None:
    rest = RestDays(free={date(2026, 11, 27): "Thanksgiving"})
    notes = {(row.kind, row.note) for row in preview_rows(FULL, CLOCK, rest) if row.kind in ("ours", "next")}
    assert notes == {("ours", "rest day: Thanksgiving"), ("ours", ""), ("next", "")}
    assert "rest day: Thanksgiving" in as_text(log_preview(FULL, CLOCK, rest))


def test_rows_know_where_the_text_says_them_and_what_is_a_default() -> None:
    rows = preview_rows(FULL, CLOCK)
    said = {
        (row.kind, TEXT[row.part.value_start : row.part.end])
        for row in rows
        if row.part is not None and row.how == "said"
    }
    assert {("person", "王总"), ("person", "小新"), ("ours", "报价"), ("ours", "样品"), ("next", "周三")} <= said
    assert {row.kind for row in rows if row.how == "assumed"} == {"account", "when", "deal"}
    assert [row.note for row in rows if row.kind == "person"] == ["", "new person"]


def test_a_proposal_is_marked_and_gives_way_to_what_was_said() -> None:
    proposal = NextStep("", date(2026, 12, 3))
    [row] = [one for one in preview_rows(Understood("x", proposal=proposal), CLOCK) if one.kind == "next"]
    assert (row.how, row.label, row.words) == ("proposed", "Proposed", "Thu 3 Dec")
    said = Understood("x", proposal=proposal, next_steps=(NextStep("call", date(2026, 11, 22), due_said=False),))
    [row] = [one for one in preview_rows(said, CLOCK) if one.kind == "next"]
    assert (row.how, row.label, row.words) == ("said", "Next step", "tomorrow (Sun 22 Nov) · call")
    assert row.note == "no day was said"


def test_a_person_at_hand_is_a_default_and_one_in_a_sentence_is_found_there() -> None:
    at_hand = Understood("电话", people=(Attendee("王建国", WANG),))
    assert [row.how for row in preview_rows(at_hand, CLOCK) if row.kind == "person"] == ["assumed"]
    spoken = Understood("见了王总谈价格", people=(Attendee("王总", WANG),))
    [row] = [one for one in preview_rows(spoken, CLOCK) if one.kind == "person"]
    assert row.part is not None and (row.part.start, row.part.end) == (2, 4)


def test_questions_number_the_choices_and_name_the_account_where_it_differs() -> None:
    other = Candidate("p2", "王强", "a2", "中兴")
    asked = Understood(
        "王",
        questions=(
            Question("who"),
            Question("person", "王", (WANG, other)),
            Question("person", "王工", (WANG, Candidate("p3", "王涛", "a1", "华为"))),
            Question("account", "华", (HUAWEI, Candidate("a3", "华联", "a3", "华联"))),
            Question("account", "", (HUAWEI,)),
        ),
    )
    assert question_lines(asked) == [
        "Name who it was about: an account, or a person of one.",
        "Who is “王”? 1 王建国 · 总经理 · 华为; 2 王强 · 中兴",
        "Who is “王工”? 1 王建国 · 总经理; 2 王涛",
        "Which account is “华”? 1 华为; 2 华联",
        "Which account is it? 1 华为",
    ]


@pytest.mark.parametrize("about", ["deal", "stage", "amount", "future", "due", "account"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_doubt_is_a_sentence_with_the_words_in_it(about: str, language: str) -> None:
    use_language(language)
    sentence = doubt_words(Doubt(about, "[/x] {0} 2月30日"))  # type: ignore[arg-type]
    assert "[/x] {0} 2月30日" in sentence and sentence.endswith((".", "。"))


def test_the_report_holds_all_of_it_but_what_was_said_in_confidence() -> None:
    report = log_preview(FULL, CLOCK)
    text = as_text(report)
    assert "We promised · 报价 · by Fri 27 Nov" in text and "Who · 小新 · new person" in text
    assert "When · now · default" in text
    assert (
        "他要走" not in text and "他要走" not in as_json(report) and "In confidence · kept, and not shown here" in text
    )
    assert [section.key for section in report.sections if section.lines] == ["rows"]


def test_other_eyes_see_no_numbers_and_no_gift() -> None:
    gift = Understood("x", kind="gift", summary="送了茶", objections=(ObjectionSaid("打 13912345678"),))
    seen, hidden = as_text(log_preview(gift, CLOCK)), as_text(log_preview(gift, CLOCK, private=True))
    assert "送了茶" in seen and "13912345678" in seen
    assert "送了茶" not in hidden and "13912345678" not in hidden


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Call · 王建国, 小新 · 1 new person · 1 objection · 3 promises · 1 need · 1 competitor · 1 next step"),
        ("zh", "电话 · 王建国、小新 · 1 位新联系人 · 1 条异议 · 3 项承诺 · 1 条需求 · 1 个竞争对手 · 1 个下一步"),
    ],
)
def test_what_was_saved_is_said_in_few_words(language: str, expected: str) -> None:
    use_language(language)
    assert saved_words(FULL).startswith(expected)
