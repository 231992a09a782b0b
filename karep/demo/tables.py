"""The shapes of the sample's tables. Days are counted from the day of the book: `ago` backwards, others forwards."""

from karep.frozen import frozen

Like = tuple[str, str]
"""A kind of preference and its text; a kind that ends in ``!`` marks a sensitive one."""

Known = tuple[str, str, str, int]
"""A fact: its name, value and source, and the confidence in percent."""


@frozen
class Human:
    """Somebody in an account. `roles` are separated by spaces; `boss` is a name further up in the same account."""

    name: str
    address: str
    title: str
    department: str
    roles: str
    stance: int | None
    strength: int
    boss: str = ""
    likes: tuple[Like, ...] = ()
    left_ago: int = 0
    """Days since the person left the account; 0 when still there."""
    note: str = ""

    @property
    def placeholder(self) -> bool:
        """Whether only the chair is known, as in “采购总监?”."""
        return self.name.endswith("?")


@frozen
class Deal:
    """An opportunity: `amount` in whole units of the account's currency, opened and last moved so many days ago."""

    name: str
    kind: str
    stage: str
    amount: int
    opened_ago: int
    moved_ago: int
    closes: int
    """Days from today to the expected close, or back to the close that was."""
    status: str = "open"
    reason: str = ""
    """Why it was lost, or a note on one that was won."""
    revisit: int = 0
    """Days until a lost one is asked about again."""


@frozen
class Moment:
    """A touch that belongs to this account's own story."""

    ago: int
    kind: str
    summary: str
    outcome: str = ""


@frozen
class Step:
    """A follow-up that is still open; `clock` is local to the account."""

    due: int
    what: str
    clock: str = ""
    who: str = ""


@frozen
class Owed:
    """A promise that is neither kept nor broken, due so many days from today; `by` is ``us`` or ``them``."""

    due: int
    by: str
    what: str
    who: str


@frozen
class Place:
    """Where an account is."""

    country: str
    region: str
    city: str
    street: str
    postal_code: str
    dial: str
    """What stands before the local number."""
    zone: str = "Asia/Shanghai"


@frozen
class Kept:
    """What keeps accounts warm: meetings of every kind, gifts, greetings. Texts are filled as those of `Besides`."""

    meetings: tuple[tuple[str, str, str, str], ...]
    """Kind of touch, purpose, summary, outcome."""
    gifts: tuple[tuple[str, int], ...]
    """What was given, and its worth in whole units."""
    invitation: tuple[str, int]
    """What went beyond the limit, with approval."""
    gift_festivals: tuple[str, ...]
    """The festivals for which something is given."""
    greeting: tuple[str, str, str]
    """The key of a festival, what was wished, and what came back."""
    tier_reason: str
    hand_reason: str
    snoozed: tuple[str, ...]
    """Why somebody is left in peace for some days."""
    state_kinds: tuple[str, ...]
    """The kinds of account whose people serve the state."""


@frozen
class Company:
    """An account with everything in it. `revenue` is in millions of its currency."""

    name: str
    short: str
    domain: str
    industry: str
    kind: str
    place: Place
    tier: str
    currency: str
    revenue: int
    employees: int
    source: str
    tags: str
    note: str
    product: str
    """What of ours it is about; fits into the sentences of the scenes."""
    site: str
    pain: str
    rival: str
    people: tuple[Human, ...]
    deals: tuple[Deal, ...]
    moments: tuple[Moment, ...]
    steps: tuple[Step, ...] = ()
    facts: tuple[Known, ...] = ()
    owed: tuple[Owed, ...] = ()
    status: str = "active"
    quiet: int = 0
    """Days since the last touch; 0 leaves it to chance, within the rhythm of the tier."""
    customer: bool = True
    """Whether it bought before the year began."""
    contract_end: int | None = None
    budget_month: int | None = None
    parent: str = ""


@frozen
class Scene:
    """A touch as it happens in many accounts at some stage, with what was promised and objected in it."""

    stage: str
    kind: str
    roles: str
    purpose: str
    summary: str
    outcome: str = ""
    ours: str = ""
    theirs: str = ""
    card: str = ""
    """The id of the playbook's objection."""
    words: str = ""
    answer: str = ""
    months: tuple[int, ...] = ()
    """The months in which it may happen; empty when the season does not matter."""
    stranger: bool = False
    """Whether it happens only with somebody who never bought from us."""


@frozen
class Besides:
    """What comes up beside the story. Texts may hold {product}, {site}, {rival}, {p} and drawn numbers."""

    wants: tuple[str, ...]
    """Needs that are voiced; the company's pain is the problem behind them."""
    causes: tuple[str, ...]
    effects: tuple[str, ...]
    worth: tuple[str, ...]
    """What solving it is worth."""
    unvoiced: tuple[str, ...]
    """Needs that nobody says."""
    rival_notes: tuple[str, ...]
    tags: tuple[str, ...]
    confidences: tuple[str, ...]
    postponed: tuple[str, ...]
    """Why a day was moved."""
    again: tuple[tuple[str, str], ...]
    """Calls that come again: what, and how often."""


@frozen
class Doubt:
    """An objection as it comes up in many accounts, with the playbook's card for it."""

    card: str
    words: str
    clarified: str
    answer: str
    """What the rep said, in the rep's own words."""
    evidence: str


@frozen
class Joiner:
    """Somebody who takes part in the group-buy, by name in the account, or new to it with a title."""

    name: str
    wish: str
    joined_ago: int = 0
    """Days since the yes; 0 while undecided."""
    title: str = ""


@frozen
class Played:
    """What the playbook brings to the book: doubts, give and get, plans for a relationship, a group-buy."""

    doubts: tuple[Doubt, ...]
    gives: tuple[tuple[str, str], ...]
    """What is given, and what is asked for it; the price goes down a little with each."""
    floor_terms: tuple[str, ...]
    approver: str
    """Who may approve a floor, or less than that."""
    pram: tuple[tuple[str, str, str, str], ...]
    """Plan, relationship, agreement and maintenance with a key person."""
    leader: str
    """Who leads the group-buy."""
    joiners: tuple[Joiner, ...]


@frozen
class Said:
    """What the rep wrote into the report of a week, so many weeks before that of the book."""

    weeks_ago: int
    part: str
    """One of `karep.rules.vocabulary.REPORT_PARTS`."""
    text: str
    about: str = ""
    """The short name of an account."""
    lesson: str = ""
    stage: str = ""
    department: str = ""
    privacy: str = "internal"


@frozen
class Tongue:
    """Everything of the sample that is in one language."""

    code: str
    owner: str
    backup: str
    colleagues: tuple[str, ...]
    companies: tuple[Company, ...]
    scenes: tuple[Scene, ...]
    move_reasons: dict[str, tuple[str, ...]]
    """Why a deal moved to a stage."""
    done_steps: dict[str, tuple[str, ...]]
    """Follow-ups of the past, by stage."""
    labels: dict[str, str]
    """Labels of important days, by kind; ``work`` is a person's anniversary."""
    not_applicable: str
    """Why a checklist item does not apply."""
    hours: tuple[int, int]
    """The first and the last hour, UTC, in which the rep meets these accounts."""
    besides: Besides
    played: Played
    kept: Kept
    said: tuple[Said, ...]
