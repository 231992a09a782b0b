"""Finding one record of one noun, as the answer to a question."""

from typing import ClassVar

from textual import work

from karep.i18n import _
from karep.screens.find import FindDialog
from karep.screens.find_box import FindBox


class FindOneDialog(FindDialog):
    """Finds within one noun, and answers with what is chosen."""

    HINTS: ClassVar[tuple[str, ...]] = ("find.open", "app.privacy", "app.back")

    def __init__(self, noun: str) -> None:
        """Find one of these."""
        super().__init__()
        self._only = noun

    def first_words(self) -> str:
        """Nothing: what was last looked for has nothing to do with it."""
        return ""

    async def offer(self) -> None:
        """Show what is offered before anything is typed."""
        self.show_answers([], {}, _("Type a name, initials or phone digits."))

    def look(self) -> None:
        """Look for the words, or offer something."""
        self._hasty = False
        self._looking = self._look_for(self.words)

    @work(group="find", exclusive=True, exit_on_error=False)
    async def _look_for(self, words: str) -> None:
        try:
            if words.strip():
                await self._find(words, self._only)
            else:
                await self.offer()
            self._answered = words, self._only
        except Exception as error:
            self.karep.report(error)
            return
        if self._hasty:
            self.action_find_open()

    def action_brief_open(self) -> None:
        """There is no brief to open from here."""

    def action_app_back(self) -> None:
        """Close without an answer."""
        FindBox.action_app_back(self)
