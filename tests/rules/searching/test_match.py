"""What is found by what: the tables are the definition as a rep knows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.readings import readings
from karep.rules.searching.match import (
    BEGINNING,
    BEGINNING_SOUND,
    BEGUN,
    BEGUN_SOUND,
    ELSEWHERE,
    INSIDE,
    INSIDE_SOUND,
    WHOLE,
    WHOLE_SOUND,
    Fields,
    Kind,
    marks,
    match,
)
from karep.rules.searching.query import Query
from tests.rules.searching.books import Record
from tests.rules.searching.indexed import compare


def rank_of(words: str, *, name: str = "", phone: str = "", text: str = "") -> int | None:
    """How well one field answers; the index must say the same."""
    fields = (name,) if name else (), (phone,) if phone else (), (text,) if text else ()
    compare([Record(*fields)], words, named=True)
    if text:
        compare([Record(*fields)], words, named=False)
    return match(Query.of(words).words, Fields(*fields))


@pytest.mark.parametrize(
    ("typed", "name", "rank"),
    [
        # as written
        ("华为", "华为", WHOLE),
        ("华为", "华为技术有限公司", BEGINNING),
        ("技术", "华为技术有限公司", INSIDE),
        ("术", "华为技术有限公司", INSIDE),
        ("华技", "华为技术有限公司", None),
        ("华为 公司", "华为技术有限公司", INSIDE),
        ("华为 腾讯", "华为技术有限公司", None),
        ("长城", "重庆长城股份", INSIDE),
        # traditional, full-width, upper and lower case, accents, apostrophes, spaces, dots
        ("長城", "重庆长城", INSIDE),
        ("长城", "重慶長城", INSIDE),
        ("華為", "华为", WHOLE),
        ("abc123", "ＡＢＣ１２３", WHOLE),
        ("ＡＢＣ１２３", "abc123", WHOLE),
        ("万科a", "万 科Ａ", WHOLE),
        ("ACME", "Acme Ltd", BEGINNING),
        ("obrien", "O'Brien", WHOLE),
        ("o'brien", "OBrien", WHOLE),
        ("o’brien", "Conan O'Brien", INSIDE),
        ("muller", "Müller GmbH", BEGINNING),
        ("Müller", "Muller GmbH", BEGINNING),
        ("mu\u0308ller", "Müller GmbH", BEGINNING),
        ("strasse", "Straße", WHOLE),
        ("maersk", "Mærsk", WHOLE),
        ("moller", "Møller", WHOLE),
        ("nestle sa", "Nestlé S.A.", WHOLE),
        ("nestlesa", "Nestlé S.A.", WHOLE),
        ("jp morgan", "J.P. Morgan", WHOLE),
        ("jpmorgan", "J.P. Morgan", WHOLE),
        # Latin words from their beginning, not from the middle
        ("mor", "J.P. Morgan", INSIDE),
        ("organ", "J.P. Morgan", None),
        # numbers in names: four digits anywhere, fewer from the beginning
        ("6112", "计划20261122", ELSEWHERE),
        ("202", "计划2026", INSIDE),
        ("026", "计划2026", None),
        # full readings
        ("huawei", "华为", WHOLE_SOUND),
        ("huawei", "華為", WHOLE_SOUND),
        ("huawei", "华为技术", BEGINNING_SOUND),
        ("jishu", "华为技术", INSIDE_SOUND),
        ("huaweijishu", "华为技术", WHOLE_SOUND),
        ("hua wei", "华为", WHOLE_SOUND),
        ("li", "李敏", BEGINNING_SOUND),
        ("li", "林静", BEGUN_SOUND),
        ("lvse", "绿色", WHOLE_SOUND),
        ("luse", "绿色", WHOLE_SOUND),
        ("lv", "吕不韦", BEGINNING_SOUND),
        ("lu", "吕不韦", BEGINNING_SOUND),
        ("lue", "略阳", BEGINNING_SOUND),
        # initials
        ("hw", "华为技术有限公司", BEGINNING_SOUND),
        ("hwjs", "华为技术有限公司", BEGINNING_SOUND),
        ("hwjsyxgs", "华为技术有限公司", WHOLE_SOUND),
        ("js", "华为技术有限公司", INSIDE_SOUND),
        ("hj", "华为技术有限公司", None),
        ("cqcc", "重庆长城", WHOLE_SOUND),
        ("zhqzhch", "中全中超", WHOLE_SOUND),
        ("zhsh", "中山", WHOLE_SOUND),
        ("zs", "中山", WHOLE_SOUND),
        # mixtures
        ("huaweij", "华为技术有限公司", BEGINNING_SOUND),
        ("hweijs", "华为技术有限公司", BEGINNING_SOUND),
        ("zengz", "曾志伟", BEGINNING_SOUND),
        ("曾z", "曾志伟", BEGINNING_SOUND),
        ("曾zhi", "曾志伟", BEGINNING_SOUND),
        ("z志伟", "曾志伟", WHOLE_SOUND),
        ("曾z伟", "曾志伟", WHOLE_SOUND),
        ("曾w", "曾志伟", None),
        ("zho国", "中国", None),
        ("huaw", "华为", WHOLE_SOUND),
        # a Latin beginning, the rest as it sounds
        ("tclkj", "TCL科技", WHOLE_SOUND),
        ("tclkeji", "TCL科技", WHOLE_SOUND),
        ("tcl科技", "TCL科技", WHOLE),
        ("tkj", "TCL科技", WHOLE_SOUND),
        ("hpdy", "HP打印", WHOLE_SOUND),
        ("58tc", "58同城", WHOLE_SOUND),
        ("3mzg", "3M中国", WHOLE_SOUND),
        ("agu", "A股通", BEGINNING_SOUND),
        # initials of Latin words
        ("jm", "J.P. Morgan", None),
        ("jpm", "J.P. Morgan", BEGUN),
        ("J.P.", "JPMorgan Chase", BEGUN),
        ("J.P.", "J.P. Morgan", BEGINNING),
        ("st", "*ST 海投", BEGINNING),
        ("st", "Stryker", BEGUN),
        ("jp", "James Potter", WHOLE_SOUND),
        # nothing
        ("腾讯", "华为", None),
        ("xyz", "华为", None),
    ],
)
def test_a_name(typed: str, name: str, rank: int | None) -> None:
    assert rank_of(typed, name=name) == rank


@pytest.mark.parametrize(
    ("person", "typed"),
    [
        ("单雄信", "shanxiongxin"), ("单雄信", "sxx"), ("仇英", "qiuying"), ("仇英", "qy"), ("查良镛", "zhaliangyong"),
        ("查良镛", "zly"), ("解晓东", "xiexiaodong"), ("解晓东", "xxd"), ("区小明", "ouxiaoming"), ("区小明", "oxm"),
        ("盖叫天", "gejiaotian"), ("盖叫天", "gjt"), ("尉迟恭", "yuchigong"), ("尉迟恭", "ycg"), ("曾国梁", "zgl"),
        ("曾国梁", "zengguoliang"), ("翟志刚", "zhaizhigang"), ("朴智妍", "piaozhiyan"), ("覃辉", "qinhui"),
        ("任正非", "renzf"), ("乐嘉", "yuejia"), ("员晓辉", "yunxh"), ("万俟卨", "moqi"), ("长孙皇后", "zhangsun"),
        ("張學友", "zxy"), ("张乾", "zhangqian"), ("單于", "chanyu"), ("欧阳敏", "ouyangmin"), ("吕布", "lvbu"),
        ("吕布", "lubu"), ("王强", "wangqiang"), ("王强", "wq"),
    ],
)  # fmt: skip
def test_people_by_their_surnames_as_they_are_read(person: str, typed: str) -> None:
    rank = rank_of(typed, name=person)
    assert rank is not None and rank <= BEGINNING_SOUND


@pytest.mark.parametrize(
    ("typed", "person"),
    [("wang", "方若兰"), ("w", "方若兰"), ("ping", "冯刚"), ("jiang", "孙强"), ("sj", "孙强"), ("xiong", "能源")],
)
def test_names_are_not_found_by_readings_of_long_ago(typed: str, person: str) -> None:
    assert rank_of(typed, name=person) is None


COMMON = [
    "王伟", "李娜", "张敏", "刘洋", "陈静", "杨帆", "赵磊", "黄丽", "周涛", "吴艳", "徐杰", "孙娟", "马超", "朱红",
    "胡军", "郭明", "何平", "林峰", "高翔", "罗勇", "郑爽", "梁静", "谢霆锋", "宋佳", "唐嫣", "许晴", "韩梅", "冯刚",
    "邓超", "曹阳",
]  # fmt: skip


@pytest.mark.parametrize("name", COMMON)
def test_common_names_are_found_and_hardly_any_other(name: str) -> None:
    syllables = [readings(character)[0] for character in name]
    for typed in ("".join(syllables), "".join(one[0] for one in syllables)):
        found = [one for one in COMMON if rank_of(typed, name=one) is not None]
        assert name in found
        assert len(found) <= (1 if len(typed) > len(name) else 5)


@pytest.mark.parametrize(
    ("typed", "phone", "rank"),
    [
        ("8000", "138-0013-8000", BEGINNING),
        ("1380013", "+86 138 0013 8000", ELSEWHERE),
        ("0013", "138-0013-8000", ELSEWHERE),
        ("1380", "138-0013-8000", ELSEWHERE),
        ("138", "138-0013-8000", ELSEWHERE),
        ("001", "138-0013-8000", None),
        ("800", "138-0013-8000", None),
        ("13800138000", "138-0013-8000", BEGINNING),
        ("138 0013 8000", "138-0013-8000", BEGINNING),
        ("+86 138 0013 8000", "138-0013-8000", BEGINNING),
        ("0086-138-0013-8000", "+86 138-0013-8000", BEGINNING),
        ("(010) 6688-1234", "010 66881234", BEGINNING),
        ("８０００", "138-0013-8000", BEGINNING),
        ("8009", "138-0013-8000", None),
    ],
)
def test_a_telephone_number(typed: str, phone: str, rank: int | None) -> None:
    assert rank_of(typed, phone=phone) == rank


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("报价", "周五前给出报价单", True),
        ("报", "周五前给出报价单", True),
        ("報價", "周五前给出报价单", True),
        ("报单", "周五前给出报价单", False),
        ("报价单", "报价，价单", False),
        ("iso认证", "认证过ISO", False),
        ("baojia", "周五前给出报价单", False),
        ("pri", "Talked about prices.", True),
        ("rices", "Talked about prices.", False),
        ("PRICES", "Talked about prices.", True),
        ("t", "Talked about prices.", True),
        ("iso9001", "通过ISO9001认证", True),
        ("iso", "通过ISO9001认证", True),
        ("9001", "通过ISO9001认证", True),
        ("001", "通过ISO9001认证", False),
        ("iso认证", "通过ISO认证", True),
        ("cafe", "le café", True),
        ("dont", "we don't know", True),
        ("don't", "we dont know", True),
        ("well known", "a well-known brand", True),
        ("well-known", "a well-known brand", True),
        ("a.b@example.com", "mail a.b@example.com", True),
        ("example", "mail a.b@example.com", True),
        ("2026-11-22", "on 2026-11-22", True),
        ("2025 2026", "from 2026 back to 2025", True),
        ("2025 2026", "from 2026 back to 2024", False),
        ("120000.50", "for 120000.50", True),
        ("138 0013 8000", "call 138 0013 8000", True),
    ],
)
def test_a_text(typed: str, text: str, found: bool) -> None:
    assert rank_of(typed, text=text) == (ELSEWHERE if found else None)


def test_the_worst_word_counts_and_the_best_field() -> None:
    fields = Fields(("华为技术", "华为"), ("138-0013-8000",), ("要报价",))
    assert match(Query.of("华为").words, fields) == WHOLE
    assert match(Query.of("hw 8000").words, fields) == WHOLE_SOUND
    assert match(Query.of("华为 报价").words, fields) == ELSEWHERE
    assert match(Query.of("华为 腾讯").words, fields) is None


@pytest.mark.parametrize("typed", ["", " ", "。，！？", "😀", "\x00", '"*^', "\u200b", "___", "\ue000\uf8ff", "\ud800"])
def test_nothing_to_find(typed: str) -> None:
    assert not Query.of(typed)
    assert marks(Query.of(typed), "华为", "name") == []


def test_only_so_many_words_and_letters_are_looked_for() -> None:
    assert len(Query.of(" ".join(f"word{number}" for number in range(100))).words) == 8
    assert rank_of("a" * 10_000, name="a" * 50) == BEGUN
    assert rank_of("a a a", name="a") == WHOLE


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("华为", "name", "[华为]技术有限公司"),
        ("技术", "name", "华为[技术]有限公司"),
        ("hwjs", "name", "[华为技术]有限公司"),
        ("huaweij", "name", "[华为技]术有限公司"),
        ("曾z", "name", "[曾志]伟"),
        ("zw", "name", "曾[志伟]"),
        ("tclkj", "name", "[TCL科技]集团"),
        ("tc", "name", "[TC]L科技"),
        ("obr", "name", "Conan [O'Br]ien"),
        ("mull", "name", "[Müll]er"),
        ("mull", "name", "[Mu\u0308ll]er"),
        ("长城", "name", "重慶[長城]"),
        ("ab1", "name", "[ＡＢ１]２"),
        ("jpmorgan", "name", "[J.P. Morgan] & Co"),
        ("华为 公司", "name", "[华为]技术有限[公司]"),
        ("8000", "phone", "138-0013-[8000]"),
        ("0013", "phone", "138-[0013]-8000"),
        ("3800", "phone", "138-001[3-800]0"),
        ("138", "phone", "[138]-0013-8000"),
        ("abc", "phone", "138-0013-8000"),
        ("报价", "text", "要[报价]，不要旧[报价]"),
        ("price", "text", "[price], [Price]s, no mispriced"),
        ("9001", "text", "ISO[9001]"),
        ("2026-11-22", "text", "on [2026]-[11]-[22]"),
        ("tm", "text", "a [™] sign"),
        ("ガ", "text", "[ｶﾞ]ｽ"),
        ("한", "text", "[\u1112\u1161\u11ab]"),
        ("baojia", "text", "报价"),
    ],
)
def test_marks(typed: str, kind: Kind, text: str) -> None:
    plain, expected = "", []
    for piece in text.replace("]", "[").split("["):
        expected.append((len(plain), len(plain) + len(piece)))
        plain += piece
    assert marks(Query.of(typed), plain, kind) == expected[1::2]


CHINESE = st.text("华为重庆长城曾国梁单仇查解区盖吕略朝阳银行科技股份西安先", min_size=1, max_size=6)


@given(CHINESE, st.data())
def test_any_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    part = name[start:end]
    literal = rank_of(part, name=name)
    assert literal is not None and literal <= INSIDE
    syllables = [data.draw(st.sampled_from(readings(character))) for character in part]
    whole = rank_of("".join(syllables), name=name)
    assert whole is not None and whole <= INSIDE_SOUND
    initials = rank_of("".join(one[0] for one in syllables), name=name)
    assert initials is not None and initials <= INSIDE_SOUND


@given(st.text(min_size=1, max_size=20), st.data())
def test_a_word_of_a_text_finds_it_however_it_is_written(text: str, data: st.DataObject) -> None:
    typed = data.draw(st.sampled_from([text, text.upper(), text.lower()]))
    if Query.of(typed) and len(typed.upper()) == len(typed) == len(typed.lower()):
        assert rank_of(typed, text=f"… {typed} …") == ELSEWHERE
