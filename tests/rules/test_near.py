"""Which places lie near each other, told by their addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.near import city_key, city_of, city_spellings, district_key, district_of, postal_area

CHINESE = [
    ("广东省深圳市龙岗区坂田街道五和大道南 18 号", "深圳", "龙岗区"),
    ("深圳市南山区高新南一道 9 号", "", "南山区"),
    ("上海市浦东新区张江路 1238 弄", "上海", "浦东新区"),
    ("北京市海淀区中关村大街 27 号", "", "海淀区"),
    ("江苏省苏州市昆山市玉山镇前进西路", "苏州", "昆山市"),
    ("江苏省苏州市工业园区星湖街 328 号", "苏州", "工业园区"),
    ("苏州工业园区星湖街 328 号", "苏州", "苏州工业园区"),
    ("苏州吴中区东吴北路 98 号", "苏州", "吴中区"),
    ("浙江省杭州市余杭区文一西路 969 号", "杭州市", "余杭区"),
    ("内蒙古自治区呼和浩特市赛罕区大学东路", "呼和浩特", "赛罕区"),
    ("新疆维吾尔自治区乌鲁木齐市天山区解放北路", "乌鲁木齐", "天山区"),
    ("广西壮族自治区南宁市青秀区民族大道", "", "青秀区"),
    ("湖南省长沙市长沙县星沙镇", "长沙", "长沙县"),
    ("重庆市彭水苗族土家族自治县汉葭街道", "重庆", "彭水苗族土家族自治县"),
    ("天津市滨海新区经济技术开发区第三大街", "天津", "滨海新区"),
    ("成都市高新区天府大道中段 530 号", "成都", "高新区"),
    ("高新区凤鸣路 18 号", "徐州", "高新区"),
    ("新吴区锡霞路 6 号", "无锡", "新吴区"),
    ("东莞市长安镇振安中路", "东莞", "长安镇"),
    ("518129 广东省 深圳市 龙岗区", "", "龙岗区"),
    ("中国（上海）自由贸易试验区 浦东新区 世纪大道 1 号", "上海", "浦东新区"),
    ("延边朝鲜族自治州延吉市光明街", "", "延吉市"),
    ("建材市场东门 3 号", "徐州", ""),
    ("阳光小区 3 号楼", "徐州", ""),
    ("人民路 20 号 A 座", "上海", ""),
    ("苏州路 20 号", "苏州", ""),
    ("市政府对面", "苏州", ""),
    ("", "苏州", ""),
]


@pytest.mark.parametrize(("address", "city", "district"), CHINESE)
def test_the_district_of_a_chinese_address(address: str, city: str, district: str) -> None:
    assert district_of(address, city) == district


@pytest.mark.parametrize(
    ("address", "postal_code", "district"),
    [
        ("410 Foundry Street", "53204", "532"),
        ("1200 Market St, Springfield, IL 62701", None, "627"),
        ("1200 Market St, Springfield, IL 62701-1234", None, "627"),
        ("Friedrichstr. 12, 10117 Berlin", None, "101"),
        ("1 Poultry, London EC2R 8EJ", None, "EC2R"),
        ("Harbour Mills", "T12 X2Y3", "T12"),
        ("Maaskade 220", "3071", "30"),
        ("12 Sorting Link", "628001", "6280"),
        ("1200 Market Street", None, ""),
        (None, None, ""),
    ],
)
def test_elsewhere_the_postal_code_is_the_district(address: str | None, postal_code: str | None, district: str) -> None:
    assert district_of(address, "X", postal_code) == district


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("龙岗", "龙岗区"), ("深圳市龙岗区", "龙岗区"), ("苏州吴中", "吴中区"), ("苏州工业园区", "工业园区"),
        ("Mitte", "mitte"), ("长沙县", "长沙"),
    ],
)  # fmt: skip
def test_a_district_is_the_same_however_it_is_written(one: str, other: str) -> None:
    city = "苏州" if "苏州" in one else "深圳" if "龙岗" in one else ""
    assert district_key(one, city) == district_key(other, city)


def test_two_districts_are_two() -> None:
    assert district_key("龙岗区", "深圳") != district_key("龙华区", "深圳")
    assert district_key("蓟县") == "蓟县"


def test_a_city_is_the_same_with_and_without_its_suffix() -> None:
    assert city_key("苏州市") == city_key(" 苏州 ") == "苏州"
    assert city_key("沙市") == "沙市"
    assert city_key("New  York") == city_key("new york")
    assert city_spellings("苏州") == ("苏州", "苏州市")
    assert city_spellings("苏州市") == ("苏州市", "苏州")
    assert "Berlin" in city_spellings("berlin")


@pytest.mark.parametrize(
    ("address", "city"),
    [
        ("广东省深圳市龙岗区", "深圳"), ("昆山市玉山镇", "昆山"), ("江苏省苏州市昆山市", "苏州"), ("人民路 1 号", ""),
        ("建材市场东门", ""), ("10117 Berlin", ""),
    ],
)  # fmt: skip
def test_the_city_of_an_address(address: str, city: str) -> None:
    assert city_of(address) == city


def test_a_postal_code_of_a_country_with_letters() -> None:
    assert postal_area("K1A 0B1") == "K1A"
    assert postal_area("") == postal_area(None) == ""


@given(st.text(), st.text(), st.text())
def test_any_text_is_read(address: str, city: str, code: str) -> None:
    found = district_of(address, city, code)
    assert isinstance(found, str)
    assert district_key(found, city) == district_key(found, city)
    assert all(isinstance(one, str) for one in (city_key(city), city_of(address), *city_spellings(city)))
