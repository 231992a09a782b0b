"""Traditional characters folded to simplified ones."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules import scripts as module
from karep.rules.readings import readings
from karep.rules.scripts import simplified

PROJECT = Path(__file__).resolve().parents[2]
TRADITIONAL = sorted(module._traditional())


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("", ""),
        ("Acme, Inc.", "Acme, Inc."),
        ("华为技术有限公司", "华为技术有限公司"),
        ("華為技術股份有限公司", "华为技术股份有限公司"),
        ("臺灣積體電路製造", "台湾积体电路制造"),
        ("鴻海精密工業 ABC 長城", "鸿海精密工业 ABC 长城"),
        ("頭髮與發展", "头发与发展"),
        ("薴", "苎"),
        ("㑮", "𫝈"),
        ("Müller ＡＢ 😀\x1b[31m", "Müller ＡＢ 😀\x1b[31m"),
    ],
)
def test_traditional_becomes_simplified(written: str, folded: str) -> None:
    assert simplified(written) == folded


def test_every_character_stays_one_character_and_settles_at_once() -> None:
    everything = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    once = simplified(everything)
    assert len(once) == len(everything)
    assert simplified(once) == once
    assert sum(one != other for one, other in zip(everything, once, strict=True)) == len(TRADITIONAL) > 4000


@given(st.lists(st.sampled_from(TRADITIONAL) | st.characters(codec="utf-8")).map("".join))
def test_a_text_folds_character_by_character(text: str) -> None:
    folded = simplified(text)
    assert folded == "".join(map(simplified, text))
    assert len(folded) == len(text)
    assert simplified(folded) == folded


def test_a_text_without_traditional_characters_is_the_same_object() -> None:
    text = "".join(["今天去", "华为"])
    assert simplified(text) is text


def test_nearly_every_traditional_character_shares_a_reading_with_its_simplified_form() -> None:
    known = [one for one in TRADITIONAL if readings(one)]
    apart = [one for one in known if not set(readings(one)) & set(readings(simplified(one)))]
    assert len(apart) < len(known) / 100


def test_a_character_without_a_reading_of_its_own_is_read_as_its_other_form() -> None:
    assert readings("𫝈") == readings("㑮") != ()
    assert [one for one in TRADITIONAL if bool(readings(one)) != bool(readings(simplified(one)))] == []


def test_the_table_says_what_opencc_says() -> None:
    pytest.importorskip("pypinyin")
    pytest.importorskip("opencc")
    spec = importlib.util.spec_from_file_location("make_readings", PROJECT / "scripts" / "readings.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (PROJECT / "karep" / "rules" / "simplified.txt").read_text("utf-8") == script.simplified_table()
    assert {one: simplified(one) for one in TRADITIONAL} == script.simplified_pairs()
