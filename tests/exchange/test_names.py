"""Names and addresses joined in the order of their language."""

import pytest

from karep.exchange.names import join_address, join_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("国藩", "", "曾"), "曾国藩"),
        (("John", "Quincy", "Adams"), "John Quincy Adams"),
        (("", "", "Null"), "Null"),
        (("建国", "", ""), "建国"),
        (("David", "", "陈"), "陈David"),
    ],
)
def test_names(parts: tuple[str, str, str], name: str) -> None:
    assert join_name(*parts) == name


def test_a_chinese_address_runs_from_large_to_small() -> None:
    parts = {"street": "科技路1号", "city": "深圳市", "region": "广东省", "district": "南山区", "postal_code": "518000"}
    assert join_address(parts) == "广东省深圳市南山区科技路1号 518000"


def test_a_chinese_address_names_nothing_twice() -> None:
    assert join_address({"region": "广东省", "city": "广东省深圳市", "street": "科技路"}) == "广东省深圳市科技路"


def test_a_western_address_runs_from_small_to_large() -> None:
    parts = {"country": "USA", "region": "CA", "postal_code": "94110", "city": "San Francisco", "street": "645 21st St"}
    assert join_address(parts) == "645 21st St, San Francisco, CA 94110, USA"
