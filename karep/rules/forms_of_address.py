"""How people are spoken of by surname and title: 曾总, 王工, 李处."""

import re
from typing import Final

TITLES: Final[dict[str, tuple[str, ...]]] = {
    "总": ("总", "董事长", "老板"),
    "董": ("董事",),
    "工": ("工", "技术", "设备", "研发", "动力", "质量"),
    "处": ("处",),
    "局": ("局",),
    "科": ("科",),
    "部": ("部",),
    "所": ("所",),
    "院": ("院",),
    "厂": ("厂",),
    "行": ("行长",),
    "主任": ("主任",),
    "经理": ("经理",),
    "主管": ("主管",),
    "会计": ("会计", "财务", "成本"),
    "秘书": ("秘书", "助理"),
    "书记": ("书记",),
    "博士": ("博士",),
    "教授": ("教授",),
    "医生": ("医",),
    "老板": ("老板", "总经理", "董事长"),
}
"""What follows a surname, and what a title or department that it fits holds; longer words stand for themselves."""
_COMPOUND_WORDS: Final = (
    "欧阳 司马 上官 诸葛 尉迟 司徒 皇甫 东方 令狐 慕容 公孙 宇文 长孙 独孤 南宫 夏侯 轩辕 端木 百里 呼延 司空 万俟"
)
COMPOUND: Final = frozenset(_COMPOUND_WORDS.split())
"""The surnames of two characters that are in use."""
CHINESE: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
"""A Chinese character."""


def forms_of_address(name: str, title: str | None) -> list[str]:
    """How somebody with a Chinese name and a title is spoken of: 曾总 for the 总经理 曾国梁."""
    if not title or not CHINESE.match(name):
        return []
    surname = name[: 2 if name[:2] in COMPOUND else 1]
    return [surname + word for word, held in TITLES.items() if any(part in title for part in held)]
