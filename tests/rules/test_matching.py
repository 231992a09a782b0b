"""Keys that bring together what is the same and differently written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.matching import (
    company_key,
    domain_key,
    email_key,
    exact_key,
    fold,
    person_key,
    phone_key,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme, Inc.", "ACME  Inc"),
        ("华为技术（中国）有限公司", " 华为 技术(中国)有限公司"),
        ("ＡＢＣ科技", "abc 科技"),
        ("北京 ABC 科技", "北京abc科技"),
        ("Foo (China) Ltd", "foo(china) ltd."),
        ("O’Brien & Co.", "O'Brien & Co"),
        ("U.S. Steel", "US Steel"),
        ("\ufeffAcme\u200b", "Acme"),
        ("Acme\u2013Werk", "Acme-Werk"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("Acme\u00a0Trading\t", "acme trading"),
    ],
)
def test_the_same_name_written_differently(one: str, other: str) -> None:
    assert exact_key(one) == exact_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Inc", "Acme Ltd"),
        ("华为技术有限公司", "华为技术"),
        ("The Rapist", "Therapist"),
        ("Müller Öl", "Mülleröl"),
        ("3.5 Inc", "35 Inc"),
        ("A&B", "AB"),
        ("华为(上海)有限公司", "华为(北京)有限公司"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert exact_key(one) != exact_key(other)


@pytest.mark.parametrize(
    ("name", "stripped"),
    [
        ("华为技术有限公司", "华为技术"),
        ("华为技术（中国）有限公司", "华为技术"),
        ("中国石油集团股份有限公司", "中国石油"),
        ("大明有限责任公司", "大明"),
        ("上海（集团）有限公司", "上海"),
        ("华为(上海)有限公司", "华为(上海)"),
        ("Acme Co., Ltd.", "acme"),
        ("Acme Trading LLC", "acme trading"),
        ("Foo GmbH & Co. KG", "foo"),
        ("Huawei Technologies (China) Co., Ltd.", "huawei technologies"),
        ("Fiat S.p.A.", "fiat"),
        ("Müller (UK) Ltd.", "müller(uk)"),
        ("Company", "company"),
        ("有限公司", "有限公司"),
        ("", ""),
    ],
)
def test_legal_forms_are_stripped_for_proposals(name: str, stripped: str) -> None:
    assert company_key(name) == (exact_key(name), stripped)


PIECES = "华 为 ( ) （ ） 有限公司 集团 inc . , & co a B \u3000 3"
NAMES = st.one_of(st.text(), st.lists(st.sampled_from(PIECES.split(" "))).map("".join))


@given(NAMES)
def test_keys_never_raise_and_are_their_own_keys(name: str) -> None:
    key, stripped = company_key(name)
    assert exact_key(key) == key
    assert bool(stripped) == bool(key)
    assert fold(fold(name)) == fold(name)
    assert not any(letter.isspace() and letter != " " for letter in key)


@given(st.text(alphabet="abcXYZ 华为技术有限公司（）().,"))
def test_case_and_width_do_not_matter(name: str) -> None:
    wide = name.translate({code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}).replace(" ", "\u3000")
    assert exact_key(wide) == exact_key(name.upper()) == exact_key(f"  {name} ") == exact_key(name)


def test_folding_for_filters() -> None:
    assert fold("  Coca-Cola（中国）Co., Ltd. ") == "coca cola 中国 co ltd"
    assert fold("O'Brien's") == "obriens"
    assert fold("ＡＢＣ") == "abc"


def test_people_are_kept_apart_by_the_order_of_their_names() -> None:
    assert person_key("王 建国") == person_key("王建国")
    assert person_key("John  SMITH") == person_key("john smith") != person_key("Smith John")


@pytest.mark.parametrize(
    ("phone", "key"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("'+8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("010-8888 8888", "1088888888"),
        ("+86 (0)10 88888888", "1088888888"),
        ("+86 010 88888888", "1088888888"),
        ("021-55556666转801", "2155556666"),
        ("+44 (0)20 7946 0958", "442079460958"),
        ("0044 20 7946 0958 ext. 12", "442079460958"),
        ("13800138000; 13900139000", "13800138000"),
        ("无 / 13900139000", "13900139000"),
        ("400-820-8820", "4008208820"),
        ("1.38E+10", ""),
        ("8888", ""),
        ("123456789012345678", ""),
        ("n/a", ""),
        ("", ""),
    ],
)
def test_phones(phone: str, key: str) -> None:
    assert phone_key(phone) == key


@given(st.text(), st.text(alphabet="+0123456789-()/ ext转"))
def test_phones_never_raise(one: str, other: str) -> None:
    for text in (one, other):
        key = phone_key(text)
        assert key == "" or (key.isascii() and key.isdigit() and 7 <= len(key) <= 15)


def test_mail_addresses() -> None:
    assert email_key(" Wang <Wang.Wu@Acme.com.cn> ") == "wang.wu@acme.com.cn"
    assert email_key("mailto:a@b.de") == "a@b.de"
    assert email_key("ａ＠b.com") == "a@b.com"
    assert email_key("nobody") == email_key("a@b") == email_key("") == ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://www.huawei.com/cn/?a=b", "huawei.com"),
        ("Acme.com:8080", "acme.com"),
        ("wang@acme.com.cn", "acme.com.cn"),
        ("Wang <wang@acme.com>", "acme.com"),
        ("http://user:pass@acme.de/", "acme.de"),
        ("华为.中国", "华为.中国"),
        ("a@qq.com", ""),
        ("x@163.com", ""),
        ("x@Gmail.com", ""),
        ("linkedin.com/company/acme", ""),
        ("192.168.0.1", ""),
        ("n/a", ""),
        ("", ""),
    ],
)
def test_domains(text: str, key: str) -> None:
    assert domain_key(text) == key


@given(st.text())
def test_domains_and_addresses_never_raise(text: str) -> None:
    assert "@" not in domain_key(text)
    assert email_key(text).count("@") in (0, 1)
