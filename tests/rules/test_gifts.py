"""Gifts: what counts towards the limit, what needs approval, what is cash, what was given before, what is a taboo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.gift_cash import cash_word
from karep.rules.gift_taboos import taboo_words, unlucky_gift
from karep.rules.gifts import (
    CASH,
    GOVERNMENT,
    NEAR,
    OVER,
    UNJUDGED,
    WITHIN,
    Allowance,
    GiftPlan,
    YearTotal,
    gift_warnings,
    is_alike,
    limit_reading,
    read_gift,
    year_reading,
    year_total,
)
from karep.settings import Settings
from tests.hostile import OURS

LIMIT = Allowance(500_00, "CNY")

CASH_ITEMS = """
cash|Cash 500|500 in cash|money|some money|Red packet|red envelopes|hongbao|Hong Bao|gift card|Gift-Card|GIFT CARDS
Amazon gift card|book voucher|vouchers|prepaid card|pre-paid card|pre paid card|cryptocurrency|0.01 bitcoin|ｃａｓｈ
shopping card|fuel card|JD card|supermarket card|bank transfer|gold bar|gift certificate|debit card|phone credit
book with cash in it|company shares|lai see|angpao|e-gift card|lucky money
现金|现 金|现金500元|發現金|現金|红包|微信红包|红包500|红包 装了 500 元|红包装了钱|红包装500元|紅包|礼金|结婚礼金
购物卡|購物卡|礼品卡|储值卡|消费卡|油卡|中石化加油卡|代金券|有价证券|超市购物卡一张|京东E卡|提货券|蟹卡|月饼券|转账|微信转账|话费充值卡|银行卡
金条|投资金条50克|股票|比特币|红包袋里200元|红包封，内有 ¥200|健身卡|压岁钱|礼券|大闸蟹提货卡|现\u200b金
现·金|数字人民币|支票
"""
OTHER_ITEMS = """
cashmere scarf|Cashew nuts|cashews|book on cash flow|A book about cash-flow|cashflow game|money tree|money plant|tea
The psychology of money (book)|Book: Money and power|monetary history|card holder|gift card holder|greeting card
Moneyball DVD|Longjing tea|Brooke Bond tea|James Bond film|post card|playing cards|redwood box|packet of tea|red wine
现金流讲座|《现金》|现金流量管理书|现金牛模型讲座|红包装茶叶|红包装的茶|红色包装|红包装礼盒|口红包装|空红包袋
公司定制红包封面|红包封套100个|加油卡片|生日卡片|礼品卡片|黄金条纹领带|金条绒裤|婚礼金饰盒|典礼金色徽章|奶油卡通杯|红包子|红包菜|茶叶|月饼|大闸蟹
《比特币简史》|股票入门书|卡包|名片夹|钱包|支票夹|书签|钱塘江画册|图书|人民币知识读本|书法作品|保温杯|羊绒围巾
"""


def items(table: str) -> list[str]:
    return [one for line in table.split("\n") for one in line.split("|") if one]


@pytest.mark.parametrize("item", items(CASH_ITEMS))
def test_what_is_as_good_as_cash_is_found(item: str) -> None:
    assert cash_word(item)


@pytest.mark.parametrize("item", items(OTHER_ITEMS))
def test_what_only_sounds_like_cash_is_left_alone(item: str) -> None:
    assert cash_word(item) is None


@given(st.text(max_size=80))
def test_any_text_can_be_an_item(text: str) -> None:
    found = cash_word(text)
    assert found is None or found.strip() == found != ""
    gift_warnings(text, given=[text], taboos=[text])


def test_hostile_items_are_read_like_any_other() -> None:
    for text in OURS:
        assert GOVERNMENT not in read_gift(GiftPlan(text), LIMIT).faults
        assert is_alike(text, "tea") == is_alike("tea", text)


@pytest.mark.parametrize(
    ("total", "limit", "state"),
    [(0, 0, WITHIN), (1, 0, OVER), (399_99, 500_00, WITHIN), (400_00, 500_00, NEAR), (500_00, 500_00, NEAR),
     (500_01, 500_00, OVER)],
)  # fmt: skip
def test_the_limit_itself_is_within_reach(total: int, limit: int, state: str) -> None:
    assert limit_reading(total, limit) == state


def test_only_the_currency_of_the_limit_is_added_up() -> None:
    values = [(100_00, "CNY"), (50_00, None), (20_00, "cny"), (40_00, "USD"), (1_00, "usd"), (None, "CNY")]
    assert year_total(values, LIMIT) == YearTotal(170_00, {"USD": 41_00}, 1, 6)
    assert year_total((), LIMIT) == YearTotal()


def test_over_the_limit_needs_a_name() -> None:
    before = YearTotal(400_00)
    plan = GiftPlan("tea", 100_01, "CNY", before=before)
    assert read_gift(plan, LIMIT).faults == (OVER,)
    assert read_gift(GiftPlan("tea", 100_00, "CNY", before=before), LIMIT).faults == ()
    for nobody in ("", " ", "-", "?"):
        assert read_gift(GiftPlan("tea", 100_01, "CNY", nobody, before=before), LIMIT).faults == (OVER,)
    reading = read_gift(GiftPlan("tea", 100_01, "CNY", "Zhao", before=before), LIMIT)
    assert (reading.faults, reading.needs_approval, reading.total, reading.state) == ((), (OVER,), 500_01, OVER)
    own = GiftPlan("tea", 100_01, "CNY", before=before, own_limit=1000_00)
    assert read_gift(own, LIMIT).faults == () and read_gift(own, LIMIT).limit == 1000_00


def test_another_currency_or_no_value_never_goes_over() -> None:
    over = YearTotal(600_00)
    assert read_gift(GiftPlan("tea", 9_000_00, "USD", before=over), LIMIT).faults == ()
    assert read_gift(GiftPlan("tea", None, "CNY", before=over), LIMIT).faults == ()
    assert read_gift(GiftPlan("tea", 0, "CNY", before=over), LIMIT).faults == ()
    assert read_gift(GiftPlan("dinner", 9_000_00, "CNY", has_person=False), LIMIT).faults == ()


def test_whoever_serves_the_state_needs_approval_however_small() -> None:
    assert read_gift(GiftPlan("a pen", 1, "CNY", government=True), LIMIT).faults == (GOVERNMENT,)
    assert read_gift(GiftPlan("a pen", None, None, "Zhao", government=True), LIMIT).faults == ()
    both = GiftPlan("a pen", 501_00, "CNY", government=True)
    assert read_gift(both, LIMIT).faults == (OVER, GOVERNMENT)


def test_no_approval_makes_cash_a_gift() -> None:
    assert read_gift(GiftPlan("购物卡", 100, "CNY", "赵总"), LIMIT).faults == (CASH,)
    assert read_gift(GiftPlan("Gift cards", 100), LIMIT).cash == "gift cards"


def test_the_limit_is_a_setting() -> None:
    settings = Settings()
    settings.values.update(gift_limit="300", currency="eur")
    assert Allowance.of(settings) == Allowance(300_00, "EUR")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("tea", "Longjing tea", True), ("Tea", "tea set", True), ("tea", "steak", False), ("月饼", "月饼两盒", True),
        ("2盒龙井", "龙井茶叶", True), ("茶", "茶叶", False), ("茶", "茶", True), ("book", "Books", True),
        ("", "tea", False),
        ("book on lean", "book on golf", False), ("a", "the", False), ("保温杯", "茶杯", False), ("，", "，", False),
    ],
)  # fmt: skip
def test_what_was_given_before_is_known_again(one: str, other: str, alike: bool) -> None:
    assert is_alike(one, other) == is_alike(other, one) == alike


@pytest.mark.parametrize(
    ("item", "taboo", "meets"),
    [
        ("花生糖", "花生过敏", True), ("peanut brittle", "花生过敏", True), ("Peanuts", "allergic to peanuts", True),
        ("白酒两瓶", "不喝酒", True), ("Bordeaux wine", "No alcohol", True), ("cigars", "No smoking please", True),
        ("火腿", "清真", True), ("cake", "no sugar", True), ("辣酱", "不吃辣", True), ("fish cake", "no sweets", True),
        ("wine", "不要当面夸北辰，他吃过亏", False), ("tea", "no smoking", False), ("酒店晚餐", "戒酒", False),
        ("晚宴", "不接受私下宴请", True), ("和团队吃晚饭", "不接受私下宴请", True), ("饭局", "no dinners", True),
        ("电饭煲", "不接受饭局", False), ("golf", "不接受私下宴请", False),
        ("不锈钢杯", "不吃辣", False), ("礼品笔", "不收礼品", False), ("book", "no meat", False),
    ],
)  # fmt: skip
def test_a_taboo_is_met_in_either_language(item: str, taboo: str, meets: bool) -> None:
    assert taboo_words(item, taboo) == meets


@pytest.mark.parametrize(
    "item", items("座钟|闹钟|钟|雨伞|折叠伞|雪梨一箱|皮鞋|菜刀|手帕|菊花|绿帽子|clock|umbrella|Pears|shoes|a knife")
)
def test_bad_signs_are_known(item: str) -> None:
    assert unlucky_gift(item)
    assert gift_warnings(item, has_person=False).unlucky is None


@pytest.mark.parametrize(
    "item",
    items("手表|五分钟沙漏|降落伞模型|凤梨酥|花梨木摆件|黄花梨手串|鞋油|菊花茶|钟老师的书|刀削面|tea|pearls|clockwork"),
)
def test_what_only_looks_like_a_bad_sign_is_left_alone(item: str) -> None:
    assert unlucky_gift(item) is None


def test_an_invitation_meets_what_was_said_about_meals() -> None:
    for taboo in ("不接受私下宴请", "No dinners, please", "不吃请，不赴饭局"):
        assert gift_warnings("golf", taboos=[taboo], is_invitation=True).taboo == taboo
        assert not gift_warnings("golf", taboos=[taboo])
    assert not gift_warnings("golf", taboos=["花生过敏"], is_invitation=True)


def test_a_year_with_other_currencies_is_not_said_to_be_within_the_limit() -> None:
    one = YearTotal(100, {"EUR": 590_00})
    assert [year_reading(one, limit) for limit in (1000, 120, 99)] == [UNJUDGED, NEAR, OVER]
    assert year_reading(YearTotal(100), 1000) == WITHIN


def test_all_warnings_are_told_at_once() -> None:
    found = gift_warnings("花生酥挂钟", given=["花生酥"], taboos=["花生过敏"])
    assert (found.repeated, found.taboo) == ("花生酥", "花生过敏") and found.unlucky is not None
    assert not gift_warnings("保温杯", given=["茶"], taboos=["花生过敏"])
