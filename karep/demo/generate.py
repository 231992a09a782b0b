"""Making the sample book: the same for the same day, but for the ids and the stamps."""

from collections import Counter
from datetime import date

from karep.db.store import Store
from karep.demo.besides import tell_besides
from karep.demo.deals import open_deals, tick
from karep.demo.en import ENGLISH
from karep.demo.kept import keep
from karep.demo.people import seat
from karep.demo.played import play
from karep.demo.reported import aim, report
from karep.demo.rows import Rows
from karep.demo.story import Story, tell
from karep.demo.tables import Scene, Tongue
from karep.demo.zh import CHINESE
from karep.i18n import _
from karep.playbook.shelf import read_playbook


def make_sample(store: Store, today: date) -> None:
    """Fill a store with the sample book as it stands on `today`, in one action.

    Raises:
        StoreError: If the store cannot be written.
    """
    rows = Rows(today)
    for tongue in (CHINESE, ENGLISH):
        _write(rows, tongue)
    aim(rows)
    with store.action("demo.make", _("Sample book")) as change:
        rows.store(change)


def _write(rows: Rows, tongue: Tongue) -> None:
    # our own cards alone: what a rep adds to the playbook makes no other sample
    book = read_playbook(tongue.code, ())
    stages = tuple(book.stages.values())
    used: Counter[Scene] = Counter()
    accounts: dict[str, str] = {}
    for place, company in enumerate(tongue.companies):
        seated = seat(rows, tongue, place, accounts)
        accounts[company.name] = seated.account_id
        story = Story(rows, seated, open_deals(rows, seated), used)
        tell(story)
        tell_besides(rows, seated)
        for course in story.courses:
            tick(rows, seated, course, stages, story.evidence)
        play(story, book)
        keep(rows, seated, place)
    short = {company.short: accounts[company.name] for company in tongue.companies}
    report(rows, tongue, short)
