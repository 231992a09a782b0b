"""Where a festival is kept: the Chinese ones in China, Thanksgiving in America, Christmas abroad, New Year by all."""

from typing import Final

from karep.frozen import frozen
from karep.rules.festivals import OWN

_CHINA: Final = (
    *("中国", "中国大陆", "中华人民共和国", "香港", "澳门", "台湾", "中国香港", "中国澳门", "中国台湾"),
    *("china", "china mainland", "mainland china", "cn", "chn", "prc", "p.r.c.", "p.r. china", "pr china"),
    *("people's republic of china", "hong kong", "hong kong sar", "hk", "macau", "macao", "mo", "taiwan", "tw"),
)
_AMERICA: Final = ("us", "usa", "u.s.", "u.s.a.", "united states", "united states of america", "america", "美国")


@frozen
class Places:
    """The countries whose customers keep a festival, as an account may have them, in small letters."""

    names: tuple[str, ...] = ()
    within: bool = False
    """Whether only these keep it; else all but these."""

    def hold(self, country: str | None) -> bool:
        """Whether customers of a country keep it; of an unknown one those of China are meant."""
        return ((country or "").strip().lower() in self.names) is self.within


EVERYWHERE: Final = Places()
CHINA: Final = Places(("", *_CHINA), within=True)
"""An account without a country is taken for one at home."""


def places_of(key: str) -> Places:
    """Where a festival is kept, by its key; days that the rep or the company added are kept everywhere."""
    if not key or key == "new_year" or key.startswith(OWN):
        return EVERYWHERE
    return {"thanksgiving": Places(_AMERICA, within=True), "christmas": Places(CHINA.names)}.get(key, CHINA)
