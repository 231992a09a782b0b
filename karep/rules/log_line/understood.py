"""What a log line was understood as: the parts of the text, and what they will be stored as."""

from collections.abc import Sequence
from datetime import date, time
from typing import Literal, Protocol

from karep.frozen import frozen

PartKind = Literal[
    "account", "new_account", "person", "kind", "when", "summary", "objection", "ours", "theirs", "next", "rival",
    "need", "tag", "stage", "amount", "deal", "purpose", "outcome", "colleagues", "private",
]  # fmt: skip


@frozen
class Part:
    """A stretch of the text and what it says; ``text[start:end]``, with its label if it has one."""

    kind: PartKind
    start: int
    end: int
    value_start: int
    """Where the words behind the label begin; `start` where there is none."""


@frozen
class Candidate:
    """An account, person or deal of the book that a word may mean."""

    id: str
    name: str
    account_id: str = ""
    """A person's or deal's account; "" for a person without one."""
    account_name: str = ""
    title: str | None = None
    """A person's title, or a deal's stage."""
    form_of_address: str | None = None
    department: str | None = None
    amount: int | None = None
    """A deal's, in hundredths."""
    currency: str | None = None


@frozen
class Attendee:
    """Somebody of theirs who took part."""

    word: str
    """As typed."""
    person: Candidate | None
    """Who it is; None when nobody is known by that word, or several are."""
    choices: tuple[Candidate, ...] = ()
    """Whom the word may mean, when there are several."""

    @property
    def is_new(self) -> bool:
        """Whether a placeholder will be made for somebody who is not in the book."""
        return self.person is None and not self.choices


@frozen
class PromiseSaid:
    """A promise, and until when."""

    owed_by: Literal["us", "them"]
    what: str
    due: date | None = None


@frozen
class ObjectionSaid:
    """A doubt in the customer's words, and the answer that was given (behind an arrow)."""

    words: str
    answer: str = ""


@frozen
class RivalSaid:
    """A competitor, and what was said of it."""

    name: str
    note: str = ""


@frozen
class NextStep:
    """A follow-up: what, when, and how often again."""

    what: str
    """"" where nothing was said but the day."""
    due: date
    at: time | None = None
    repeat: str = ""
    """As `karep.rules.repeats` writes it."""
    due_said: bool = True
    """Whether the day was said, and not put in by the rhythm of the tier."""


@frozen
class Question:
    """What must be answered before the line can be saved."""

    about: Literal["who", "account", "person"]
    """``who``: nobody is named, and no account is at hand. ``account``: the word means several accounts, or the people
    belong to several. ``person``: the word means several people."""
    word: str = ""
    choices: tuple[Candidate, ...] = ()
    part: Part | None = None


@frozen
class Doubt:
    """What was said and could not be stored as meant; its words stay in the summary."""

    about: Literal[
        "deal",
        "stage",
        "amount",
        "future",
        "due",
        "account",
        "elsewhere",
        "listed",
        "currency",
        "same_stage",
        "not_private",
        "long_ago",
    ]
    """``deal``: a stage or an amount, and no single open deal that it could belong to, or a deal that is not there.
    ``stage`` and ``amount``: no stage, no amount. ``future``: a day ahead cannot be when it happened. ``due``: words
    for a day that is none. ``account``: a name after the label that no account has. ``elsewhere``: nobody at the
    account is called so, but somebody of another account is; a new person is made all the same. ``listed``: the line
    names nobody of the account that is only highlighted, where it will be stored. ``currency``: not the deal's.
    ``same_stage``: the deal is in it already. ``not_private``: two exclamation marks in the middle of a
    sentence. ``long_ago``: when it happened is months ago, if it is that day that was meant."""
    words: str
    part: Part | None = None
    known: Candidate | None = None
    """Who is meant elsewhere."""


@frozen
class Understood:
    """Everything that will be stored, and where in the text it stands."""

    text: str
    parts: tuple[Part, ...] = ()
    """In the order of the text; they do not overlap, and what lies between them is blank or punctuation."""
    account: Candidate | None = None
    account_said: bool = False
    """Whether the text names it, and it is not the one at hand or that of the people."""
    people: tuple[Attendee, ...] = ()
    deal: Candidate | None = None
    kind: str = "visit"
    """A key of `TOUCH_KINDS`."""
    kind_said: bool = False
    day: date | None = None
    """The local day; None is now."""
    at: time | None = None
    purpose: str = ""
    summary: str = ""
    outcome: str = ""
    colleagues: str = ""
    tags: tuple[str, ...] = ()
    private_note: str = ""
    promises: tuple[PromiseSaid, ...] = ()
    objections: tuple[ObjectionSaid, ...] = ()
    needs: tuple[str, ...] = ()
    rivals: tuple[RivalSaid, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    proposal: NextStep | None = None
    """What comes next when nothing was said: a day ahead that the summary names, else the rhythm of the tier."""
    stage: str = ""
    """Where the deal goes, ``S1`` to ``S8``; "" when it stays."""
    stage_reason: str = ""
    amount: int | None = None
    """In hundredths."""
    questions: tuple[Question, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def can_be_saved(self) -> bool:
        """Whether it is clear whom it is about."""
        return not self.questions


@frozen
class AtHand:
    """What the line is about before a word is typed."""

    account: Candidate | None = None
    person: Candidate | None = None
    deal: Candidate | None = None
    tier: str | None = None
    deals: tuple[Candidate, ...] = ()
    """The open deals of the account."""
    people: tuple[Candidate, ...] = ()
    """Everybody in the account."""
    is_listed: bool = False
    """Whether the account is only highlighted in a list: a line about people of another account is not about it."""


class Book(Protocol):
    """Where names are looked up that nobody at the account at hand bears."""

    meant: dict[tuple[str, str], tuple[Candidate, ...]]
    """Whom words were found to mean before, by account and word; for a line that is read again at every key."""

    def at_hand(self, account_id: str) -> AtHand:
        """Everything of an account that a line may refer to."""
        ...

    def accounts_called(self, word: str) -> Sequence[Candidate]:
        """The accounts that a word may mean, by name, short name or sound; the likeliest first."""
        ...

    def people_called(self, word: str) -> Sequence[Candidate]:
        """The people that a word may mean, in the whole book, by name, form of address or sound."""
        ...
