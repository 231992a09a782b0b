"""What a lost deal leaves behind: why, and a day on which to ask again."""

from typing import Final

from karep.i18n import N_

REVISIT_DAYS: Final = 90
"""So many days after a loss it is proposed to ask again."""

ORIGIN: Final = "revisit"
"""What the follow-up on that day notes as its origin."""

REASONS: Final = (
    N_("Price"),
    N_("A rival was preferred"),
    N_("No budget"),
    N_("No decision was made"),
    N_("The timing was wrong"),
    N_("It did not fit their needs"),
    N_("Delivery or terms"),
    N_("Our contact left"),
)
"""Why deals are lost most often, marked for translation; any other words will do as well."""
