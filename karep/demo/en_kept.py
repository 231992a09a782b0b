"""What keeps an English-speaking account warm: meetings of every kind, gifts, greetings."""

from typing import Final

from karep.demo.tables import Kept

KEPT: Final = Kept(
    meetings=(
        (
            "business_meeting", "Quarterly review",
            "Quarterly review: went through the figures of the {site} and the deliveries with {p}, point by point.",
            "Targets for next quarter are in the minutes",
        ),
        (
            "business_meeting", "Half-year review",
            "Half-year review of the {product}: energy {pct}% below what was agreed, spare parts late twice.",
            "Spare parts are kept on site from now on",
        ),
        (
            "survey", "Yearly survey",
            "Survey on the {product}: service 4, response 4, price 3; {p} would recommend us.",
            "Two remarks went to service",
        ),
        (
            "senior_visit", "Senior visit",
            "Senior visit to {p}: both sides told their plans for the {site} next year.",
            "A call every quarter",
        ),
    ),
    gifts=(
        ("Box of loose-leaf tea", 24), ("Trade yearbook", 35), ("Notebook and pen", 18), ("Local honey", 15),
        ("Desk calendar with a handwritten card", 9), ("Book on plant history", 28),
    ),
    invitation=("Two concert tickets", 590),
    gift_festivals=("new_year",),
    greeting=("new_year", "A happy New Year to you and your team, {p}!", "Thanks, and to you"),
    tier_reason="Tiers reviewed by last year's purchases",
    hand_reason="Reference customer of the group, served as a key account",
    snoozed=("Plant shutdown, call after it", "Asked us to wait until budgets are settled"),
    state_kinds=("public",),
)  # fmt: skip
"""The English half."""
