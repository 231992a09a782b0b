"""Gifts that go wrong: what a person must not have, and what many Chinese take for a bad sign. Warnings only."""

import re
from typing import Final

from karep.frozen import frozen
from karep.i18n import N_
from karep.rules.matching import fold


@frozen
class Sign:
    """A gift that many Chinese take for a bad sign, between persons."""

    key: str
    why: str
    """What it sounds like or stands for, marked for translation."""
    chinese: str
    """A pattern of Chinese words."""
    english: str
    """A pattern of whole English words."""


SIGNS: Final = (
    Sign("clock", N_("a clock (送钟) sounds like seeing somebody to the grave (送终)"),
         "座钟|挂钟|闹钟|时钟|台钟|摆钟|立钟|钟表|石英钟|(?<![分秒点刻])钟$", r"clocks?"),
    Sign("umbrella", N_("an umbrella (伞) sounds like parting (散)"), "(?<!降落)[雨阳太]*伞", r"umbrellas?"),
    Sign("pear", N_("pears (梨) sound like leaving (离)"), "(?<![凤花])梨(?!花木|园)", r"pears?"),
    Sign("shoes", N_("shoes (鞋) sound like evil (邪), and walk away"), "鞋(?![油柜架刷])|皮靴",
         r"(?:shoe|sneaker|boot|slipper)s?"),
    Sign("blade", N_("knives and scissors cut the tie"), "菜刀|刀具|水果刀|军刀|小刀|折刀|套刀|厨刀|剪刀(?!差)|刀$",
         r"(?:knife|knives|scissors|dagger)"),
    Sign("handkerchief", N_("a handkerchief stands for farewell"), "手帕|手绢", r"(?:handkerchief|hankie)s?"),
    Sign("mourning", N_("chrysanthemums and candles are for mourning"), "菊花(?!茶|酒|晶)|白菊|蜡烛(?!台)",
         r"chrysanthemums?(?! tea)|candles?"),
    Sign("green hat", N_("a green hat says that the wife is unfaithful"), "绿帽|绿色(?:的)?帽", r"green (?:hat|cap)s?"),
)  # fmt: skip
"""The table of signs; only what is known everywhere."""
_ENGLISH: Final = {sign.key: re.compile(rf"(?<![a-z])(?:{sign.english})(?![a-z])") for sign in SIGNS}
_CHINESE: Final = {sign.key: re.compile(sign.chinese) for sign in SIGNS}


def unlucky_gift(item: str) -> Sign | None:
    """The bad sign that many Chinese see in an item, or None."""
    text = fold(item)
    return next((sign for sign in SIGNS if _ENGLISH[sign.key].search(text) or _CHINESE[sign.key].search(text)), None)


_SAME: Final = (
    "花生 peanut groundnut",
    "坚果 核桃 腰果 杏仁 开心果 榛子 nut walnut cashew almond pistachio hazelnut",
    "酒 白酒 红酒 黄酒 茅台 五粮液 啤酒 wine alcohol liquor whisky whiskey spirits beer brandy baijiu champagne",
    "烟 香烟 雪茄 cigarette cigar tobacco smoking smoke",
    "海鲜 虾 蟹 贝 seafood shrimp crab lobster shellfish prawn",
    "鱼 鱼干 fish salmon",
    "牛奶 奶粉 奶酪 乳制品 milk dairy cheese lactose",
    "猪肉 火腿 腊肉 香肠 清真 pork ham bacon sausage halal",
    "牛肉 beef",
    "糖 甜食 糖果 巧克力 蛋糕 sugar sweet sweets candy chocolate cake",
    "辣 辣椒 辣酱 spicy chili chilli",
    "咖啡 coffee",
    "茶 茶叶 tea",
    "鲜花 花束 花粉 百合 flower pollen bouquet lily",
    "香水 香薰 perfume fragrance scent",
    "皮革 真皮 皮草 leather fur",
    "羊毛 羊绒 wool cashmere",
    "素食 吃素 肉 vegetarian vegan meat",
    "榴莲 durian",
    "芒果 mango",
    "宴 饭 聚餐 酒席 应酬 招待 dinner lunch supper meal banquet restaurant invitation hospitality",
)
"""Words for the same thing in both languages; the words of one line meet each other."""
_GROUPS: Final = tuple(frozenset(line.split()) for line in _SAME)
_SAYS_NOTHING: Final = (
    "no not never avoid any all the and with for from gift gifts present presents does dont doesnt allergic allergy "
    "allergies hates dislikes without please him his her she they them are has have eat eats drink drinks",
    "不要 不能 不吃 不喝 不送 不收 不得 过敏 忌口 忌讳 礼品 礼物 送礼 什么 任何 东西 公司 客户 喜欢 对于 当面",
)
_EMPTY, _EMPTY_PAIRS = (frozenset(line.split()) for line in _SAYS_NOTHING)
_HAN: Final = re.compile("[\u2e80-\u9fff]+")
_LATIN: Final = re.compile("[a-z]{3,}")


_MEAL: Final = "宴 dinner invitation"
"""What an invitation is about, whatever it is called."""


def taboo_words(item: str, taboo: str, *, is_invitation: bool = False) -> bool:
    """Whether an item meets a taboo: they have a word in common, or words for the same thing in the two languages.

    An invitation meets every taboo about meals, also where the item names none.
    """
    told = f"{item} {_MEAL}" if is_invitation else item
    if _groups(fold(told)) & _groups(fold(taboo)):
        return True
    return bool(_words(fold(item)) & _words(fold(taboo)))


def _groups(text: str) -> set[int]:
    latin = _singulars(text)
    return {
        number
        for number, group in enumerate(_GROUPS)
        if any(word in latin if word.isascii() else _holds(text, word) for word in group)
    }


_NOT_IT: Final = {
    "酒": ("酒店", "酒楼", "酒具", "酒杯"), "茶": ("茶几",), "烟": ("烟台", "烟花"), "肉": ("多肉", "肉桂"),
    "贝": ("贝多芬", "宝贝"), "鱼": ("鱿鱼", "金鱼缸"), "饭": ("米饭", "饭盒", "饭煲", "饭锅", "饭碗"),
    "招待": ("招待所",),
}  # fmt: skip
"""Where one character means something else."""


def _holds(text: str, word: str) -> bool:
    for other in _NOT_IT.get(word, ()):
        text = text.replace(other, " ")
    return word in text


def _singulars(text: str) -> set[str]:
    return {singular(word) for word in _LATIN.findall(text)}


def _words(text: str) -> set[str]:
    """The English words and the pairs of Chinese characters that say something."""
    pairs = {run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1)}
    return {word for word in _singulars(text) if len(word) > 3} - _EMPTY | (pairs - _EMPTY_PAIRS)


def singular(word: str) -> str:
    """An English word without the s of its plural, roughly; a short one as it is."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
