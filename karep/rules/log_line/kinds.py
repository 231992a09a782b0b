"""The kinds of touch in words, as a rep says them: 现场, 打电话, 看厂, visit, dropped by, lunch."""

import re
from typing import Final


def _words(chinese: str, english: str) -> tuple[str, ...]:
    return (*chinese.split(), *english.split(", "))


WORDS: Final[dict[str, tuple[str, ...]]] = {
    "visit": _words(
        "现场 拜访 上门 面谈 见面 面访 到访 走访 登门 来访 会谈 当面 碰面 约见 开会 会议 技术交流",
        "visit, visited, met, meeting, mtg, met with, on site, onsite, on-site, f2f, in person, face to face, "
        "dropped by, saw, sat down with, site visit",
    ),
    "call": _words(
        "电话 打电话 通电话 电话沟通 通话 去电 来电 致电 电联 电话回访",
        "call, called, phone, phoned, phone call, rang, telcon, spoke to, spoke with",
    ),
    "message": _words(
        "微信 发微信 微信沟通 短信 钉钉 飞书 企业微信 企微 私信",
        "message, messaged, msg, wechat, whatsapp, text, texted, sms, dm, slack, qq",
    ),
    "mail": _words("邮件 发邮件 来邮件 电邮", "mail, mailed, email, e-mail, emailed, e-mailed"),
    "video": _words(
        "视频 视频会议 视频会 线上会议 线上 腾讯会议 远程会议 云会议 电话会议",
        "video, video call, vc, zoom, teams, teams call, zoom call, online meeting, webinar",
    ),
    "event": _words(
        "活动 论坛 研讨会 沙龙 年会 培训会 发布会 交流会 客户日",
        "event, seminar, forum, workshop, conference, customer day",
    ),
    "fair": _words("展会 展览会 博览会 参展 广交会 交易会", "fair, trade fair, trade show, expo, booth"),
    "plant_visit": _words(
        "参观 看厂 厂访 参观工厂 工厂参观 参观车间 看实验室 来厂参观",
        "plant visit, factory visit, plant tour, site tour, factory tour, lab visit",
    ),
    "gift": _words("送礼 礼品 伴手礼 礼物 赠礼", "gift, gave a gift"),
    "letter": _words("手写信 亲笔信 贺卡 感谢信", "letter, handwritten letter, handwritten note, thank-you card"),
    "meal": _words(
        "吃饭 请客 宴请 午餐 晚餐 聚餐 饭局 午饭 晚饭 工作餐 喝茶 喝咖啡",
        "lunch, dinner, breakfast, meal, coffee, drinks, lunch with, dinner with, coffee with",
    ),
    "senior_visit": _words(
        "高层拜访 高层互访 高层会晤 高管拜访 领导拜访",
        "senior visit, executive visit, exec visit, management visit",
    ),
    "business_meeting": _words(
        "业务会议 季度会 季度会议 季度回顾 业务回顾 业务回顾会 经营分析会",
        "business meeting, business review, quarterly meeting, quarterly review, qbr",
    ),
    "survey": _words(
        "满意度调查 满意度回访 满意度调研 问卷调查",
        "survey, satisfaction survey, customer survey",
    ),
    "other": _words("其他", "other"),
}
"""What each kind of touch is called, by its key."""

_OF_WORD: Final = {word: kind for kind, words in WORDS.items() for word in words}
_CHINESE: Final = "|".join(sorted((word for word in _OF_WORD if not word.isascii()), key=len, reverse=True))
_LATIN: Final = "|".join(re.escape(one) for one in sorted(filter(str.isascii, _OF_WORD), key=len, reverse=True))
# 电话号码, 微信群, 现场问题 and 活动方案 are what was spoken of, not how
_NOT_THE_WAY: Final = (
    "(?![里中上号群费码机会价]|问题|方案|情况|管理|安装|服务|条款|名单|名片|数据|系统|测试|检测|施工|价格"
    "|小程序|公众号|监控|平台|扳手|盒|软件|设备|产品|客服|营销|广告"
    r"|[:：]? ?\+?[0-9]{5})"
)
# 拜访了曾总 is a sentence, and stays one
_WORD: Final = re.compile(
    rf"(?:(?P<chinese>{_CHINESE}){_NOT_THE_WAY}(?![了过的到])|(?<![a-z0-9])(?P<latin>{_LATIN})(?![a-z0-9'’-]))"
)

_CLEAR: Final = re.compile(
    r"(?:(?P<chinese>高层拜访|季度会议?|满意度调查|"
    rf"拜访|上门|面谈|见面|走访|登门|电话|打电话|致电|微信|短信|邮件|视频会议|展会|宴请|吃饭|看厂|手写信)"
    rf"{_NOT_THE_WAY}|(?<![a-z0-9])(?P<latin>visited|met with|met|called|phoned|phone call|emailed|mailed|texted|lunch|"
    r"senior visit|business review|qbr|dinner|video call|trade fair|plant visit|factory visit|a call with|the call|"
    r"(?:visit|call)(?= (?:with|to|from|about|re|at|on)(?![a-z])|[,.;:]|$))(?![a-z0-9'’-]))"
)
"""The words that say the way even in the middle of a sentence."""
_CLEAR_KINDS: Final = {"a call with": "call", "the call": "call"}


OPENS_A_SENTENCE: Final = re.compile(r"(?:about|re|regarding|with|w/|to|from|at|in|by)(?![a-z])")
"""What goes on behind a word for the way, and not behind the first half of a thing's name."""
_VERBS: Final = re.compile(
    r"(?:visited|met|met with|called|phoned|rang|messaged|texted|mailed|emailed|e-mailed|dropped by|sat down with|"
    r"spoke to|spoke with|gave a gift|lunch with|dinner with|coffee with)"
)


def is_verb(folded: str) -> bool:
    """Whether a word for the way is a verb, which begins a sentence and not the name of a thing."""
    return bool(_VERBS.fullmatch(folded))


def kind_at(folded: str, start: int) -> tuple[str, int] | None:
    """The kind of touch that a word at this place says, and where the word ends."""
    found = _WORD.match(folded, start)
    return (_OF_WORD[found[0]], found.end()) if found else None


def kind_of(folded: str) -> str | None:
    """The kind of touch that a whole text says, or None."""
    return _OF_WORD.get(" ".join(folded.split()))


def kind_within(folded: str) -> str | None:
    """The kind of touch that a sentence lets see, or None."""
    found = _CLEAR.search(folded)
    return (_CLEAR_KINDS.get(found[0]) or _OF_WORD[found[0]]) if found else None
