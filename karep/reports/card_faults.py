"""What is used in place of a card that cannot be, in words."""

from typing import Final

from karep.i18n import N_, _
from karep.playbook.card import Meanwhile

_MEANWHILE: Final[dict[Meanwhile | None, str]] = {
    "last": N_("Until then its last sound version is used."),
    "ours": N_("Until then karep's own card is used."),
    "nothing": N_("Until then it is left out."),
    None: N_("The rest of the card is used."),
}


def meanwhile_words(meanwhile: Meanwhile | None) -> str:
    """A sentence: what is used until a card was put right; None for one that is used all the same."""
    return _(_MEANWHILE[meanwhile])
