"""How much somebody brings: the grades of those who refer others to us."""

from collections.abc import Mapping
from typing import Final, Literal

Grade = Literal["", "young_hen", "old_hen"]

GRADES: Final[Mapping[Grade, tuple[int, int]]] = {"old_hen": (20, 10), "young_hen": (10, 5)}
"""From so many visiting groups on, and so many customers among them, somebody has the grade; the highest first."""
OLD_HEN: Final = "old_hen"
"""The part of somebody who brings very many others, beside the roles of the vocabulary."""
GRADED_ROLES: Final = ("opinion_leader", "referrer")
"""The roles whose interval depends on how much somebody brings."""


def referrer_grade(groups: int | None, customers: int | None) -> Grade:
    """The grade of somebody who brought so many visiting groups, and so many customers among them.

    An old hen (老母鸡) brought 20 groups and 10 customers, a young hen (小母鸡) 10 and 5. Both numbers are needed:
    20 groups with 9 customers make a young hen.
    """
    reached = (
        grade for grade, (least, of_them) in GRADES.items() if (groups or 0) >= least and (customers or 0) >= of_them
    )
    return next(reached, "")


def rhythm_role(role: str, grade: Grade) -> str:
    """The key under which a role's interval stands: an opinion leader or referrer who brings very many has another."""
    return OLD_HEN if grade == "old_hen" and role in GRADED_ROLES else role
