"""The SQLModel classes: the schema of the store, and the validation at its door."""

from typing import Final

from karep.db.models.account import Account
from karep.db.models.attendance import Attendance
from karep.db.models.base import Record
from karep.db.models.care import Care
from karep.db.models.competitor import Competitor
from karep.db.models.concession import Concession
from karep.db.models.fact import Fact
from karep.db.models.follow_up import FollowUp
from karep.db.models.gift import Gift
from karep.db.models.member import Member
from karep.db.models.need import Need
from karep.db.models.objection import Objection
from karep.db.models.occasion import Occasion
from karep.db.models.opportunity import Opportunity
from karep.db.models.person import Person
from karep.db.models.preference import Preference
from karep.db.models.promise import Promise
from karep.db.models.remark import Remark
from karep.db.models.rewording import Rewording
from karep.db.models.role import Role
from karep.db.models.snooze import Snooze
from karep.db.models.stage_change import StageChange
from karep.db.models.target import Target
from karep.db.models.tick import Tick
from karep.db.models.tier_change import TierChange
from karep.db.models.touch import Touch

__all__ = ["BY_NOUN", "Record"]

BY_NOUN: Final[dict[str, type[Record]]] = {
    "account": Account,
    "person": Person,
    "role": Role,
    "preference": Preference,
    "occasion": Occasion,
    "touch": Touch,
    "attendance": Attendance,
    "promise": Promise,
    "follow_up": FollowUp,
    "opportunity": Opportunity,
    "stage_change": StageChange,
    "tick": Tick,
    "objection": Objection,
    "fact": Fact,
    "need": Need,
    "competitor": Competitor,
    "concession": Concession,
    "member": Member,
    "tier_change": TierChange,
    "gift": Gift,
    "care": Care,
    "snooze": Snooze,
    "remark": Remark,
    "rewording": Rewording,
    "target": Target,
}
"""Each noun's class, by the name of its table."""
