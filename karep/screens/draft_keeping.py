"""Keeping half-typed forms: what is typed is in the store within a second, whatever becomes of the program."""

from concurrent.futures import Future

from textual import work
from textual.app import App
from textual.timer import Timer

from karep.db import drafts
from karep.db.desk import Desk
from karep.i18n import _
from karep.screens import places

DRAFT_DELAY = 0.8
"""Seconds after the first key until typed text is kept in the store."""


class DraftKeeping(App[None]):
    """An app that keeps the text of its forms while it is typed."""

    desk: Desk

    def __init__(self) -> None:
        """Hold no text yet."""
        super().__init__()
        self._draft_timer: Timer | None = None
        self._typed_forms: set[places.Drafting] = set()
        self.kept_here: set[str] = set()
        """The keys of the drafts that were typed in this window."""

    def draft_typed(self, form: places.Drafting) -> None:
        """Note that `form` holds text that is not kept yet; it will be within a second."""
        self._typed_forms.add(form)
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_DELAY, self.keep_drafts)

    def keep_drafts(self) -> None:
        """Hand all typed text to the store now."""
        if self._draft_timer is not None:
            self._draft_timer.stop()
            self._draft_timer = None
        for form in self._typed_forms:
            self.keep_draft(form.draft_key, form.draft())
        self._typed_forms.clear()

    def keep_draft(self, key: str, draft: drafts.Draft) -> None:
        """Hand one draft to the store; the store's thread finishes it even when the program ends."""
        self.kept_here.add(key)
        kept = self.desk.submit(lambda store: drafts.keep_draft(store.connection, key, draft))
        kept.add_done_callback(self._draft_written)

    def _draft_written(self, kept: Future[None]) -> None:
        """Say so when a draft could not be kept, as on a full disk. Called in the store's thread."""
        error = kept.exception()
        if isinstance(error, Exception) and self.is_running:
            self.call_from_thread(self.report, error)

    def drop_draft(self, form: places.Drafting) -> None:
        """Forget the draft of a form that was saved or emptied."""
        self._typed_forms.discard(form)
        key = form.draft_key
        self.desk.submit(lambda store: drafts.drop_draft(store.connection, key))

    @work(exit_on_error=False)
    async def _offer_drafts(self) -> None:
        kept = await self.desk.read(drafts.list_drafts)
        if kept:
            self.say(_("There is unsaved text from last time; press D to open it."))

    def say(self, sentence: str) -> None:
        """Tell the rep something."""
        raise NotImplementedError

    def report(self, error: Exception) -> None:
        """Tell the rep about a failure."""
        raise NotImplementedError
