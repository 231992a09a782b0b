"""Which places lie near each other, told by words alone: the same district of a city, or the same city.

A Chinese address names its district (龙岗区, 昆山市, 长沙县); elsewhere the first signs of the postal code stand for
one. No map and no network are asked.
"""

import re
from typing import Final

_HAN: Final = "㐀-䶿一-鿿豈-﫿"
_APART: Final = re.compile(r"[\s,，、;；·・]+")
_BRACKETED: Final = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_COUNTRY: Final = re.compile(r"^(?:中华人民共和国|中国(?!城|街|路))")
_REGION: Final = re.compile(
    r"^(?:内蒙古自治区|广西壮族自治区|宁夏回族自治区|新疆维吾尔自治区|西藏自治区|香港特别行政区|澳门特别行政区"
    rf"|[{_HAN}]{{2,3}}省|内蒙古(?=[{_HAN}]{{2,6}}(?:市|盟))|广西(?=[{_HAN}]{{2,3}}市)|宁夏(?=[{_HAN}]{{2,3}}市)"
    rf"|新疆(?=[{_HAN}]{{2,5}}(?:市|州))|西藏(?=[{_HAN}]{{2,3}}市))"
)
_CITY: Final = re.compile(rf"^([{_HAN}]{{2,6}}?(?:自治州|地区|盟|市))(?!场|政|民|中心)")
_ADMINISTRATIVE: Final = re.compile(rf"^([{_HAN}]{{1,8}}?(?:自治县|自治旗|新区|林区|区|县|旗|市))")
_DEVELOPMENT: Final = re.compile(
    rf"([{_HAN}]{{0,10}}?(?:技术产业开发区|技术开发区|开发区|工业园区|产业园区|高新区|经开区|保税区|自贸区|新区))"
)
_TOWN: Final = re.compile(rf"^([{_HAN}]{{2,5}}?(?:街道|镇|乡))")
_NO_DISTRICT: Final = re.compile(
    r"(?:小区|社区|校区|厂区|院区|库区|片区|景区|住宅区|生活区|别墅区|商业区|宿舍区|服务区|工业区|园区|矿区|营区"
    r"|一区|二区|三区|四区|五区|[超夜菜花]市|书市|门市|集市|都市|城市|上市)$"
)
_NOT_AFTER: Final = "场政民"
"""After one of these 市 ends no name: 市场, 市政, 市民."""
_SUFFIX: Final = re.compile(r"(?:自治县|自治旗|区|县|旗|市)$")
_POSTAL: Final = re.compile(
    # a British, Irish or Canadian code; a number at the end, before a city (10117 Berlin), or after a state (IL 62701)
    r"\b(?P<letters>[A-Z]{1,2}[0-9][A-Z0-9]?|[A-Z][0-9]{2}|[A-Z][0-9][A-Z])"
    r"[ ](?:[0-9][A-Z]{2}|[A-Z0-9]{4}|[0-9][A-Z][0-9])\b"
    r"|(?:(?<=[A-Z]{2} )|(?<=, ))(?P<after>[0-9]{4,6})(?:-[0-9]{4})?\b"
)


def city_key(city: str | None) -> str:
    """What a city is known by, however it is written: 苏州 for 苏州市, lower case for what has letters."""
    name = "".join((city or "").split()) if _is_chinese(city or "") else " ".join((city or "").split())
    short = name.removesuffix("市")
    return (short if len(short) > 1 else name).casefold()


def city_spellings(city: str) -> tuple[str, ...]:
    """The ways in which a city may be stored: as it is, and a Chinese one with and without 市."""
    name = city.strip()
    if not _is_chinese(name):
        return tuple(dict.fromkeys(filter(None, (name, name.title(), name.upper(), name.lower()))))
    short = name.removesuffix("市")
    return tuple(dict.fromkeys((name, short, f"{short}市"))) if len(short) > 1 else (name,)


def city_of(address: str | None) -> str:
    """The city that a Chinese address names, without 市; empty where it names none.

    Of a county-level city the city above it is meant: 苏州 for 江苏省苏州市昆山市, but 昆山 for 昆山市玉山镇.
    """
    found = _CITY.match(_without_region(address or ""))
    return city_key(found[1]) if found and found[1].endswith("市") else ""


def district_of(address: str | None, city: str | None = None, postal_code: str | None = None) -> str:
    """The district that an address lies in; empty where it tells none.

    Args:
        address: As it is stored.
        city: The city, if it is known apart: a Chinese address may leave its 市 out (苏州吴中区).
        postal_code: The postal code, if it is known apart: for what is not Chinese, its beginning is the district.
    """
    text = address or ""
    if _is_chinese(text):
        return _chinese_district(text, city or "")
    return postal_area(postal_code) or postal_area(_postal_code(text))


def district_key(district: str | None, city: str | None = None) -> str:
    """What a district is known by, however it is written: 龙岗 for 龙岗区 and for 深圳市龙岗区."""
    name = "".join((district or "").split())
    if not _is_chinese(name):
        return name.casefold()
    name = _without_city(_without_region(name), city or "") or name
    place = city_key(city)
    if len(name) > len(place) + 1 and place:
        name = name.removeprefix(place)
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


def postal_area(code: str | None) -> str:
    """The beginning of a postal code that stands for a part of a city or a county.

    Of six digits the first four (in China: the county), of five the first three, of four the first two; of a code
    with letters what stands before the blank.
    """
    found = (code or "").strip().upper()
    head = found.split("-")[0].strip()
    if head.isascii() and head.isdigit():
        return {6: head[:4], 5: head[:3], 4: head[:2]}.get(len(head), head)
    return found.split()[0] if found else ""


def _is_chinese(text: str) -> bool:
    return re.search(f"[{_HAN}]", text) is not None


def _without_region(address: str) -> str:
    """The address from its city on: without country and province, blanks and what stands in brackets."""
    text = _APART.sub("", _BRACKETED.sub("", address))
    text = re.sub(r"^[0-9]{6}", "", text)
    # 中国（上海）自由贸易试验区 lies in districts as every other place does
    return _REGION.sub("", _COUNTRY.sub("", text)).removeprefix("自由贸易试验区")


def _without_city(text: str, city: str) -> str:
    """The address from its district on."""
    short = city_key(city)
    if len(short) > 1 and text.casefold().startswith(short):
        rest = text[len(short) :]
        # 苏州市…, 苏州吴中区…, but not the road 苏州路 nor 苏州工业园区, which is called so
        if rest.startswith("市") and rest[1:2] not in _NOT_AFTER:
            return rest[1:]
        if _admitted(_ADMINISTRATIVE.match(rest)):
            return rest
    found = _CITY.match(text)
    return text[found.end() :] if found and text[found.end() :] else text


def _chinese_district(address: str, city: str) -> str:
    text = _without_city(_without_region(address), city)
    if found := _admitted(_ADMINISTRATIVE.match(text)):
        return found
    if developed := _DEVELOPMENT.search(text):
        return developed[1]
    town = _TOWN.match(text)
    return town[1] if town else ""


def _admitted(found: re.Match[str] | None) -> str:
    """What was found, if it is a district at all: 阳光小区 and 建材市场 are none."""
    if found is None or _NO_DISTRICT.search(found[1]):
        return ""
    after = found.string[found.end() : found.end() + 1]
    if found[1].endswith("市") and after and after in _NOT_AFTER:
        return ""
    # a road or a number before it: 科技路1号高新区 is caught as a development zone, not as 科技路…区
    return "" if re.search(r"[路街道号巷弄楼]", found[1][:-1]) else found[1]


def _postal_code(address: str) -> str:
    codes = [one.group("letters") or one.group("after") for one in _POSTAL.finditer(address)]
    return codes[-1] if codes else ""
