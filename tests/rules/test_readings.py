"""How characters are read, and how typed letters fall into syllables."""

import importlib.util
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules import readings as module
from karep.rules.readings import (
    begins,
    initials,
    is_syllable,
    is_syllable_start,
    readings,
    reads,
    segmentations,
)

PROJECT = Path(__file__).resolve().parents[2]
CHARACTERS = sorted({**module._common(), **module._rare()})

SURNAMES = """
曾 zeng|仇 qiu|查 zha|解 xie|区 ou|盖 ge|单 shan|乐 yue|朴 piao|繁 po|覃 qin|覃 tan|员 yun|翟 zhai|缪 miao
冼 xian|逄 pang|妫 gui|郇 xun|郇 huan|晟 cheng|晟 sheng|任 ren|华 hua|燕 yan|召 shao|秘 bi|种 chong|柏 bai
柏 bo|贲 ben|卜 bu|晁 chao|谌 chen|谌 shen|褚 chu|啜 chuai|笪 da|佴 nai|炅 gui|哈 ha|黑 he|纪 ji|宓 mi|宓 fu
牟 mu|牟 mou|那 na|能 nai|宁 ning|裴 pei|亓 qi|强 qiang|谯 qiao|瞿 qu|阙 que|撒 sa|洗 xian|莘 shen|莘 xin
沈 shen|盛 sheng|眭 sui|庹 tuo|韦 wei|隗 wei|隗 kui|洼 wa|冯 feng|相 xiang|幺 yao|么 yao|要 yao|叶 ye|应 ying
於 yu|郁 yu|恽 yun|郓 yun|昝 zan|臧 zang|祭 zhai|占 zhan|竺 zhu|禚 zhuo|俎 zu|乜 nie|冒 mao|阚 kan|郗 xi
郗 chi|郄 qie|郄 xi|逯 lu|芮 rui|昃 ze|厍 she|折 she|佘 she|琚 ju|睢 sui|蔚 yu|弋 yi|薄 bo|逢 pang|车 che
车 ju|尺 che|过 guo|角 jue|角 jiao|颉 xie|句 gou|适 kuo|校 xiao|藉 ji|隽 juan|圈 juan|莞 guan|泄 xie|射 ye
射 yi|术 zhu|都 du|度 duo|宿 su|肖 xiao|仉 zhang|钭 tou|亢 kang|麴 qu|璩 qu|暨 ji|郤 xi|兒 ni|仝 tong|归 gui
缑 gou|宰 zai|吕 lv|闾 lv|长 zhang|行 xing|哥 ge|尉 wei|台 tai|谷 gu|石 shi|六 lu|大 da|尉迟 yu chi|万俟 mo qi
长孙 zhang sun|令狐 ling hu|单于 chan yu|澹台 tan tai|皇甫 huang fu|夏侯 xia hou|公冶 gong ye|濮阳 pu yang
淳于 chun yu|鲜于 xian yu|亓官 qi guan|拓跋 tuo ba|拓跋 ta ba|夹谷 jia gu|宰父 zai fu|毌丘 guan qiu
闾丘 lv qiu|乐正 yue zheng|漆雕 qi diao|公西 gong xi|吐谷浑 tu yu hun|赫连 he lian|呼延 hu yan|屠岸 tu an
仉督 zhang du|諶 shen|單 shan|區 ou|蓋 ge|種 chong|葉 ye|長孫 zhang sun|尉遲 yu chi|萬俟 mo qi|樂 yue|員 yun
繆 miao|呂 lv
""".replace("\n", "|").strip("|")
PLACES = """
重庆 chong qing|长城 chang cheng|厦门 xia men|六安 lu an|台州 tai zhou|丽水 li shui|铅山 yan shan|蚌埠 beng bu
番禺 pan yu|东阿 dong e|洪洞 hong tong|单县 shan xian|浚县 xun xian|歙县 she xian|荥阳 xing yang
荥经 ying jing|尉氏 wei shi|乐亭 lao ting|乐清 yue qing|嵊泗 sheng si|大埔 da bu|句容 ju rong|犍为 qian wei
什邡 shi fang|会稽 kuai ji|龟兹 qiu ci|渑池 mian chi|黄陂 huang pi|柞水 zha shui|茌平 chi ping|临朐 lin qu
十里堡 shi li pu|吴堡 wu bu|喀什 ka shi|鄄城 juan cheng|银行 yin hang|朝阳 chao yang|重工 zhong gong
绿地 lv di|绿林 lu lin|供给 gong ji|大夫 dai fu
""".replace("\n", "|").strip("|")


def generator() -> ModuleType:
    """The script that makes the tables; skipped where its libraries are not installed."""
    pytest.importorskip("pypinyin")
    pytest.importorskip("opencc")
    spec = importlib.util.spec_from_file_location("make_readings", PROJECT / "scripts" / "readings.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("重", {"chong", "zhong"}),
        ("方", {"fang"}),
        ("王", {"wang"}),
        ("能", {"neng", "nai"}),
        ("干", {"gan", "qian"}),
        ("长", {"chang", "zhang"}),
        ("单", {"dan", "shan", "chan"}),
        ("吕", {"lv"}),
        ("略", {"lve"}),
        ("𠀀", {"he"}),
        ("〇", {"ling", "xing", "yuan"}),
        ("喆", {"zhe"}),
        ("嗯", {"en"}),
    ],
)
def test_a_character_has_all_readings_in_use(character: str, expected: set[str]) -> None:
    assert set(readings(character)) == expected


@pytest.mark.parametrize(
    "text", ["", "a", "A", "1", " ", "é", "，", "。", "あ", "한", "Ａ", "😀", "华为", "𠀀𠀀", "\ue815", "\x1b"]
)
def test_what_is_no_character_has_no_reading(text: str) -> None:
    assert readings(text) == ()
    assert initials(text) == frozenset()
    assert not reads(text, "a")
    assert not begins(text, "a")


@pytest.mark.parametrize("entry", [*SURNAMES.split("|"), *PLACES.split("|")])
def test_surnames_and_places_are_found_by_their_special_reading(entry: str) -> None:
    name, *syllables = entry.split(" ")
    assert len(name) == len(syllables)
    for character, syllable in zip(name, syllables, strict=True):
        assert reads(character, syllable)
        assert syllable[0] in initials(character)
    assert tuple(syllables) in segmentations("".join(syllables), limit=1000)


def test_there_are_enough_surnames() -> None:
    names = {entry.split(" ")[0] for entry in SURNAMES.split("|")}
    assert len(names) >= 80
    assert sum(len(name) > 1 for name in names) >= 20


@pytest.mark.parametrize(
    ("character", "typed", "whole", "beginning"),
    [
        ("张", "zhang", True, True),
        ("张", "zha", False, True),
        ("张", "zh", False, True),
        ("张", "z", False, True),
        ("张", "c", False, False),
        ("张", "zhangs", False, False),
        ("张", "", False, False),
        ("张", "ZHANG", False, False),
        ("长", "chang", True, True),
        ("长", "zhang", True, True),
        ("吕", "lv", True, True),
        ("吕", "lu", True, True),
        ("吕", "luo", False, False),
        ("略", "lue", True, True),
        ("略", "lve", True, True),
        ("略", "lu", False, True),
        ("女", "nu", True, True),
        ("虐", "nue", True, True),
        ("鲁", "lu", True, True),
        ("鲁", "lv", False, False),
        ("罗", "luo", True, True),
        ("局", "ju", True, True),
        ("局", "jv", False, False),
    ],
)
def test_what_is_typed_for_a_character(character: str, typed: str, whole: bool, beginning: bool) -> None:
    assert reads(character, typed) is whole
    assert begins(character, typed) is beginning


def test_initials_are_the_first_letters_of_all_readings() -> None:
    assert initials("重") >= {"c", "z"}
    assert initials("曾") == {"c", "z"}


@given(st.sampled_from(CHARACTERS), st.integers(1, 6))
def test_every_reading_is_a_syllable_and_begins_with_its_letters(character: str, length: int) -> None:
    assert list(readings(character)) == sorted(set(readings(character))) != []
    for reading in readings(character):
        assert is_syllable(reading) and is_syllable_start(reading[:length])
        assert reads(character, reading)
        assert begins(character, reading[:length])
        assert reading[0] in initials(character)
        if reading[:2] in ("lv", "nv"):
            assert reads(character, reading.replace("v", "u")) and is_syllable(reading.replace("v", "u"))


@given(st.sampled_from(CHARACTERS), st.text("abcdeghilnouvz", min_size=1, max_size=6))
def test_only_readings_are_read(character: str, typed: str) -> None:
    spelled = {form for one in readings(character) for form in (one, one.replace("v", "u"))}
    assert reads(character, typed) is (typed in spelled)
    assert begins(character, typed) is any(form.startswith(typed) for form in spelled)


@pytest.mark.parametrize("text", ["", "i", "u", "v", "zh", "zhon", "ng", "hm", "Hua", "huawei", "华", " hua"])
def test_what_is_no_syllable(text: str) -> None:
    assert not is_syllable(text)


def test_the_start_of_a_syllable() -> None:
    assert all(is_syllable_start(text) for text in ("z", "zh", "zhu", "zhuan", "zhuang", "lue", "nv", "a"))
    assert not any(is_syllable_start(text) for text in ("", "i", "u", "v", "zhuangs", "hw", "ng", "Z"))


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("hwjs", [("h", "w", "j", "s")]),
        ("cqcc", [("c", "q", "c", "c")]),
        ("huawei", [("hua", "wei")]),
        ("huaweijs", [("hua", "wei", "j", "s")]),
        ("zengz", [("zeng", "z")]),
        ("xian", [("xian",), ("xi", "an"), ("xia", "n")]),
        ("zhon", [("zhon",)]),
        ("zhuangz", [("zhuang", "z")]),
        ("zsh", [("z", "sh"), ("z", "s", "h")]),
        ("lvw", [("lv", "w")]),
        ("luew", [("lue", "w")]),
        ("a", [("a",)]),
    ],
)
def test_the_likeliest_reading_of_letters_comes_first(letters: str, first: list[tuple[str, ...]]) -> None:
    assert segmentations(letters)[: len(first)] == first


@pytest.mark.parametrize(
    "letters", ["", "i", "u", "vw", "iphone", "hwi", "zhi!", "HW", "hua wei", "华", "h华", "1", "\x00"]
)
def test_letters_that_are_no_name(letters: str) -> None:
    assert segmentations(letters) == []


def every_reading(letters: str) -> set[tuple[str, ...]]:
    """All ways to read the letters, by trying every cut."""
    found = set()
    for cuts in range(2 ** (len(letters) - 1)):
        places = [0, *(place for place in range(1, len(letters)) if cuts >> (place - 1) & 1), len(letters)]
        pieces = tuple(letters[start:end] for start, end in pairwise(places))
        if is_syllable_start(pieces[-1]) and all(
            is_syllable(piece) or (is_syllable_start(piece) and (len(piece) == 1 or piece in ("zh", "ch", "sh")))
            for piece in pieces[:-1]
        ):
            found.add(pieces)
    return found


TYPED = st.lists(
    st.sampled_from(["xi", "an", "hua", "wei", "zh", "z", "sh", "lv", "lue", "e", "n", "g", "ang", "zhua", "i", "q"]),
    min_size=1,
    max_size=5,
).map(lambda pieces: "".join(pieces)[:12])


@given(TYPED | st.text("aehginouvz", min_size=1, max_size=9))
def test_all_ways_are_found_once_and_in_order(letters: str) -> None:
    found = segmentations(letters, limit=10_000)
    assert len(found) == len(set(found))
    assert set(found) == every_reading(letters)
    order = [
        (sum(1 if is_syllable(piece) else 2 for piece in pieces), [-len(piece) for piece in pieces]) for pieces in found
    ]
    assert order == sorted(order)


@given(TYPED, st.integers(0, 8))
def test_the_limit_keeps_the_likeliest(letters: str, limit: int) -> None:
    assert segmentations(letters, limit) == segmentations(letters, 10_000)[:limit]


@given(st.lists(st.sampled_from(CHARACTERS), min_size=1, max_size=4), st.data())
def test_a_name_is_found_by_whatever_part_of_its_readings_is_typed(name: list[str], data: st.DataObject) -> None:
    pieces = []
    for character in name:
        reading = data.draw(st.sampled_from(readings(character)))
        pieces.append(data.draw(st.sampled_from([reading, reading[0]])))
    assert tuple(pieces) in segmentations("".join(pieces), limit=10_000)


def test_a_long_name_is_read_with_one_unlikely_cut_anywhere() -> None:
    typed = ("xi", "an", "jiao", "tong", "da", "xue", "di", "yi", "fu", "shu", "yi", "yuan")
    assert typed in segmentations("".join(typed))


def test_many_letters_cost_no_more_steps_than_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = "xianganangengan" * 4 + "i"  # the i leaves most ways to read the rest without an end
    steps = 0
    pieces = module._pieces

    def counted(letters: str, start: int) -> list[tuple[int, int]]:
        nonlocal steps
        steps += 1
        return pieces(letters, start)

    monkeypatch.setattr(module, "_pieces", counted)
    assert len(segmentations(letters, limit=64)) == 64
    assert steps <= 65 * len(letters)


def test_no_letter_may_be_left_over_at_the_end() -> None:
    letters = "xianganangengan" * 4
    assert {pieces[-1] for pieces in segmentations(letters + "i")} == {"ni"}
    assert segmentations(letters + "vv") == []


def test_the_table_says_what_pypinyin_says() -> None:
    assert (PROJECT / "karep" / "rules" / "readings.txt").read_text("utf-8") == generator().readings_table()


def test_the_first_reading_of_every_character_is_kept() -> None:
    script = generator()
    first = {(chr(code), script.syllable(line.split(",")[0])) for code, line in script.pinyin_dict.items()}
    lost = {reading for one, reading in first if not reads(one, reading) and not script.is_private(one)}
    assert lost == {"n", "m", "hm"}


def test_everyday_characters_lose_only_readings_of_few_phrases() -> None:
    script = generator()
    counts = script.counted_in_phrases()
    lost = {pair for pair in script.known_readings() if not reads(*pair)}
    assert len(lost) > 2000
    assert all(script.is_everyday(character) for character, _ in lost)
    often = {character + reading for character, reading in lost if counts[character, reading] >= 20}
    assert not often
    assert {("方", "wang"), ("能", "xiong"), ("冯", "ping"), ("石", "dan")} <= lost


def test_every_exception_says_something_about_the_table() -> None:
    script = generator()
    known = {character + reading for character, reading in script.known_readings()}
    names, sayings = set(script.NAMES.split()), set(script.SAYINGS.split())
    assert known >= names | sayings
    assert not names & sayings
    assert all(reads(one[0], one[1:]) for one in names)
    assert not any(reads(one[0], one[1:]) for one in sayings)


def test_frequent_characters_come_first() -> None:
    table = dict(line.split("\t") for line in module._block(1))
    assert "华" in table["hua"][:5]
    assert table["zhong"].index("中") < table["zhong"].index("衷") < table["zhong"].index("籦")


def test_the_rare_half_is_read_only_when_it_is_needed() -> None:
    code = (
        "import sys; from karep.rules import readings as m; m.segmentations('huawei');"
        "[m.readings(text) for text in ('华', 'x', '，', '한', '😀😀')];"
        "before = m._rare.cache_info().currsize; m.readings('𠀀');"
        "print(before, m._rare.cache_info().currsize, 'pypinyin' in sys.modules, 'opencc' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert done.stdout.split() == ["0", "1", "False", "False"]
