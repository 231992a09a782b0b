"""The closed lists of values that records may hold, each with its words.

The stored value is the key; the words are marked for translation and looked up when shown.
"""

from typing import Final

from karep.i18n import N_, _

STAGES: Final = ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8")
"""The eight stages of an opportunity, in order."""

TIERS: Final = {
    "diamond": N_("Diamond"),
    "platinum": N_("Platinum"),
    "gold": N_("Gold"),
    "vip": N_("VIP"),
}
"""Service classes of an account, highest first; an account may also have none."""

TIER_SCHEMES: Final = {
    "revenue": N_("By yearly purchases"),
    "metal": N_("By rank in the book"),
    "units": N_("By units a year"),
}
"""How accounts can be put into tiers; one scheme is in force at a time."""

TIER_ORIGINS: Final = {"hand": N_("Set by hand"), "scheme": N_("By the scheme")}

ACCOUNT_STATUSES: Final = {
    "active": N_("Active"),
    "at_risk": N_("At risk"),
    "dormant": N_("Dormant"),
    "lost": N_("Lost"),
}

ROLES: Final = {
    "decision_maker": N_("Decision-maker"),
    "purchaser": N_("Purchaser"),
    "technical": N_("Technical influencer"),
    "finance": N_("Finance"),
    "user": N_("User"),
    "gatekeeper": N_("Gatekeeper"),
    "information": N_("Information contact"),
    "opinion_leader": N_("Opinion leader"),
    "referrer": N_("Referrer"),
}
"""Parts that a person can play in a decision. The first seven should not stay empty in a key account."""

EXPECTED_ROLES: Final = ("decision_maker", "purchaser", "technical", "finance", "user", "gatekeeper", "information")
"""The chairs that a decision chain shows as empty when nobody sits in them."""

PREFERENCE_KINDS: Final = {
    "communication": N_("Communication"),
    "topic": N_("Topic"),
    "food": N_("Food and drink"),
    "hobby": N_("Hobby"),
    "taboo": N_("Avoid"),
    "gift": N_("Gift preference"),
    "work_style": N_("Work style"),
    "other": N_("Other"),
}

PRIVACY: Final = {
    "internal": N_("Internal"),
    "personal": N_("Personal"),
    "sensitive": N_("Sensitive"),
}
"""Who may see a preference: only ``internal`` ever leaves the program by default."""

OCCASION_KINDS: Final = {
    "birthday": N_("Birthday"),
    "anniversary": N_("Anniversary"),
    "memorial": N_("Memorial day"),
    "contract_end": N_("Contract end"),
    "budget": N_("Budget date"),
    "other": N_("Other date"),
}

CALENDARS: Final = {"solar": N_("Solar"), "lunar": N_("Lunar")}

LEAP_RULES: Final = {
    "leap": N_("In the leap month when there is one"),
    "ordinary": N_("Always in the ordinary month"),
}
"""When the day of a leap month is kept."""

TOUCH_KINDS: Final = {
    "visit": N_("Visit"),
    "call": N_("Call"),
    "message": N_("Message"),
    "mail": N_("Mail"),
    "video": N_("Video meeting"),
    "event": N_("Event"),
    "fair": N_("Fair"),
    "plant_visit": N_("Plant visit"),
    "gift": N_("Gift given"),
    "letter": N_("Handwritten letter"),
    "meal": N_("Meal"),
    "senior_visit": N_("Senior visit"),
    "business_meeting": N_("Business meeting"),
    "survey": N_("Survey"),
    "other": N_("Other contact"),
}

FACE_TO_FACE: Final = ("visit", "event", "fair", "plant_visit", "meal", "senior_visit", "business_meeting")
"""The kinds of touch that count as having met."""

OPPORTUNITY_KINDS: Final = {
    "new": N_("New business"),
    "cross_sell": N_("Cross-sell"),
    "up_sell": N_("Up-sell"),
    "renewal": N_("Renewal"),
    "joint_development": N_("Joint development"),
    "group_buy": N_("Group-buy"),
}

OPPORTUNITY_STATUSES: Final = {
    "open": N_("Open"),
    "won": N_("Won"),
    "lost": N_("Lost deal"),
}

BUYER_STAGES: Final = {
    "unaware": N_("Unaware"),
    "selecting": N_("Selecting"),
    "buying": N_("Buying"),
    "using": N_("Using"),
}

GIFT_KINDS: Final = {"gift": N_("Gift"), "invitation": N_("Invitation")}

CARE_ACTS: Final = {"greeting": N_("Greeting"), "gift": N_("Gift"), "visit": N_("Service visit"), "talk": N_("Talk")}
"""What can be done for a customer on an important day; a talk is about a contract that ends, or a budget."""

SNOOZED: Final = ("cadence", "plan", "win_back", "occasion", "festival", "deal", "tier")
"""What can be put off: that an account or a person should hear from us, that nothing is planned, that a lost one should
be won back, an important day, a festival, a deal without a next step, a tier that the scheme would change."""

REPORT_PARTS: Final = {
    "headline": N_("In short"),
    "accounts": N_("Accounts and visits"),
    "deals": N_("Deals"),
    "commitments": N_("Plan, follow-ups and promises"),
    "voices": N_("Needs and objections"),
    "market": N_("Rivals and market"),
    "warnings": N_("Warnings"),
    "coverage": N_("Coverage and rhythm"),
    "growth": N_("Referrals and growth"),
    "gifts": N_("Gifts and spend"),
    "lessons": N_("Lessons"),
    "help": N_("Help needed"),
    "next": N_("What comes next"),
}
"""The thirteen parts of a report on a period, in order."""

SECTIONS: Final = {
    "highlights": "headline", "numbers": "headline",
    "activity": "accounts",
    "won": "deals", "lost": "deals", "stages": "deals", "opened": "deals",
    "plan": "commitments", "promises": "commitments", "follow_ups": "commitments",
    "needs": "voices", "objections": "voices", "answers": "voices", "concessions": "voices",
    "rivals": "market", "market": "market",
    "warnings": "warnings",
    "coverage": "coverage", "gaps": "coverage", "most": "coverage", "least": "coverage",
    "referrals": "growth", "expansion": "growth", "concentration": "growth",
    "gifts": "gifts",
    "lessons": "lessons",
    "help": "help",
    "next": "next",
}  # fmt: skip
"""The sections of a report on a period in order, each with its part; own words in any other part stand in
``own.<part>``. Other programs know them by these keys: one never changes its name."""

LESSONS: Final = {"worked": N_("What worked"), "failed": N_("Did not work"), "avoid": N_("To avoid")}
"""What kind of lesson was learned."""

DEPARTMENTS: Final = {
    "technical": N_("Technical"),
    "after_sales": N_("After-sales"),
    "marketing": N_("Marketing"),
    "product": N_("Product"),
    "finance": N_("Finance"),
    "logistics": N_("Logistics"),
    "management": N_("Management"),
}
"""Whose help a rep may need; another department is stored by its name."""

MEASURES: Final = {
    "signed": N_("Signed"),
    "visits": N_("Visits"),
    "calls": N_("Calls"),
    "touches": N_("Touches"),
    "people": N_("New people"),
}
"""What a target can be set for: the amount of deals won, and counts."""

OBJECTION_OUTCOMES: Final = {
    "open": N_("Unanswered"),
    "answered": N_("Answered"),
    "worked": N_("Worked"),
    "failed": N_("Failed"),
}

CONCERNS: Final = {
    "T": N_("Delivery time"),
    "Q": N_("Quality"),
    "C": N_("Cost"),
    "S": N_("Service"),
    "F": N_("Flexibility"),
}
"""What buyers weigh; a person's ranking is these letters in order, the weightiest first."""

OWED_BY: Final = {"us": N_("We promised"), "them": N_("They promised")}

STAGE_NAMES: Final = {
    "S1": N_("Identify"),
    "S2": N_("Plan"),
    "S3": N_("Engage"),
    "S4": N_("Discover"),
    "S5": N_("Propose"),
    "S6": N_("Closing"),
    "S7": N_("Deliver"),
    "S8": N_("Grow"),
}


def stage_name(stage: str) -> str:
    """The name of a stage in the language in use, or the id itself when it is none of ours."""
    name = STAGE_NAMES.get(stage)
    return _(name) if name else stage
