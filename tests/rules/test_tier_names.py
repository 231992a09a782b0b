"""What tiers are called by each scheme, and that what is written is read back."""

import pytest

from karep.i18n import use_language
from karep.rules.tier_names import read_tier, tier_name, tier_names, tiers_in_force, use_tiers, written_tier
from karep.rules.tiers import TierSettings
from karep.rules.vocabulary import TIER_SCHEMES, TIERS


def test_the_scheme_of_ranks_has_names_of_its_own() -> None:
    assert list(tier_names().values()) == ["Diamond", "Platinum", "Gold", "VIP"]
    use_tiers(TierSettings(scheme="metal"))
    assert list(tier_names().values()) == ["Platinum", "Gold", "Iron", "Lead"]
    use_language("zh")
    assert list(tier_names().values()) == ["铂金", "黄金", "铁", "铅"]
    assert tier_name("gold", "revenue") == "黄金"
    assert tiers_in_force().scheme == "metal"


@pytest.mark.parametrize("scheme", TIER_SCHEMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_name_is_read_back_as_its_tier(scheme: str, language: str) -> None:
    use_tiers(TierSettings(scheme=scheme))
    use_language(language)
    for tier in TIERS:
        assert read_tier(tier_name(tier)) == read_tier(written_tier(tier)) == tier
    assert len({written_tier(tier) for tier in TIERS}) == len(TIERS)


def test_words_of_another_scheme_are_none_of_ours() -> None:
    assert read_tier("Iron") is read_tier("A级") is read_tier("") is None
    use_tiers(TierSettings(scheme="metal"))
    assert read_tier("Diamond") is read_tier("vip") is None
    assert read_tier("铁级客户") == "gold"


def test_a_key_that_is_no_tier_is_its_own_name() -> None:
    use_tiers(TierSettings(scheme="metal"))
    assert tier_name("bronze") == "bronze"
