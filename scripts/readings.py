"""Make the tables of Chinese characters that karep ships: how each is read, and its simplified form.

``python scripts/readings.py`` writes ``karep/rules/readings.txt`` from pypinyin and ``karep/rules/simplified.txt``
from OpenCC's dictionary. The program itself imports neither: pypinyin alone would cost a fifth of a second.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.metadata import distribution, version
from importlib.resources import files
from pathlib import Path
from unicodedata import combining, normalize

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

RULES = Path(__file__).resolve().parent.parent / "karep" / "rules"
VOWELS = frozenset("aeiouv")
ADDED = {
    "谌": "shen", "諶": "shen", "黑": "he", "萬": "mo",  # surnames, the last as in 萬俟
    "嗯": "en", "㕶": "en", "𠮾": "en",  # read without a vowel, typed with one
}  # fmt: skip
"""Readings that people use and pypinyin lacks."""
FREQUENT = 3
"""In so many phrases at least an everyday character must be read so, beside its first reading."""
RARELY = 100
"""One in so many of a character's phrases at least."""
NAMES = (
    "仇qiu 查zha 区ou 盖ge 单shan 繁po 覃qin 员yun 翟zhai 缪miao 郇xun 晟sheng 召shao 秘bi 种chong 谌shen 佴nai 炅gui "
    "黑he 宓fu 能nai 洗xian 莘xin 隗wei 么yao 祭zhai 乜nie 阚kan 郗chi 郄xi 蔚yu 逢pang 车ju 尺che 颉xie 句gou 适kuo "
    "射ye 射yi 术zhu 尉yu 万mo 单chan 澹tan 谷yu 厦xia 铅yan 蚌beng 番pan 洞tong 浚xun 荥ying 乐lao 六lu 埔bu 犍qian "
    "龟qiu 兹ci 陂pi 大dai 沌zhuan 百bo 珲hun 涡guo 枞zong 浒xu 筠jun 泌bi 峙shi 坻di 棱ling 曝bao 茜xi 炮bao 涌chong "
    "咖ga 幢zhuang 干qian"
)
"""Readings of everyday characters in surnames, places and names of companies, which stand in too few phrases.

The last is that of 乾, which is folded to 干 before it is looked up.
"""
SAYINGS = "冯ping 强jiang 景ying 汤shang 艾yi 陆liu 纶guan 雀qiao 遗wei 埋man"
"""Readings that stand in a saying or two, and never in the many names with these characters."""

READINGS_HEAD = """\
The readings of Chinese characters: a toneless syllable (ü is v), a tab, every character that is read so,
the most frequent first. After an empty line the same for rare characters. Written by scripts/readings.py.

Taken from pypinyin {version} (https://github.com/mozillazg/python-pinyin), whose licence is:

{licence}
"""
SIMPLIFIED_HEAD = """\
A traditional character and its simplified form on each line. Written by scripts/readings.py.

Taken from TSCharacters.txt of OpenCC (https://github.com/BYVoid/OpenCC, Copyright BYVoid and contributors), as shipped
with opencc-python-reimplemented {version} (Copyright 2016 Yichen Huang), both under the Apache License, Version 2.0,
https://www.apache.org/licenses/LICENSE-2.0. This product includes dictionary data developed by OpenCC.
Changed here: only the first simplified form of each character is kept, followed to the end where it has one itself.
"""


def syllable(reading: str) -> str:
    """One reading without its tone: ``lǜ`` is ``lv``, ``ê̄`` is ``e``."""
    marked = normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(mark for mark in marked if not combining(mark))


def is_private(character: str) -> bool:
    """Whether the character means something only in one font; pypinyin knows some of those."""
    return "\ue000" <= character <= "\uf8ff"


def is_rare(character: str) -> bool:
    """Whether the character stands in the second block of the table: outside the first 20,992 of Unicode and 〇."""
    return not ("\u4e00" <= character <= "\u9fff" or character == "〇")


def kept_readings() -> set[tuple[str, str]]:
    """The readings that a rep may type for a name: all of rare characters; of everyday ones those in use.

    pypinyin knows 方 as ``wang`` and 能 as ``xiong`` too, from texts of two thousand years ago.
    """
    counts, names, sayings = counted_in_phrases(), frozenset(NAMES.split()), frozenset(SAYINGS.split())
    total: Counter[str] = Counter()
    for (character, _), number in counts.items():
        total[character] += number

    def is_used(character: str, reading: str) -> bool:
        number = counts[character, reading]
        return number >= FREQUENT and number * RARELY >= total[character]

    def is_kept(character: str, reading: str) -> bool:
        if not is_everyday(character) or (character, reading) in ADDED.items() or character + reading in names:
            return True
        first = syllable(pinyin_dict[ord(character)].split(",")[0])
        return reading == first or (is_used(character, reading) and character + reading not in sayings)

    return {pair for pair in known_readings() if is_kept(*pair)}


def is_everyday(character: str) -> bool:
    """Whether the character is one of the 6,763 of the national standard GB 2312."""
    return bool(character.encode("gb2312", "ignore"))


def known_readings() -> set[tuple[str, str]]:
    """Every character with every reading that has a vowel: of pypinyin's characters and of its phrases.

    A character that pypinyin does not know is read as its traditional or its simplified form.
    """
    known = {(chr(code), syllable(one)) for code, line in pinyin_dict.items() for one in line.split(",")}
    known |= {pair for pair in counted_in_phrases() if ord(pair[0]) in pinyin_dict}
    known |= set(ADDED.items())
    read = defaultdict(set)
    for character, reading in known:
        if VOWELS & set(reading) and not is_private(character):
            read[character].add(reading)
    for traditional, simple in simplified_pairs().items():
        for one, other in ((traditional, simple), (simple, traditional)):
            if ord(one) not in pinyin_dict and other in read:
                read[one] |= read[other]
    return {(character, reading) for character, ones in read.items() for reading in ones}


def counted_in_phrases() -> Counter[tuple[str, str]]:
    """In how many of pypinyin's phrases a character is read so: the measure of how frequent it is."""
    return Counter(
        (character, syllable(one))
        for phrase, read in phrases_dict.items()
        for character, ones in zip(phrase, read, strict=True)
        for one in ones
    )


def reading_lines(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each syllable, in alphabetical order."""
    lines = defaultdict(list)
    for character, read in pairs:
        lines[read].append(character)
    counts = counted_in_phrases()

    def place(read: str, character: str) -> tuple[bool, int, str]:
        return not is_everyday(character), -counts[character, read], character

    return [f"{read}\t{''.join(sorted(lines[read], key=lambda one: place(read, one)))}" for read in sorted(lines)]


def readings_table() -> str:
    """The text of ``readings.txt``."""
    pairs = kept_readings()
    licence = next(file for file in distribution("pypinyin").files or () if file.name == "LICENSE.txt").read_text(
        "utf-8"
    )
    head = READINGS_HEAD.format(version=version("pypinyin"), licence=licence)
    common = reading_lines(pair for pair in pairs if not is_rare(pair[0]))
    rare = reading_lines(pair for pair in pairs if is_rare(pair[0]))
    return "\n".join([commented(head), "", *common, "", *rare, ""])


def simplified_pairs() -> dict[str, str]:
    """Every character that OpenCC simplifies, with what it becomes in the end."""
    first = {}
    for line in (files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines():
        character, forms = line.split("\t")
        first[character] = forms.split()[0]
    # 薴 becomes 苧, and 苧 as a traditional character 苎
    last = {character: first.get(form, form) for character, form in first.items()}
    return {character: form for character, form in sorted(last.items()) if character != form}


def simplified_table() -> str:
    """The text of ``simplified.txt``."""
    head = SIMPLIFIED_HEAD.format(version=version("opencc-python-reimplemented"))
    return "\n".join([commented(head), "", *map("".join, simplified_pairs().items()), ""])


def commented(text: str) -> str:
    """The text with a number sign before each line."""
    return "\n".join(f"# {line}".rstrip() for line in text.strip().splitlines())


def write(name: str, text: str) -> None:
    """Write one table, with the same line ends on every system."""
    (RULES / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    write("readings.txt", readings_table())
    write("simplified.txt", simplified_table())
