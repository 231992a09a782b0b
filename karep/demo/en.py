"""The English half of the sample book."""

# One record a row is what keeps these tables readable.
# ruff: noqa: E501

from typing import Final

from karep.demo import en_besides, en_factories, en_kept, en_played, en_said, en_scenes, en_scenes_after, en_services
from karep.demo.tables import Tongue

ENGLISH: Final = Tongue(
    code="en",
    owner="Hao Lin",
    backup="Min Zhou",
    colleagues=("Priya (application)", "Helen Marsh", "Lasse (service)", "Ravi (projects)", "Min Zhou"),
    companies=(*en_factories.FACTORIES, *en_services.SERVICES),
    scenes=(*en_scenes.BEFORE, *en_scenes_after.AFTER),
    move_reasons={
        "S2": ("Lead verified, worth pursuing", "Tier approved", "Manager agreed to pursue"),
        "S3": ("Chain mapped, first visit agreed", "Rivals known, aim of visit one set", "Phoned ahead; they will see us"),
        "S4": ("Two roles met, both talk about needs", "They agreed to the flow logging", "Site survey agreed"),
        "S5": ("Summary of needs signed", "Budget and dates known, offer asked for", "Award criteria in hand"),
        "S6": ("Technical review passed", "Among the first two", "Presented to the one who signs"),
        "S7": ("Contract signed", "Awarded and registered", "Order placed"),
        "S8": ("Final acceptance", "Day-30 review went well", "Users signed the hand-over"),
    },
    done_steps={
        "S1": ("Ask for the yearly volume", "Verify the lead source", "Check the registers"),
        "S2": ("Complete the decision chain", "Phone before visiting", "Prepare the first visit", "Arrange flow logging"),
        "S3": ("Send the one-pager", "Thanks and next date", "Set up the technical talk", "Invite to the plant"),
        "S4": ("Summary of needs for confirmation", "Logging report", "Ask for budget and dates", "Reference site visit"),
        "S5": ("Finish the three options", "Answer the clarification", "Price approval", "Talk to each role first"),
        "S6": ("Chase the countersigning", "Check the payment terms", "Send other wording", "Daily call until signed"),
        "S7": ("Day-one thanks", "Day-7 check", "Arrange training", "Reconcile the invoice"),
        "S8": ("Quarterly inspection", "Send the service report", "Greetings before the holidays", "Set up the quarterly meeting", "Satisfaction call"),
    },
    labels={"contract_end": "Contract end", "budget": "Budget goes in", "anniversary": "First order", "work": "Years with the company",
            "memorial": "Day of mourning: do not call", "other": "Founders' day"},
    not_applicable="Not part of their process",
    hours=(8, 15),
    besides=en_besides.BESIDES,
    played=en_played.PLAYED,
    kept=en_kept.KEPT,
    said=en_said.SAID,
)  # fmt: skip
