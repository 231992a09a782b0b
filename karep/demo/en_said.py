"""What the rep wrote into the reports, in English."""

from typing import Final

from karep.demo.tables import Said

SAID: Final = (
    Said(0, "headline", "Harrowgate asked for final terms; their board decides this year.", "Harrowgate"),
    Said(0, "market", "Two rivals now offer rental with an option to buy, about a tenth below us over three years."),
    Said(0, "lessons", "A year of measured savings, shown first, kept the talk off the price.", "", "worked", "S5"),
    Said(0, "help", "A legal answer on the liability clause by Thursday, or we miss their meeting.", "Quorvane",
         department="Legal"),
    Said(1, "headline", "Larkmoor's second site is open for a visit in December.", "Larkmoor"),
    Said(1, "lessons", "We sent the offer before finance had seen the payment plan; it came back.", "", "avoid", "S5"),
    Said(1, "help", "A second engineer for the acceptance test.", "Dunmarrow", department="After-sales"),
    Said(4, "market", "The port authority wants low-noise units from next spring on."),
)  # fmt: skip
"""The English half."""
