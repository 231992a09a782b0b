"""Keys that bring together what is the same and differently written: names, phones, mail addresses, domains."""

import re
from typing import Final
from unicodedata import normalize

from karep.rules.lazy_pattern import pattern

_INVISIBLE: Final = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
_DASHES: Final = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212), "-")
# marks that are written or left out at will: Acme, Inc. and Acme Inc; 阿依古丽·买买提 with any of the dots
_AT_WILL: Final = dict.fromkeys(map(ord, ",'\"`´‘’“”·•・‧∙⋅、，"))
_CONTROLS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x1680, 0x2028, 0x2029), " ")
_KEY_MARKS: Final = {
    **_CONTROLS, **_INVISIBLE, **_DASHES, **_AT_WILL, **dict.fromkeys(map(ord, "[{【〔〖"), "("),
    **dict.fromkeys(map(ord, "]}】〕〗"), ")"),
}  # fmt: skip
_ANY_KEY_MARK: Final = pattern("[" + re.escape("".join(map(chr, _KEY_MARKS))) + "]")
_FOLD_MARKS: Final = {
    **_CONTROLS, **_INVISIBLE, **dict.fromkeys(map(ord, "'’.·•・‧")),
    **dict.fromkeys(map(ord, "!\"#%&()*,-/:;<=>?@[\\]^_`{|}~—–…“”‘、。《》「」【】〈〉『』〔〕"), " "),
}  # fmt: skip
_ASCII_FOLD_MARKS: Final = {code: mark for code, mark in _FOLD_MARKS.items() if code < 128}

_LOOSE_DOT: Final = pattern(r"\.(?![0-9])|(?<![0-9])\.")
_CHINESE: Final = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# beside a Chinese character or a bracket a space says nothing
_CHINESE_SPACE: Final = pattern(rf" (?=[{_CHINESE}])|(?<=[{_CHINESE}]) ")
_IDLE_SPACE: Final = pattern(rf" (?=[{_CHINESE}()])|(?<=[{_CHINESE}()]) ")


def fold(text: str) -> str:
    """The text as filters compare it: narrow, lower case, marks as single spaces, dots and apostrophes gone."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_FOLD_MARKS).split())
    folded = " ".join(normalize("NFKC", text).casefold().translate(_FOLD_MARKS).split())
    return normalize("NFKC", folded)


def exact_key(name: str) -> str:
    """The name without what the same name is written with or without: width, case, spaces, brackets, dots.

    Spaces between Latin words stay, one each; spaces beside Chinese characters and brackets go. A dot stays
    between digits only. Records whose exact keys are equal may be merged.
    """
    # the commonest marks go one by one, because a translation costs more than all the rest
    narrow = name.isascii()
    if narrow:
        key = name.lower().replace(",", "").removesuffix(".")
    else:
        key = normalize("NFKC", name.replace("（", "(").replace("）", ")")).casefold()
    if _ANY_KEY_MARK.search(key):
        key = key.translate(_KEY_MARKS)
    if "." in key:
        key = _LOOSE_DOT.sub("", key)
    if " " in key:
        key = " ".join(key.split())
        if not narrow or "(" in key or ")" in key:
            key = _IDLE_SPACE.sub("", key)
    # what was taken out may have stood between a letter and its accent
    return key if narrow else normalize("NFKC", key)


_CHINESE_FORM: Final = pattern(
    r"(?:股份有限公司|有限责任公司|有限公司|股份公司|责任公司|总公司|分公司|集团|控股|公司|株式会社|"
    r"\((?:集团|控股|中国|group|holdings?|china|股份|有限)\))$"
)
_INSIDE: Final = pattern(r"\((?:集团|控股|中国|group|holdings?|china)\)")
_MOST_FORMS: Final = 6
_LONGEST_FORM: Final = 12
_LATIN_FORM_WORDS: Final = (
    "inc incorporated ltd limited llc llp lp plc gmbh mbh ag kg kgaa ohg ug corp corporation co company sa sas "
    "sarl srl spa sl bv nv ab oy oyj aps as asa kk pte pty pvt sdn bhd jsc ooo holding holdings group & and"
)
_LATIN_FORMS: Final = frozenset(_LATIN_FORM_WORDS.split())


def company_key(name: str) -> tuple[str, str]:
    """The exact key (equal: the same) and the stripped key (equal: perhaps the same) of a company name."""
    key = exact_key(name)
    return key, _stripped(key)


def _stripped(key: str) -> str:
    left = key
    if "(" in key:
        left = _INSIDE.sub(" ", key).replace(")", ") ")
        left = _CHINESE_SPACE.sub("", " ".join(left.split()))
    left = left.removeprefix("株式会社") or key
    for _form in range(_MOST_FORMS):
        if left[-1:] > "\x7f" or left.endswith(")"):
            match = _CHINESE_FORM.search(left, max(0, len(left) - _LONGEST_FORM))
            shorter = left[: match.start()] if match else left
        else:
            shorter = _latin(left)
        shorter = shorter.strip(" -")
        if shorter == left or not shorter:
            break
        left = shorter
    return left


def _latin(key: str) -> str:
    head, space, last = key.rpartition(" ")
    if space and last in _LATIN_FORMS:
        return head
    return key


def person_key(name: str) -> str:
    """The exact key of a person's name: 王 建国 and 王建国 are one, John Smith and Smith John are not."""
    return exact_key(name)


_SECOND_PHONE: Final = pattern(r"[;,/|、\n]|\bor\b|或")
_EXTENSION: Final = pattern(r"(?:ext|extension|x|#|转|分机).*$", re.IGNORECASE | re.DOTALL)
_SPREADSHEET_DAMAGE: Final = pattern(r"[0-9](?:\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_NOT_DIGIT: Final = pattern(r"[^0-9]+")


def phone_key(phone: str) -> str:
    """The digits that tell two phone numbers apart, or "" for what is no phone number.

    The country code of China (+86, 0086) and a leading zero go, other country codes stay. Of several numbers
    in one field the first counts; extensions do not. Numbers that a spreadsheet has turned into ``1.38E+10``
    have lost their digits and give "".
    """
    text = phone if phone.isascii() else normalize("NFKC", phone)
    for part in _SECOND_PHONE.split(text):
        if key := _one_phone(part.strip(" \t'")):
            return key
    return ""


def _one_phone(text: str) -> str:
    if _SPREADSHEET_DAMAGE.fullmatch(text):
        return ""
    if not text.isdigit():
        text = _EXTENSION.sub("", text.replace("(0)", ""))
        international = text.lstrip("( ").startswith("+")
        text = _NOT_DIGIT.sub("", text)
        if international:
            text = "00" + text
    if text.startswith("00"):
        text = text[2:]
        text = text[2:] if text.startswith("86") else text
    elif len(text) == 13 and text.startswith("861"):
        text = text[2:]
    text = text.removeprefix("0")
    return text if 7 <= len(text) <= 15 else ""


_AROUND_ADDRESS: Final = pattern(r"[\s<>,;:\"()]+")


def email_key(email: str) -> str:
    """The first mail address in the text in lower case, or "" where there is none."""
    if "@" not in email and "＠" not in email:
        return ""
    for part in _AROUND_ADDRESS.split(normalize("NFKC", email).casefold()):
        name, at, domain = part.rstrip(".").partition("@")
        if name and at and "@" not in domain and "." in domain.lstrip("."):
            return f"{name}@{domain}"
    return ""


_PUBLIC_MAIL: Final = (
    "qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net 188.com sina.com sina.cn vip.sina.com "
    "sohu.com aliyun.com 139.com 189.cn wo.cn 21cn.com tom.com gmail.com googlemail.com outlook.com hotmail.com "
    "live.com live.cn msn.com yahoo.com yahoo.com.cn yahoo.cn ymail.com icloud.com me.com mac.com aol.com "
    "proton.me protonmail.com gmx.de gmx.net gmx.com web.de t-online.de freenet.de mail.ru yandex.ru "
    "mail.com zoho.com fastmail.com orange.fr wanadoo.fr free.fr libero.it naver.com daum.net hotmail.fr "
    "hotmail.co.uk yahoo.co.uk yahoo.co.jp yahoo.fr yahoo.de outlook.de live.co.uk"
)
PUBLIC_MAIL_DOMAINS: Final = frozenset(_PUBLIC_MAIL.split())
_SHARED: Final = (
    "linkedin.com facebook.com instagram.com twitter.com x.com youtube.com weibo.com tiktok.com douyin.com "
    "xiaohongshu.com mp.weixin.qq.com github.com sites.google.com cn.linkedin.com de.linkedin.com"
)
SHARED_HOSTS: Final = frozenset(_SHARED.split())
_SCHEME: Final = pattern(r"^[a-z][a-z0-9+.-]*:(?://)?")
_DOMAIN: Final = pattern(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")


def domain_key(website_or_email: str) -> str:
    """The domain that identifies a company, or "": public mail domains and shared hosts identify nobody."""
    text = normalize("NFKC", website_or_email).strip().casefold()
    if "://" in text:
        text = _SCHEME.sub("", text)
    elif address := email_key(text):
        text = address
    host = re.split(r"[/?#\s]", text, maxsplit=1)[0].rpartition("@")[2]
    host = re.sub(r":[0-9]*$", "", host).strip(".,;").removeprefix("www.")
    if len(host) > 253 or not _DOMAIN.fullmatch(host):
        return ""
    return "" if host in PUBLIC_MAIL_DOMAINS or host in SHARED_HOSTS else host
