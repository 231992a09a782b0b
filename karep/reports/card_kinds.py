"""What the kinds of entries of the playbook are called."""

from typing import Final

from karep.i18n import N_

CARD_KINDS: Final = {
    "objection": N_("Objection"),
    "technique": N_("Way to ask"),
    "battle": N_("Rival"),
    "item": N_("Checklist"),
    "question": N_("Question"),
    "signal": N_("Signal"),
    "questions": N_("Question set"),
    "stage": N_("Stage"),
    "guide": N_("Guide"),
}
"""By `karep.playbook.finding.KINDS`."""
