"""What was found, as lines: what each says, what is marked, and what is left out."""

from __future__ import annotations

import pytest

from karep.db.searched import SEARCHED
from karep.db.store import Store
from karep.i18n import use_language
from karep.playbook.finding import find_entries
from karep.playbook.shelf import playbook
from karep.reports.finding import CARD, LONGEST, find_everything
from karep.reports.report import Line, Report
from karep.rules.clock import Clock
from tests.hostile import fill, hostile_texts
from tests.reports.conftest import Add


def keys(report: Report) -> list[str]:
    return [section.key for section in report.sections]


def lines(report: Report, key: str) -> list[Line]:
    return list(report.section(key).lines) if key in keys(report) else []


def only_line(report: Report, key: str) -> Line:
    (line,) = lines(report, key)
    return line


def marked(line: Line) -> list[tuple[str, str]]:
    """The names of the pieces with what is marked in each."""
    return [(name, line.part(name)[start:end]) for name, spans in line.marks.items() for start, end in spans]


def check_lines(store: Store, report: Report) -> None:
    """Each line says something, comes from a live record, and is marked within what it says."""
    for section in report.sections:
        assert section.title and section.lines
        for line in section.lines:
            assert line.noun == section.key
            assert line.parts and all(part.text for part in line.parts)
            assert len({part.name for part in line.parts}) == len(line.parts)
            if line.noun != CARD:
                row = f"SELECT removed_at FROM {line.noun} WHERE id = ?"
                assert store.connection.execute(row, (line.record_id,)).fetchall() == [(None,)]
            for name, spans in line.marks.items():
                ends = [0, *(place for span in spans for place in span), len(line.part(name))]
                assert ends == sorted(ends)
                assert all(start < end for start, end in spans)


@pytest.fixture
def huawei(add: Add) -> str:
    """An account with one record of every noun, each of which says “框架”."""
    account = add("account", name="华为技术", short_name="华为", tier="diamond", city="深圳", note="框架客户")
    person = add("person", name="曾国梁", account_id=account, title="框架总监", mobile="138-0013-8000")
    deal = add("opportunity", name="框架合同", account_id=account, stage="S3", amount=120_000_00, currency="CNY")
    at = "2026-11-19T01:00:00Z"
    touch = add("touch", account_id=account, opportunity_id=deal, at=at, kind="visit", summary="谈框架")
    add("attendance", touch_id=touch, person_id=person)
    add("promise", account_id=account, person_id=person, owed_by="us", what="送框架稿", due="2026-11-21")
    add("follow_up", account_id=account, person_id=person, what="问框架", due="2026-11-23")
    add("preference", person_id=person, kind="topic", text="爱谈框架", privacy="internal")
    add("fact", account_id=account, name="去年框架", value="300万", dated="2026-01-01")
    add("objection", account_id=account, words="框架太死", at=at)
    add("need", account_id=account, person_id=person, what="框架要灵活", hidden=True, at=at)
    add("competitor", account_id=account, name="框架公司", note="低价", at=at)
    add("concession", account_id=account, opportunity_id=deal, give="框架价让2%", get="三年期", made_at=at)
    lesson = {"part": "lessons", "lesson": "avoid", "stage": "S5"}
    add("remark", account_id=account, period="2026-W47", text="框架先谈量后谈价", **lesson)
    return account


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_line_of_every_noun(store: Store, clock: Clock, huawei: str, language: str) -> None:
    use_language(language)
    report = find_everything(store.connection, "框架", clock, private=True)
    check_lines(store, report)
    assert keys(report)[0] == "opportunity", "what is called so comes before where it is noted"
    assert set(keys(report)) - {CARD} == set(SEARCHED)
    assert all(("框架" in "".join(text for _, text in marked(line))) for key in SEARCHED for line in lines(report, key))
    assert [" | ".join(part.text for part in only_line(report, key).parts) for key in SEARCHED] == SAID[language]
    assert {only_line(report, key).account_id for key in SEARCHED} == {huawei}


SAID = {
    "en": [
        "华为技术 | 华为 | Diamond | 深圳 | Note: 框架客户",
        "曾国梁 | 框架总监 | 华为技术 | 138-0013-8000",
        "框架合同 | 华为技术 | S3 Engage | ¥120k",
        "yesterday | 华为技术 | Visit | 曾国梁 | 谈框架",
        "We promised | 华为技术 | 送框架稿 | 曾国梁 | by tomorrow",
        "Mon 23 Nov | 华为技术 | 问框架 | 曾国梁",
        "曾国梁 | 华为技术 | Topic | 爱谈框架",
        "华为技术 | 去年框架 | 300万 | Thu 1 Jan 2026",
        "yesterday | 华为技术 | 框架太死 | Unanswered",
        "yesterday | 华为技术 | 框架要灵活 | 曾国梁 | not voiced yet",
        "yesterday | 华为技术 | 框架公司 | 低价",
        "yesterday | 华为技术 | 框架价让2% | 框架合同",
        "2026-W47 · 16–22 Nov | 华为技术 | 框架先谈量后谈价 | Lesson: To avoid | S5 Propose",
    ],
    "zh": [
        "华为技术 | 华为 | 钻石 | 深圳 | 备注：框架客户",
        "曾国梁 | 框架总监 | 华为技术 | 138-0013-8000",
        "框架合同 | 华为技术 | S3 接触 | ¥12万",
        "昨天 | 华为技术 | 拜访 | 曾国梁 | 谈框架",
        "我方承诺 | 华为技术 | 送框架稿 | 曾国梁 | 明天前",
        "11月23日 周一 | 华为技术 | 问框架 | 曾国梁",
        "曾国梁 | 华为技术 | 话题 | 爱谈框架",
        "华为技术 | 去年框架 | 300万 | 2026年1月1日 周四",
        "昨天 | 华为技术 | 框架太死 | 未决",
        "昨天 | 华为技术 | 框架要灵活 | 曾国梁 | 尚未说出",
        "昨天 | 华为技术 | 框架公司 | 低价",
        "昨天 | 华为技术 | 框架价让2% | 框架合同",
        "2026年第47周 · 11月16–22日 | 华为技术 | 框架先谈量后谈价 | 经验教训：以后避免 | S5 方案",
    ],
}


def test_nothing_found_is_an_empty_page(store: Store, clock: Clock, huawei: str) -> None:
    for words in ("", "  ", "没有这个人", "😀", "\x00"):
        report = find_everything(store.connection, words, clock)
        assert report.sections == ()
        assert report.subtitle == words.strip()


@pytest.mark.parametrize(
    ("words", "key", "expected"),
    [
        ("hwjs", "account", [("name", "华为技术")]),
        ("zengg", "person", [("name", "曾国")]),
        ("8000", "person", [("phone", "8000")]),
        ("总监", "person", [("title", "总监")]),
        ("华为 框架", "touch", [("account", "华为"), ("what", "框架")]),
        ("曾 框架", "touch", [("who", "曾"), ("what", "框架")]),
        ("深圳", "account", [("city", "深圳")]),
        ("huawei 客户", "account", [("name", "华为"), ("short", "华为"), ("match", "客户")]),
    ],
)
def test_what_is_marked(
    store: Store, clock: Clock, huawei: str, words: str, key: str, expected: list[tuple[str, str]]
) -> None:
    assert marked(only_line(find_everything(store.connection, words, clock, private=True), key)) == expected


LONG = "前言。" * 200 + "价格要降" + "后语，" * 200
ENGLISH = "words " * 100 + "the price is high " + "other " * 100


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (LONG, "价格", "价格"),
        (ENGLISH, "price", "price"),
        (LONG[:200] + "价格", "价格", "价格"),
        ("价格" + LONG[:200], "价格", "价格"),
    ],
    ids=["middle", "English", "end", "beginning"],
)
def test_long_texts_are_cut_around_what_was_found(
    store: Store, clock: Clock, add: Add, text: str, words: str, expected: str
) -> None:
    account = add("account", name="Acme", note=text)
    add("touch", account_id=account, at="2026-11-19T01:00:00Z", summary=text, outcome="done")
    add("touch", account_id=account, at="2026-11-18T01:00:00Z", summary="visit", outcome=text)
    report = find_everything(store.connection, words, clock, private=True)
    check_lines(store, report)
    for line, name in (
        (only_line(report, "account"), "match"),
        (lines(report, "touch")[0], "what"),
        (lines(report, "touch")[1], "match"),
    ):
        assert marked(line) == [(name, expected)]
        assert len(line.part(name)) <= LONGEST + 20
        assert line.marks[name][0][0] < len(line.part(name)) - len(expected) + 1
        assert "…" in line.part(name)
        assert text != ENGLISH or "…words words" in line.part(name), "no word is cut"


def test_what_is_personal_is_left_out_unless_it_is_asked_for(store: Store, clock: Clock, add: Add) -> None:
    person = add("person", name="曾国梁")
    internal = [
        add("preference", person_id=person, kind="gift", text=f"茶 {number}", privacy="internal") for number in range(3)
    ]
    personal = [
        add("preference", person_id=person, kind="other", text=f"茶 {number}", privacy=privacy)
        for number in range(5)
        for privacy in ("personal", "sensitive")
    ]
    report = find_everything(store.connection, "茶", clock, limit=2)
    assert [line.record_id for line in lines(report, "preference")] == internal[:0:-1]
    assert report.section("preference").more
    assert not any(line.level for line in lines(report, "preference"))
    report = find_everything(store.connection, "茶", clock, limit=3)
    assert not report.section("preference").more
    report = find_everything(store.connection, "茶", clock, limit=20, private=True)
    assert {line.record_id for line in lines(report, "preference")} == {*internal, *personal}
    assert {line.record_id for line in lines(report, "preference") if line.level == "personal"} == set(personal)


def test_only_personal_things_leave_no_trace(store: Store, clock: Clock, add: Add) -> None:
    person = add("person", name="曾国梁")
    for number in range(9):
        add("preference", person_id=person, kind="other", text=f"离婚 {number}", privacy="sensitive")
    assert find_everything(store.connection, "离婚", clock).sections == ()


PRIVATE = {
    "account": [{"note": "离婚"}],
    "person": [{"email": "离婚@x.cn"}, {"wechat": "离婚"}, {"note": "离婚"}],
    "opportunity": [{"note": "离婚"}],
    "touch": [{"kind": "gift", field: "离婚"} for field in ("purpose", "summary", "outcome")],
}
"""What is found, and is not for everybody to read, by noun."""


@pytest.mark.parametrize(("noun", "values"), [(noun, one) for noun, found in PRIVATE.items() for one in found])
def test_what_is_private_is_found_but_shown_only_when_it_is_asked_for(
    store: Store, clock: Clock, add: Add, noun: str, values: dict[str, str]
) -> None:
    account = add("account", name="Acme")
    common = {"touch": {"account_id": account, "at": "2026-11-19T01:00:00Z"}, "opportunity": {"account_id": account}}
    named = {} if noun == "touch" else {"name": "Somebody"}
    record = add(noun, **common.get(noun, {}), **named, **values)
    shared = find_everything(store.connection, "离婚", clock)
    line = only_line(shared, noun)
    assert line.record_id == record and line.parts and not line.marks
    assert not any("离婚" in part.text for part in line.parts)
    own = only_line(find_everything(store.connection, "离婚", clock, private=True), noun)
    assert [text for _name, text in marked(own)] == ["离婚"]


def test_what_was_said_in_confidence_leaves_no_trace_for_others(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme")
    told = {"account_id": account, "at": "2026-11-19T01:00:00Z", "kind": "visit", "summary": "谈框架"}
    add("touch", **told, private_note="王总要退休")
    own = find_everything(store.connection, "退休", clock, private=True)
    assert marked(only_line(own, "touch")) == [("match", "退休")]
    assert only_line(own, "touch").part("match") == "In confidence: 王总要退休"
    assert find_everything(store.connection, "退休", clock).sections == ()
    shared = only_line(find_everything(store.connection, "框架", clock), "touch")
    assert not any("退休" in part.text for part in shared.parts)


def test_what_is_said_at_a_visit_is_no_secret(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme", address="框架路")
    add("touch", account_id=account, at="2026-11-19T01:00:00Z", kind="visit", summary="谈框架")
    report = find_everything(store.connection, "框架", clock)
    assert marked(only_line(report, "touch")) == [("what", "框架")]
    assert marked(only_line(report, "account")) == [("match", "框架")]


def test_the_limit_holds_for_every_section(store: Store, clock: Clock, add: Add) -> None:
    for number in range(3):
        add("account", name=f"Price {number}")
    report = find_everything(store.connection, "price", clock, limit=2)
    assert [len(section.lines) for section in report.sections] == [2, 2]
    assert all(section.more for section in report.sections)
    assert keys(find_everything(store.connection, "price", clock, only="account")) == ["account"]
    assert keys(find_everything(store.connection, "price", clock, only=CARD)) == [CARD]


@pytest.mark.parametrize(
    ("language", "words", "card"),
    [("zh", "太贵", "o.too-expensive"), ("zh", "tgl", "o.too-expensive"), ("en", "too expensive", "o.too-expensive")],
)
def test_cards_are_found_by_what_the_customer_says(
    store: Store, clock: Clock, language: str, words: str, card: str
) -> None:
    use_language(language)
    line = lines(find_everything(store.connection, words, clock), CARD)[0]
    assert (line.noun, line.record_id) == (CARD, card)
    assert line.marks["name"]
    assert find_entries(words, language, 1)[0].id == card


def test_a_slip_is_forgiven_when_nothing_else_is_found(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Sundermoor Freight")
    report = find_everything(store.connection, "Sundermor", clock)
    line = only_line(report, "account")
    assert line.record_id == account
    assert marked(line)[0][0] == "name"
    assert report.note == "Nothing answers to “Sundermor”; this answers to “sundermoor”."
    assert find_everything(store.connection, "Sundermoor", clock).note == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_texts_in_every_field(store: Store, clock: Clock, language: str) -> None:
    use_language(language)
    texts = hostile_texts()[:26]
    with store.action("test") as change:
        fill(change, [text for text in texts if "\ud800" not in text])
    for words in (*texts[:8], "word", "客户名称", "1", "a", "drop 'table"):
        check_lines(store, find_everything(store.connection, words, clock, private=True))


@pytest.mark.parametrize(
    ("language", "words", "card", "stage"),
    [
        ("zh", "你们比别家贵两成", "o.too-expensive", "S5 方案"),
        ("zh", "贵两成", "o.too-expensive", "S5 方案"),
        ("en", "we already have a supplier", "o.have-supplier", "S3 Engage"),
    ],
)
def test_what_a_customer_says_is_answered_before_what_is_noted(
    store: Store, clock: Clock, add: Add, language: str, words: str, card: str, stage: str
) -> None:
    use_language(language)
    account = add("account", name="Acme")
    add("touch", account_id=account, at="2026-11-19T01:00:00Z", kind="visit", summary=f"They said: {words}.")
    report = find_everything(store.connection, words, clock)
    assert keys(report) == [CARD, "touch"]
    line = lines(report, CARD)[0]
    known = {part.name: part.text for part in line.parts}
    objection = playbook(language).objections[card]
    assert line.record_id == card and (known["name"], known["stage"]) == (objection.name, stage)
    assert known["kind"] == ("异议" if language == "zh" else "Objection")
    assert known["what"].startswith(objection.answers[0].say[:40]), "the words that answer it, from their beginning"


def test_a_word_that_is_noted_comes_before_cards_that_are_called_so(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="恒岳机械")
    add("touch", account_id=account, at="2026-11-19T01:00:00Z", kind="visit", summary="寄报价和合同")
    for words in ("合同", "报价"):
        report = find_everything(store.connection, words, clock)
        assert keys(report) == ["touch", CARD], words
    assert keys(find_everything(store.connection, "恒岳 报价", clock)) == ["touch"]


def test_a_guess_at_an_objection_is_given_up_for_a_slip_in_a_name(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Sundermoor Freight")
    report = find_everything(store.connection, "Sundermor Freight", clock)
    assert only_line(report, "account").record_id == account and report.note


# --- lessons -----------------------------------------------------------------------------------------------------


@pytest.fixture
def lessons(add: Add) -> dict[str, str]:
    """Lessons of several periods, and other own words; their ids by what they are."""
    account = add("account", name="恒岳机械", short_name="恒岳")
    made = {"account": account}
    for name, period, more in (
        ("older", "2026-10", {"text": "报价太早", "stage": "S5", "lesson": "avoid"}),
        ("quarter", "2026-Q2", {"text": "报价太迟", "stage": "S4", "lesson": "failed"}),
        ("newest", "2026-W47", {"text": "先问预算", "stage": "S5", "lesson": "worked", "account_id": account}),
        ("secret", "2026-W46", {"text": "报价给错人", "lesson": "failed", "privacy": "personal"}),
    ):
        made[name] = add("remark", period=period, part="lessons", **more)
    made["headline"] = add("remark", period="2026-W47", part="headline", text="教训会开了")
    return made


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("教训", ["newest", "older", "quarter", "headline"]),
        ("lessons", ["newest", "older", "quarter"]),
        ("教训 S5", ["newest", "older"]),
        ("lesson propose", ["newest", "older"]),
        ("经验 方案", ["newest", "older"]),
        ("教训 报价", ["older", "quarter"]),
        ("报价 教训 s4", ["quarter"]),
        ("教训 恒岳", ["newest"]),
        ("教训 没有的", []),
        ("报价", ["older", "quarter"]),
    ],
)
def test_lessons_are_found_by_that_word_the_newest_period_first(
    store: Store, clock: Clock, lessons: dict[str, str], words: str, expected: list[str]
) -> None:
    use_language("zh" if "方案" in words else "en")
    report = find_everything(store.connection, words, clock)
    check_lines(store, report)
    assert [line.record_id for line in lines(report, "remark")] == [lessons[one] for one in expected]
    assert not expected or keys(report)[0] == "remark"


def test_lessons_that_are_private_are_found_by_the_rep_alone(
    store: Store, clock: Clock, lessons: dict[str, str]
) -> None:
    own = find_everything(store.connection, "教训 报价", clock, private=True)
    assert {line.record_id: line.level for line in lines(own, "remark")} == {
        lessons["secret"]: "personal", lessons["older"]: "", lessons["quarter"]: "",
    }  # fmt: skip
    assert lines(find_everything(store.connection, "报价给错人", clock), "remark") == []
    some = find_everything(store.connection, "教训", clock, limit=2)
    assert len(lines(some, "remark")) == 2 and some.section("remark").more


def test_own_words_stand_by_their_period_not_by_when_they_were_written(store: Store, clock: Clock, add: Add) -> None:
    periods = ["2026-W47", "2025", "2026-Q4", "2026-W01", "2026-09", "2026-W53", "2020-W53"]
    for period in periods:
        add("remark", period=period, part="headline", text="亮点")
    found = lines(find_everything(store.connection, "亮点", clock, limit=20), "remark")
    order = [line.part("when").split(" ")[0] for line in found]
    assert order == ["2026-W53", "2026-W47", "2026-Q4", "Sep", "2026-W01", "2025", "2020-W53"]


@pytest.mark.parametrize(
    ("noun", "values"),
    [
        ("remark", {"period": "2026-W47", "part": "headline", "text": "框架成了\r\n！！ zqleaves"}),
        ("touch", {"at": "2026-11-19T01:00:00Z", "kind": "visit", "summary": "框架成了\n- !! zqleaves"}),
        ("promise", {"owed_by": "us", "what": "框架成了\n!!zqleaves"}),
    ],
)
def test_lines_in_confidence_leave_no_trace_for_others(
    store: Store, clock: Clock, add: Add, noun: str, values: dict[str, str]
) -> None:
    add(noun, account_id=add("account", name="Acme"), **values)
    line = only_line(find_everything(store.connection, "框架", clock), noun)
    assert line.part("what") == "框架成了" and not any("zq" in part.text for part in line.parts)
    assert find_everything(store.connection, "zqlea", clock).sections == ()
    for words in ("框架", "zqlea"):
        own = only_line(find_everything(store.connection, words, clock, private=True), noun)
        assert "zqleaves" in own.part("what")
