"""What a log line says, and that no word of it is ever dropped."""

from dataclasses import replace
from datetime import date, time
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from karep.rules.log_line.labels import LABELS, labels
from karep.rules.log_line.reading import LONGEST_LINE, Asked, read_line
from karep.rules.log_line.understood import AtHand, PromiseSaid, RivalSaid, Understood
from tests.hostile import OURS
from tests.rules.log_line.listed_book import BOOK, HARROWGATE, HENGYUE

TODAY = date(2026, 11, 20)
"""A Friday."""


def read(text: str, account: str = "") -> Understood:
    at_hand = BOOK.at_hand(account) if account else AtHand()
    return read_line(text, Asked(at_hand, BOOK, TODAY))


def who(said: Understood) -> list[str]:
    return [one.person.name if one.person else f"{one.word}?" for one in said.people]


# --- the example of the design, both ways ---------------------------------------------------------------------------


def test_a_whole_line_in_chinese() -> None:
    said = read("曾总 王工 现场 谈框架合同 异议:价格 我方:周五前报价 对方:给图纸 下次:下周三10点 竞品:A公司")
    assert said.account == HENGYUE and not said.questions and not said.doubts
    assert who(said) == ["曾国梁", "王建设"] and said.kind == "visit" and said.summary == "谈框架合同"
    assert said.promises == (PromiseSaid("us", "报价", TODAY), PromiseSaid("them", "给图纸"))
    assert [one.words for one in said.objections] == ["价格"] and said.rivals == (RivalSaid("A公司"),)
    (step,) = said.next_steps
    assert (step.due, step.at) == (date(2026, 11, 25), time(10))


def test_a_whole_line_in_english() -> None:
    line = "Margaret, Ana visit: walked through the frame contract; objection: price; we: quote by Fri; they: drawings"
    said = read(f"{line}; next: Wed 10:00", HARROWGATE.id)
    assert who(said) == ["Margaret Doyle", "Ana Reyes"] and said.summary == "walked through the frame contract"
    assert said.promises == (PromiseSaid("us", "quote", TODAY), PromiseSaid("them", "drawings"))
    (step,) = said.next_steps
    assert (step.due, step.at, step.what) == (date(2026, 11, 25), time(10), "")


@pytest.mark.parametrize(
    "text",
    [
        "曾总　王工　现场　谈框架合同　异议：价格　我方：周五前报价　对方：给图纸　下次：下周三１０点　竞品：Ａ公司",
        "曾总、王工，现场，谈框架合同；异议：价格；我方：周五前报价；对方：给图纸；下次：下周三10点；竞品：A公司",
        "竞品:A公司 下次:下周三10点 对方:给图纸 我方:周五前报价 异议:价格；谈框架合同 现场 王工 曾总",
        "曾總 王工 現場 谈框架合同 異議:价格 我方:週五前报价 對方:给图纸 下次:下週三10點 競品:A公司",
    ],
)
def test_width_marks_order_and_script_say_the_same(text: str) -> None:
    said = read(text, HENGYUE.id)
    assert sorted(who(said)) == ["曾国梁", "王建设"] and said.kind == "visit" and said.summary == "谈框架合同"
    assert said.promises == (PromiseSaid("us", "报价", TODAY), PromiseSaid("them", "给图纸"))
    assert [one.words for one in said.objections] == ["价格"]
    assert [(one.due, one.at) for one in said.next_steps] == [(date(2026, 11, 25), time(10))]
    assert [one.name.replace("Ａ", "A") for one in said.rivals] == ["A公司"]


# --- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "account", "names", "summary"),
    [
        ("曾总王工现场谈框架合同", HENGYUE.id, ["曾国梁", "王建设"], "谈框架合同"),
        ("昨天下午去恒岳拜访曾总和王工，谈框架合同", "", ["曾国梁", "王建设"], "谈框架合同"),
        ("跟曾总电话聊了报价", HENGYUE.id, ["曾国梁"], "聊了报价"),
        ("曾总说价格太高", HENGYUE.id, ["曾国梁"], "曾总说价格太高"),
        ("zengz 现场 谈合同", HENGYUE.id, ["曾国梁"], "谈合同"),
        ("采购总监 拜访 初次见面", HENGYUE.id, ["李敏"], "初次见面"),
        ("张三 李四 现场 谈合同", HENGYUE.id, ["张三?", "李四?"], "谈合同"),
        ("方案 现场 曾总", HENGYUE.id, ["曾国梁"], "方案"),
        ("钱工 现场 看设备", HENGYUE.id, ["钱工?"], "看设备"),
        ("财务总监 电话 催款", HENGYUE.id, ["财务总监?"], "催款"),
        ("@阿强 现场 看设备", HENGYUE.id, ["阿强?"], "看设备"),
        ("李敏（采购总监） 现场 谈价", HENGYUE.id, ["李敏"], "谈价"),
        ("电话 催合同", HENGYUE.id, [], "催合同"),
        ("Visited Harrowgate, Margaret walked me through the new cell", "", ["Margaret Doyle"],
         "Margaret walked me through the new cell"),
        ("lunch with Margaret Doyle and Tom Bell, talked budget", HARROWGATE.id, ["Margaret Doyle", "Tom Bell?"],
         "talked budget"),
        ("Harrowgate: Margaret Doyle, Ana Ruiz, video, demo", "", ["Margaret Doyle", "Ana Ruiz?"], "demo"),
        ("Called Dr. Lee yesterday about the quote", "", ["Dr. Susan Lee"], "about the quote"),
        ("MARGARET DOYLE CALL CHASED THE PO", "", ["Margaret Doyle"], "CHASED THE PO"),
        ("Budget, timeline and price are agreed", HARROWGATE.id, [], "Budget, timeline and price are agreed"),
        ("who: Margaret, Ana; call: chased the PO", HARROWGATE.id, ["Margaret Doyle", "Ana Reyes"], "chased the PO"),
    ],
)  # fmt: skip
def test_who_was_there(text: str, account: str, names: list[str], summary: str) -> None:
    said = read(text, account)
    assert (who(said), said.summary) == (names, summary)


def test_an_account_of_two_is_asked_for_unless_its_people_tell() -> None:
    assert read("恒岳 曾总 电话").account == HENGYUE
    said = read("恒岳 张伟 电话")
    assert said.questions[0].about == "account" and len(said.questions[0].choices) == 2 and not said.can_be_saved


def test_two_of_one_name_are_asked_for() -> None:
    said = read("李敏 电话 催款")
    assert said.questions[0].about == "account" and not said.can_be_saved
    assert who(read("李敏 电话 催款", HENGYUE.id)) == ["李敏"]


def test_without_anybody_it_asks_who() -> None:
    assert read("谈了价格").questions[0].about == "who"


def test_a_label_names_another_account_than_the_one_at_hand() -> None:
    said = read("客户:恒岳重机 曾总 电话", HARROWGATE.id)
    assert said.account == HENGYUE and who(said) == ["曾国梁"]


# --- how, when, what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("曾总 上门", "visit"), ("曾总 电话", "call"), ("曾总 发微信", "message"), ("曾总 邮件", "mail"),
        ("曾总 腾讯会议", "video"), ("曾总 研讨会", "event"), ("曾总 展会", "fair"), ("曾总 看厂", "plant_visit"),
        ("曾总 伴手礼", "gift"), ("曾总 手写信", "letter"), ("曾总 宴请", "meal"), ("曾总 要了电话号码", "visit"),
        ("曾总 现场3人参加", "visit"), ("曾总 谈现场问题", "visit"), ("曾总 方式:电话", "call"), ("call 曾总", "call"),
        ("email 曾总", "mail"), ("plant visit 曾总", "plant_visit"), ("handwritten letter 曾总", "letter"),
        ("trade fair 曾总", "fair"), ("曾总 drinks", "meal"), ("曾总 打了电话", "call"),
    ],
)  # fmt: skip
def test_the_kind_of_touch(text: str, kind: str) -> None:
    assert read(text, HENGYUE.id).kind == kind


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("曾总 现场 谈合同", None, None),
        ("昨天下午3点 曾总 现场", date(2026, 11, 19), time(15)),
        ("曾总 现场 上周五 谈合同", date(2026, 11, 13), None),
        ("曾总 11月3日 现场", date(2026, 11, 3), None),
        ("曾总，现场，昨天，谈了明年3月的交期", date(2026, 11, 19), None),
        ("14:30 曾总 现场", TODAY, time(14, 30)),
        ("曾总 现场 谈了上周五的样品问题", None, None),
        ("时间:11月18日9点 曾总 现场", date(2026, 11, 18), time(9)),
        ("Called Margaret about the quote last fri", date(2026, 11, 13), None),
    ],
)
def test_when_it_was(text: str, day: date | None, at: time | None) -> None:
    said = read(text, HENGYUE.id)
    assert (said.day, said.at) == (day, at)


def test_a_day_ahead_is_no_day_on_which_something_happened() -> None:
    said = read("明天 曾总 现场 谈合同", HENGYUE.id)
    assert said.day is None and "明天" in said.summary
    assert [one.about for one in said.doubts] == ["future"]
    assert said.proposal is not None and said.proposal.due == date(2026, 11, 21)


def test_no_day_is_invented() -> None:
    said = read("曾总 现场 我方:2月30日前出方案", HENGYUE.id)
    assert said.promises == (PromiseSaid("us", "2月30日前出方案"),)


def test_several_promises_behind_one_label_have_each_its_day() -> None:
    said = read("曾总 现场 我方:12月1日前寄发票,下周一前补合同", HENGYUE.id)
    assert said.promises == (
        PromiseSaid("us", "寄发票", date(2026, 12, 1)),
        PromiseSaid("us", "补合同", date(2026, 11, 23)),
    )
    assert read("曾总 现场 我方:报价,样品", HENGYUE.id).promises == (PromiseSaid("us", "报价,样品"),)


def test_an_answer_stands_behind_an_arrow() -> None:
    (said,) = read("曾总 现场 异议:太贵→给了值测算表", HENGYUE.id).objections
    assert (said.words, said.answer) == ("太贵", "给了值测算表")


def test_sentences_in_confidence_are_kept_apart_whatever_they_hold() -> None:
    said = read("曾总 现场 谈合同。!!异议:他说要跳槽，#保密。下次:周三", HENGYUE.id)
    assert said.private_note == "异议:他说要跳槽，#保密。" and not said.objections and not said.tags
    assert said.summary == "谈合同。" and len(said.next_steps) == 1


def test_tags_stand_anywhere_and_a_number_is_none() -> None:
    said = read("曾总 现场 #急 我方:报价 #价格 周五前 #3 号线", HENGYUE.id)
    assert said.tags == ("急", "价格") and said.promises[0].due == TODAY


def test_the_deal_moves_and_gets_its_amount() -> None:
    said = read("曾总 现场 阶段:方案 因为招标提前 金额:120万 谈得不错", HENGYUE.id)
    assert said.deal is not None and (said.stage, said.stage_reason) == ("S5", "因为招标提前")
    assert said.amount == 120_000_000 and said.summary == "谈得不错"
    assert read("Margaret call stage: propose; deal: retrofit", HARROWGATE.id).stage == "S5"


@pytest.mark.parametrize("text", ["stage: propose", "amount: 1.2m", "deal: nothing", "stage: banana", "amount: lots"])
def test_what_belongs_to_no_single_deal_stays_in_the_summary(text: str) -> None:
    said = read(f"Margaret call; {text}", HARROWGATE.id)
    assert said.summary == text and said.doubts and not said.stage and said.amount is None and said.can_be_saved


def test_what_comes_next_is_proposed_by_the_tier_and_the_stage() -> None:
    assert read("Ana call hello", HARROWGATE.id).proposal is not None
    said = read("曾总 电话", HENGYUE.id).proposal
    assert said is not None and not said.due_said and TODAY < said.due <= date(2026, 11, 27)
    ahead = read("曾总 电话 说下周三上会", HENGYUE.id).proposal
    assert ahead is not None and ahead.due == date(2026, 11, 25) and ahead.due_said
    assert read("曾总 电话 下次:周三", HENGYUE.id).proposal is None


def test_a_next_step_may_come_again() -> None:
    (step,) = read("曾总 电话 下次:每月第一个周一 供货复盘", HENGYUE.id).next_steps
    assert step.repeat and step.what == "供货复盘" and step.due == date(2026, 12, 7)


# --- nothing is dropped, nothing breaks ------------------------------------------------------------------------------

_OTHER_WORDS = (
    "曾总 王工 李敏 张三 现场 电话 visit call Margaret Doyle 恒岳 Harrowgate 昨天下午 下周三10点 2月30日 3/12 "
    "14:30 120万 $1.2m S5 方案 #急 #tag !! → 谈框架合同 price 每月第一个周一 A公司 "
    "http://a.b/c:d ( ) “ @ 和 and with 3.5 1/3"
)
_PHRASES = ("Tom Bell", "by Fri", "last fri", "next wed 10:00")
_LABELS = (*labels("zh"), *labels("en"), *(word for words in LABELS.values() for word in words))
WORDS = st.sampled_from([*_LABELS, *_OTHER_WORDS.split(), *_PHRASES])
MARKS = st.sampled_from(
    [" ", "", ", ", "，", "; ", "；", "。", ". ", ":", "：", "、", "!", "？", "\n", "\u3000", "-", " — "]
)
MIXED = st.lists(st.tuples(WORDS | st.text(max_size=6), MARKS), max_size=14).map(
    lambda pairs: "".join(word + mark for word, mark in pairs)
)


def speaking(text: str) -> list[int]:
    """The places of the characters that say something; an arrow only leads to an answer."""
    return [place for place, letter in enumerate(text) if category(letter)[0] not in "PZC" and letter != "→"]


@settings(max_examples=600, deadline=None)
@given(MIXED | st.text(), st.sampled_from(["", HENGYUE.id, HARROWGATE.id]))
@example("!!", "")
@example("下次:", HENGYUE.id)
@example("我方:周五", HENGYUE.id)
@example("¥120万", HARROWGATE.id)
def test_every_word_is_in_one_part_and_only_one(text: str, account: str) -> None:
    said = read(text, account)
    covered: set[int] = set()
    for part in said.parts:
        assert 0 <= part.start <= part.value_start <= part.end <= len(text)
        places = set(range(part.start, part.end))
        assert not places & covered, "parts overlap"
        covered |= places
    assert set(speaking(text)) <= covered


@settings(max_examples=600, deadline=None)
@given(MIXED, st.sampled_from(["", HENGYUE.id, HARROWGATE.id]))
def test_every_word_is_stored(text: str, account: str) -> None:
    """Each letter that is in no label, date, name or other word that was understood is in one of the stored texts."""
    said = read(text, account)
    texts = [said.summary, said.private_note, said.purpose, said.outcome, said.colleagues, said.stage_reason]
    texts += [*said.tags, *said.needs, *(one.what for one in (*said.promises, *said.next_steps))]
    texts += [one.words + one.answer for one in said.objections] + [one.name + one.note for one in said.rivals]
    stored = "".join([*texts, *(one.word for one in said.people)])
    for part in said.parts:
        words = text[part.value_start : part.end]
        if part.kind in ("summary", "private", "need", "purpose", "outcome", "colleagues", "objection", "rival", "tag"):
            for place in speaking(words):
                assert words[place] in stored, (part.kind, words)


@pytest.mark.parametrize("text", OURS)
def test_hostile_texts_are_words_like_others(text: str) -> None:
    said = read(f"曾总 现场 {text} 我方:{text} 周五前", HENGYUE.id)
    assert who(said)[0] == "曾国梁" and said.kind == "visit"


def test_a_line_of_any_length_is_read() -> None:
    said = read("曾总 现场 " + "谈合同，我方:周五前报价 " * 5000, HENGYUE.id)
    assert len(said.text) > LONGEST_LINE and said.summary.endswith("我方:周五前报价")


# --- an account that is only highlighted in a list --------------------------------------------------------------------


def listed(text: str, account: str) -> Understood:
    return read_line(text, Asked(replace(BOOK.at_hand(account), is_listed=True), BOOK, TODAY))


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("曾总 现场 谈框架合同", HENGYUE.id),
        ("恒岳重机 现场 谈框架合同", HENGYUE.id),
        ("Ana visit: hello", HARROWGATE.id),
        ("电话 催合同", HARROWGATE.id),
        ("钱工 现场 看设备", HARROWGATE.id),
    ],
)
def test_a_listed_account_gives_way_to_that_of_who_is_named(text: str, account: str) -> None:
    said = listed(text, HARROWGATE.id)
    assert said.account is not None and said.account.id == account and said.can_be_saved


def test_an_opened_account_stays_and_it_is_said_who_is_elsewhere() -> None:
    said = read("曾总 现场 谈框架合同", HARROWGATE.id)
    assert said.account == HARROWGATE and [one.is_new for one in said.people] == [True]
    (doubt,) = said.doubts
    assert doubt.about == "elsewhere" and doubt.known is not None and doubt.known.name == "曾国梁"


def test_a_listed_account_gives_way_only_to_one() -> None:
    said = listed("李敏 电话 催款", HARROWGATE.id)
    assert said.questions[0].about == "account" and len(said.questions[0].choices) == 2


# --- what reps type without labels ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("曾总 拜访 春节前要上线", "春节前要上线"),
        ("曾总 电话 月底前定标", "月底前定标"),
        ("王工 现场 上个月换的滤芯又堵了", "上个月换的滤芯又堵了"),
        ("曾总 拜访 10月1日起涨价", "10月1日起涨价"),
        ("王工 现场 11月3日坏过一次", "11月3日坏过一次"),
        ("王工 电话 周二送的样品合格", "周二送的样品合格"),
        ("王工 现场 3天前坏了", "3天前坏了"),
        ("曾总 visit: contract ends 31 Dec", "contract ends 31 Dec"),
        ("曾总 email: air audit booked 3rd of Dec", "air audit booked 3rd of Dec"),
        ("曾总 call: budget due by 15 Jan", "budget due by 15 Jan"),
    ],
)
def test_a_day_that_the_sentence_speaks_of_is_not_when_it_was_and_stays(text: str, summary: str) -> None:
    said = read(text, HENGYUE.id)
    assert said.day is None and said.summary == summary


@pytest.mark.parametrize(
    ("text", "day", "at", "summary"),
    [
        ("昨天跟曾总聊了报价", date(2026, 11, 19), None, "昨天跟曾总聊了报价"),
        ("今天上午拜访了曾总，谈价", TODAY, time(10), "今天上午拜访了曾总，谈价"),
        ("昨天下午 曾总 电话 谈价", date(2026, 11, 19), time(15), "谈价"),
        ("昨晚 曾总 吃饭 谈价", date(2026, 11, 19), time(19), "谈价"),
        ("曾总 dinner, talked price 3 Nov 19:00", date(2026, 11, 3), time(19), "talked price"),
    ],
)
def test_a_day_near_today_is_when_it_was_also_within_the_sentence(
    text: str, day: date, at: time | None, summary: str
) -> None:
    said = read(text, HENGYUE.id)
    assert (said.day, said.at, said.summary) == (day, at, summary)


@pytest.mark.parametrize(
    ("text", "promises", "summary"),
    [
        ("曾总 现场 我方下周二前答复，对方月底给图，谈得不错", [("us", "答复"), ("them", "给图")], "谈得不错"),
        ("曾总 现场 我们承诺周三前出技术协议", [("us", "出技术协议")], ""),
        ("曾总 call: we send calc by 27 Nov; they send floor plan by 30 Nov",
         [("us", "send calc"), ("them", "send floor plan")], ""),
        ("曾总 现场 我方:我方:下周二前发样品", [("us", "发样品")], ""),
        ("曾总 现场 我们谈得不错", [], "我们谈得不错"),
        ("曾总 call: we talked about the plan for next week", [], "we talked about the plan for next week"),
    ],
)  # fmt: skip
def test_a_promise_without_a_colon_needs_its_day(text: str, promises: list[tuple[str, str]], summary: str) -> None:
    said = read(text, HENGYUE.id)
    assert [(one.owed_by, one.what) for one in said.promises] == promises and said.summary == summary


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("今天上午跟曾总、王工开会，李敏也在", ["曾国梁", "王建设", "李敏"]),
        ("曾总开会，李敏参加", ["曾国梁", "李敏"]),
        ("曾总 拜访 参加:李敏", ["曾国梁", "李敏"]),
        ("曾总 拜访，说起李敏的报价", ["曾国梁"]),
        ("Zeng Guoliang visit", ["曾国梁"]),
    ],
)
def test_who_is_said_to_have_been_there_too(text: str, names: list[str]) -> None:
    assert who(read(text, HENGYUE.id)) == names


def test_a_new_account_is_brought_along_unless_it_is_there() -> None:
    said = read("新客户:上海电气 刘洋经理 展会 对无油机有兴趣", HARROWGATE.id)
    assert said.account is not None and (said.account.id, said.account.name) == ("", "上海电气")
    assert who(said) == ["刘洋经理?"] and said.kind == "fair" and said.can_be_saved
    assert read("新客户:恒岳重机 曾总 展会").account == HENGYUE


def test_an_amount_in_another_currency_and_the_same_stage_stay_in_the_summary() -> None:
    at_hand = replace(BOOK.at_hand(HENGYUE.id), deals=(replace(BOOK.deals[0], currency="EUR"),))
    said = read_line("曾总 现场; amount: $1.2m; stage: S4", Asked(at_hand, BOOK, TODAY))
    assert [one.about for one in said.doubts] == ["same_stage", "currency"] and said.amount is None and not said.stage
    assert said.summary == "amount: $1.2m stage: S4"


def test_what_comes_next_on_this_weekday_is_next_week() -> None:
    assert read("曾总 电话 下次:周五 送样", HENGYUE.id).next_steps[0].due == date(2026, 11, 27)
    assert read("曾总 电话 下次:今天 送样", HENGYUE.id).next_steps[0].due == TODAY
    assert read("曾总 电话 下次:周三下午 送样", HENGYUE.id).next_steps[0].what == "下午 送样"


def test_a_listed_account_that_nobody_is_known_of_is_said() -> None:
    assert [one.about for one in listed("上海那边的人说要无油机", HARROWGATE.id).doubts] == ["listed"]
    assert [one.about for one in listed("电话 催合同", HARROWGATE.id).doubts] == []


# --- what looks like a name, an account or a way, and is none ---------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "钱款",
        "万科",
        "高压泵",
        "黄铜件",
        "马达",
        "余款",
        "毛刺",
        "严重",
        "曾经",
        "韩国",
        "施工",
        "车工",
        "Invoice",
        "Sales",
        "Toyota",
    ],
)
def test_words_before_the_way_are_not_made_people(word: str) -> None:
    said = read(f"{word} 电话 催款", HENGYUE.id)
    assert not said.people and word in said.summary


@pytest.mark.parametrize(
    ("text", "kind", "summary"),
    [
        ("Letter of credit missing", "visit", "Letter of credit missing"),
        ("Coffee machine sold", "visit", "Coffee machine sold"),
        ("Call centre project", "visit", "Call centre project"),
        ("Text on the drawing is wrong", "visit", "Text on the drawing is wrong"),
        ("微信小程序 报价", "visit", "微信小程序 报价"),
        ("Call about the PO", "call", "about the PO"),
        ("电话催合同", "call", "电话催合同"),
        ("called about the PO", "call", "about the PO"),
    ],
)
def test_a_thing_named_like_a_way_stays_whole(text: str, kind: str, summary: str) -> None:
    said = read(text, HENGYUE.id)
    assert (said.kind, said.summary) == (kind, summary)


@pytest.mark.parametrize(
    "text", ["Jan, visit", "陈总监 电话", "Frank discussion, call", "Sun 5 Nov call", '"A" 电话 谈']
)
def test_in_the_whole_book_nobody_is_taken_for_another(text: str) -> None:
    asked = replace(BOOK, people=(*BOOK.people, replace(BOOK.people[0], id="x", name="Mira Jansen", title="")))
    said = read_line(text, Asked(AtHand(), asked, TODAY))
    assert said.questions and not any(one.person for one in said.people)


def test_an_account_that_nobody_knows_is_asked_for_whoever_is_named() -> None:
    for account in ("", HARROWGATE.id):
        said = read("客户:华新精密 曾总 电话", account)
        assert [(one.about, one.word) for one in said.questions] == [("account", "华新精密")]


@pytest.mark.parametrize(
    "text",
    [
        "我方:!!他要跳槽 周五",
        "谈了：!!他要跳槽",
        "谈了(!!他要跳槽)",
        "谈了“!!他要跳槽”",
        "谈了 !！他要跳槽",
        "x " * 2100 + "!!他要跳槽",
    ],
)
def test_what_is_in_confidence_is_in_nothing_else(text: str) -> None:
    said = read(f"曾总 现场 {text}", HENGYUE.id)
    told = f"{said.summary}{said.promises}{said.needs}{said.objections}{said.next_steps}"
    assert "跳槽" in said.private_note and "跳槽" not in told


def test_the_sign_in_the_middle_of_a_sentence_is_said_to_be_none() -> None:
    assert [one.about for one in read("曾总 现场 谈了!!他要跳槽", HENGYUE.id).doubts] == ["not_private"]


def test_a_day_long_ago_is_taken_and_told() -> None:
    said = read("12月25日 电话 催款", HENGYUE.id)
    assert said.day == date(2025, 12, 25) and [one.about for one in said.doubts] == ["long_ago"]
    assert not read("上周五 电话 催款", HENGYUE.id).doubts
