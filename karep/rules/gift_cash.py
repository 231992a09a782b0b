"""Gifts that are as good as cash: money, red packets, cards and vouchers that buy anything, shares, coins, gold bars.

The words are looked for in what was typed, whole words in English, anywhere in Chinese. What only sounds alike is left
alone: a cashmere scarf, a book on cash flow, tea wrapped in red (红包装), cards that cheer (加油卡片).
"""

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import normalize

from karep.rules.matching import fold

_TRADITIONAL: Final = str.maketrans(
    "現紅禮購儲費證幣條鈔轉賬帳債預貨錢壓歲數銀虛擬電話匯單", "现红礼购储费证币条钞转账账债预货钱压岁数银虚拟电话汇单"
)

_ENGLISH: Final = (
    r"cash", r"hong ?baos?", r"ang ?paos?", r"lai ?sees?", r"red (?:packet|envelope|pocket)s?", r"lucky money",
    r"gift ?(?:card|voucher|certificate|cheque|token)s?", r"e ?gift ?cards?", r"vouchers?",
    r"(?:pre ?paid|stored value|debit|bank|cash|store|shopping|fuel|petrol|gas|phone|top ?up|visa|mastercard|amazon|"
    r"itunes|steam|jd|supermarket) (?:gift )?cards?", r"phone credit", r"store credit", r"bank ?notes?",
    r"bank transfers?", r"wire transfers?", r"wechat transfers?", r"alipay transfers?", r"bank (?:cheque|check)s?",
    r"money orders?", r"gold bars?", r"bullion",
)  # fmt: skip
"""Always as good as cash."""
_ENGLISH_TOPICS: Final = (
    r"money", r"crypto(?:currency|currencies|coins?)?", r"bitcoins?", r"ethereum", r"stablecoins?", r"usdt",
    r"securities", r"bonds?", r"cheques?", r"(?:company )?shares", r"stock options?",
)  # fmt: skip
"""As good as cash, unless a book or a talk is about it."""
_ENGLISH_HARMLESS: Final = (
    r"cash ?flows?", r"cash cows?", r"cash registers?", r"cash management", r"cash free", r"no cash",
    r"money ?(?:tree|plant|clip|box|bank)s?",
    r"(?:card|voucher|cheque|money) (?:holder|wallet|case)s?", r"(?:gift|debit|bank) card (?:holder|wallet|case)s?",
    r"brooke? bonds?", r"james bond(?: \w+)?", r"premium bond paper",
)  # fmt: skip
_ENGLISH_BOOK: Final = re.compile(
    r"\b(?:book|novel|biography|talk|lecture|seminar|course|magazine|film|dvd|board game)s?\b|"
    r"\b(?:psychology|history|story|art) of\b"
)

_CHINESE: Final = (
    "现金", "现钞", "钞票", "人民币", "红包", "利是", "礼金", "礼券", "压岁钱", "份子钱", "随礼钱", "好处费",
    "辛苦费", "送钱", "给钱", "塞钱", "购物卡", "购物券", "礼品卡", "礼品券", "储值卡", "储值券", "充值卡", "预付卡",
    "消费卡", "消费券", "油卡", "代金券", "代金卡", "抵用券", "提货券", "提货卡", "提货单", "月饼券", "蟹券", "蟹卡",
    "粽子券", "卡券", "京东卡", "京东e卡", "超市卡", "商超卡", "美容卡", "健身卡", "银行卡", "借记卡", "话费",
    "有价证券", "支付凭证", "转账", "汇款", "支票", "金条", "金砖", "数字藏品",
)  # fmt: skip
_CHINESE_TOPICS: Final = (
    "股票", "股权", "股份", "债券", "国债", "基金份额", "比特币", "以太坊", "加密货币", "虚拟货币", "数字货币",
    "虚拟币", "数字人民币",
)  # fmt: skip
_CHINESE_HARMLESS: Final = re.compile(
    "现金(?:流|牛|色|属|黄|管理)|(?:发|呈|展|体|出|再)现金(?:秋|光|婚)|无现金|"
    "红包装(?![了着有入进上]|[0-9一二两三四五六七八九十百千万]|现|钱|的?[0-9])|红包[菜子]|(?<=口)红包|(?<=网)红包|"
    "礼金(?:色|牌|饰|婚|龙|属)|(?:婚|典)礼金(?:色|牌|饰|婚|龙)|金条(?:纹|绒)|"
    "油卡(?:片|通|纸)|(?:购物|礼品|银行|充值|消费)卡(?:片|通|纸|包|套|夹)|支票夹|人民币(?:图册|知识|史)"
)
_EMPTY_PACKETS: Final = re.compile("红包(?:袋|封面|封套|封|壳|皮|纸)")
"""Printed and empty, a usual small present; with an amount of money beside them they are not empty."""
_AMOUNT: Final = re.compile(r"[0-9一二两三四五六七八九十百千万]\s*(?:元|块|圆|rmb|cny|yuan)|[¥$€£]\s*[0-9]")
_CHINESE_BOOK: Final = re.compile("书|讲座|课程|培训|杂志|读本|影碟|电影|桌游")
_TITLE: Final = re.compile("《[^《》]{1,80}》")
_CHINESE_SPACE: Final = re.compile("(?<=[\u2e80-\u9fff])\\s+(?=[\u2e80-\u9fff])")


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{'|'.join(patterns)})(?![a-z])")


_ENGLISH_WORDS, _TOPIC_WORDS, _HARMLESS_WORDS = map(_any, (_ENGLISH, _ENGLISH_TOPICS, _ENGLISH_HARMLESS))
_CHINESE_WORDS, _CHINESE_TOPIC_WORDS = (
    re.compile("|".join(sorted(words, key=len, reverse=True))) for words in (_CHINESE, _CHINESE_TOPICS)
)


def cash_word(item: str) -> str | None:
    """The word that says that an item is as good as cash, in lower case and simplified characters; or None.

    The title of a book between 《 and 》 is not looked at.
    """
    return _english(fold(item)) or _chinese(item)


def _english(folded: str) -> str | None:
    if not re.search("[a-z]", folded):
        return None
    text = _HARMLESS_WORDS.sub(" ", folded)
    found = _ENGLISH_WORDS.search(text)
    if found is None and not _ENGLISH_BOOK.search(text):
        found = _TOPIC_WORDS.search(text)
    return found[0] if found else None


def _chinese(item: str) -> str | None:
    if item.isascii():
        return None
    narrow = normalize("NFKC", item).casefold().translate(_TRADITIONAL)
    kept = "".join(one for one in _TITLE.sub(" ", narrow) if one.isprintable() or one.isspace())
    text = _CHINESE_SPACE.sub("", kept.replace("·", "").replace("•", ""))
    text = _CHINESE_HARMLESS.sub(" ", text)
    if not _AMOUNT.search(text):
        text = _EMPTY_PACKETS.sub(" ", text)
    found = _CHINESE_WORDS.search(text)
    if found is None and not _TITLE.search(narrow) and not _CHINESE_BOOK.search(text):
        found = _CHINESE_TOPIC_WORDS.search(text)
    return found[0] if found else None
