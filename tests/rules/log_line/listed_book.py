"""A book in memory, for tests of what a log line says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from karep.rules.log_line.understood import AtHand, Candidate
from karep.rules.who_is_meant import surely_is


def account(name: str, short_name: str = "") -> Candidate:
    """An account whose id is its name."""
    return Candidate(name, name, name, name, short_name or None)


def person(name: str, of: Candidate, title: str = "", form_of_address: str = "", department: str = "") -> Candidate:
    """A person whose id is the name."""
    return Candidate(name, name, of.id, of.name, title or None, form_of_address or None, department or None)


def deal(name: str, of: Candidate, stage: str) -> Candidate:
    """An open deal whose id is its name."""
    return Candidate(name, name, of.id, of.name, stage)


@dataclass
class ListedBook:
    """Accounts with their people and deals."""

    accounts: Sequence[Candidate]
    people: Sequence[Candidate] = ()
    deals: Sequence[Candidate] = ()
    tiers: dict[str, str] = field(default_factory=dict)
    meant: dict[tuple[str, str], tuple[Candidate, ...]] = field(default_factory=dict)

    def at_hand(self, account_id: str) -> AtHand:
        """Everything of an account."""
        return AtHand(
            next(one for one in self.accounts if one.id == account_id),
            tier=self.tiers.get(account_id),
            deals=tuple(one for one in self.deals if one.account_id == account_id),
            people=tuple(one for one in self.people if one.account_id == account_id),
        )

    def accounts_called(self, word: str) -> Sequence[Candidate]:
        """The accounts whose name or short name begins with the word."""
        wanted = word.casefold()
        return [
            one for one in self.accounts if any((n or "").casefold().startswith(wanted) for n in (one.name, one.title))
        ]

    def people_called(self, word: str) -> Sequence[Candidate]:
        """The people that a word may mean."""
        return surely_is(word, self.people)


HENGYUE = account("恒岳重型机械集团有限公司", "恒岳重机")
ZHUDUAN = account("恒岳铸锻有限公司", "恒岳铸锻")
HARROWGATE = account("Harrowgate Machine Works Inc.", "Harrowgate")
QUORVANE = account("Quorvane Semiconductor GmbH", "Quorvane")
BOOK = ListedBook(
    (HENGYUE, ZHUDUAN, HARROWGATE, QUORVANE),
    (
        person("曾国梁", HENGYUE, "总经理"),
        person("王建设", HENGYUE, "动力科科长", department="设备部"),
        person("李敏", HENGYUE, "采购总监"),
        person("李敏", ZHUDUAN, "财务经理"),
        person("赵丽华", ZHUDUAN, "设备处处长"),
        person("Margaret Doyle", HARROWGATE, "VP Operations"),
        person("Ana Reyes", HARROWGATE, "Buyer"),
        person("Dr. Susan Lee", QUORVANE, "Vice President", "Dr. Lee"),
    ),
    (
        deal("年度刀具框架", HENGYUE, "S4"),
        deal("Spindle retrofit", HARROWGATE, "S3"),
        deal("Portal pilot", HARROWGATE, "S1"),
    ),
    {HENGYUE.id: "diamond", HARROWGATE.id: "gold"},
)
"""Two accounts a language."""
