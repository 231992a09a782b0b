"""What comes up beside the story in an English account: needs, rivals, tags, confidences, dates that moved."""

from typing import Final

from karep.demo.tables import Besides

BESIDES: Final = Besides(
    wants=(
        "No more stops in {site}: a plan with a spare",
        "The whole cost of the {product}, not its price",
        "A quick answer, and spare parts near by",
        "To see what {site} really consumes",
    ),
    causes=("machines past their hours", "a single machine and no spare", "checked by hand only", "bought by price"),
    effects=(
        "half a shift of output each time",
        "rework and complaints land on the department",
        "the yearly target is missed",
        "late deliveries in the season",
    ),
    worth=("about {n}k an hour of standstill", "some {w}0k a year", "{pct}% less power pays for the machine"),
    unvoiced=(
        "Afraid to be left alone after a change of supplier",
        "Wants to shine in the group with this project",
        "Fears questions about the last purchase",
    ),
    rival_notes=(
        "{pct}% cheaper, {w} weeks delivery",
        "has given two technical talks",
        "lives on old ties, service so-so",
        "left a machine on trial",
    ),
    tags=("trial", "price", "delivery", "technical", "relationship", "energy"),
    confidences=(
        "{p} says {rival} would go {pct}% below us; not to be passed on.",
        "{p} lets on that they lean towards us and only the director is missing.",
        "{p} may move to the group next year; meet whoever follows.",
    ),
    postponed=("their data was late", "they were travelling", "waiting for an approval", "the sample was reworked"),
    again=(("Inspection call", "after:P90D"), ("Ask for the air data", "after:P30D")),
)
