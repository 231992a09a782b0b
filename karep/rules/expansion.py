"""What may grow out of a deal that was won: more business with the same customer, from Discover on."""

from typing import Final

EXPANSIONS: Final = ("cross_sell", "up_sell", "joint_development", "renewal")
"""The kinds of deal that a won one can grow into (keys of the vocabulary's OPPORTUNITY_KINDS)."""

FIRST_STAGE: Final = "S4"
"""Where such a deal begins: the customer is known, what they need next is not."""
