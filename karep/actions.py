"""Everything a rep can do, declared once: keys, footer, palette, help and ``karep keys`` all come from here.

Each action has a letter and, because an input method swallows letters, a key that it leaves alone. Full-width forms
of the signs are accepted too.
"""

from typing import Final

from karep.frozen import frozen
from karep.i18n import N_, _


@frozen
class Action:
    """One thing to do."""

    id: str
    """``area.verb``; the rep's own keys refer to it."""
    keys: str
    """The default keys, separated by commas; the first is the one that is shown."""
    words: str
    """Two or three words for footer and palette, marked for translation."""
    help: str
    """One sentence, marked for translation."""
    scope: str = "everywhere"
    """Where it works: ``everywhere``, or one of `SCOPES`."""

    @property
    def method(self) -> str:
        """The name that Textual knows the action by: ``touch.log`` is done by ``action_touch_log``, places by one."""
        area, _dot, verb = self.id.partition(".")
        return f"place('{verb}')" if area == "place" else f"{area}_{verb}"


SCOPES: Final = {
    "everywhere": N_("Everywhere"),
    "list": N_("In every list"),
    "form": N_("In every form"),
    "find": N_("In the find box"),
    "log": N_("In the log line"),
    "accounts": N_("Accounts"),
    "account": N_("On an account"),
    "coverage": N_("In the coverage matrix"),
    "timeline": N_("In a timeline"),
    "brief": N_("In the brief"),
    "deals": N_("Deals and stages"),
    "members": N_("In a group-buy"),
    "concessions": N_("In a give and get plan"),
    "care": N_("Before an important day"),
    "today": N_("Today and agenda"),
    "agenda": N_("In the agenda"),
    "near": N_("Who else is near"),
    "snooze": N_("Where something is put off"),
    "week": N_("Week"),
    "playbook": N_("Playbook"),
    "card": N_("On a card of the playbook"),
    "tiers": N_("In the review of tiers"),
    "merge": N_("Where two become one"),
    "import": N_("Import"),
}

ACTIONS: Final = (
    Action("place.today", "1,f2", N_("Today"), N_("Go to Today: what is due and what is overdue.")),
    Action("place.accounts", "2,f3", N_("Accounts"), N_("Go to Accounts: the whole book.")),
    Action("place.agenda", "3,f4", N_("Agenda"), N_("Go to the Agenda: the next two weeks.")),
    Action("place.deals", "4,f5", N_("Deals"), N_("Go to Deals: opportunities by stage.")),
    Action("place.playbook", "5,f6", N_("Playbook"), N_("Go to the Playbook: stages, checklists, answers.")),
    Action("place.week", "6,f7", N_("Week"), N_("Go to the Week: the activity summary.")),
    Action("app.help", "?,？,f1", N_("Help"), N_("Show every key that works here.")),
    Action("app.palette", "ctrl+p,:,：", N_("Commands"), N_("Search everything that karep can do.")),
    Action("app.find", "/,／,、,ctrl+f", N_("Find"), N_("Find anything: accounts, people, deals, notes, cards.")),
    Action("touch.log", "n,ｎ,ctrl+n", N_("Log"), N_("Log a visit, a call or another touch.")),
    Action("follow_up.add", "f,ｆ,f8", N_("Follow up"), N_("Plan what is next, in one line.")),
    Action("touch.form", "N,Ｎ", N_("Log form"), N_("Log a visit, a call or another touch in a form."), "account"),
    Action("app.recent", "ctrl+o", N_("Recent"), N_("Go to a pinned account, or where you were before.")),
    Action("app.import", "i,ｉ,f12", N_("Import"), N_("Bring in accounts and people from a sheet.")),
    Action("app.drafts", "D,Ｄ,ctrl+d", N_("Unsaved text"), N_("Open a form that was left with unsaved text.")),
    Action("edit.undo", "u,ｕ,ctrl+z", N_("Undo"), N_("Take back the last thing you did.")),
    Action("edit.redo", "U,Ｕ,ctrl+y", N_("Redo"), N_("Do again what the last undo took back.")),
    Action("app.privacy", "z,ｚ,f11", N_("Hide private"), N_("Hide private fields and phone numbers from other eyes.")),
    Action("app.language", "ctrl+l", N_("中文 / English"), N_("Switch between English and Chinese.")),
    Action("app.theme", "ctrl+t", N_("Colours"), N_("Choose other colours.")),
    Action("app.back", "escape", N_("Back"), N_("Go back; nothing typed is lost.")),
    Action("app.leave", "q,ｑ", N_("How to quit"), N_("Say how karep is closed, so that a stray key does not do it.")),
    Action("app.quit", "ctrl+q", N_("Quit"), N_("Close karep; everything is saved.")),
    Action("form.save", "ctrl+s,f10", N_("Save"), N_("Save the form."), "form"),
    Action("form.discard", "ctrl+r", N_("Throw away"), N_("Throw away what you typed and start afresh."), "form"),
    Action("find.open", "enter", N_("View"), N_("Open what is highlighted, where it stands."), "find"),
    Action("find.next", "tab", N_("Next group"), N_("Go to the next group of what was found."), "find"),
    Action("find.previous", "shift+tab", N_("Group before"), N_("Go to the group before."), "find"),
    Action("log.complete", "tab", N_("Complete"), N_("Complete the word, or put in the next choice."), "log"),
    Action("log.complete_back", "shift+tab", N_("Choice before"), N_("Go back to the choice before."), "log"),
    Action("log.next", "down", N_("Parts"), N_("Go to the next part and select its words."), "log"),
    Action("log.previous", "up", N_("Part above"), N_("Go to the part above and select its words."), "log"),
    Action("log.accept", "f8", N_("Next step"), N_("Take the proposed next step into the line."), "log"),
    Action("log.form", "ctrl+e", N_("Form"), N_("Go on in the form, with everything that was understood."), "log"),
    Action("account.add", "a,ａ,insert", N_("Add account"), N_("Add an account."), "accounts"),
    Action("accounts.filter", "F,Ｆ,ctrl+g", N_("Filter"), N_("Filter the book as you type."), "accounts"),
    Action("accounts.tier", "t,ｔ", N_("Tier"), N_("Show one tier after the other, then all."), "accounts"),
    Action("tiers.review", "L,Ｌ", N_("Review tiers"), N_("Go through tiers the scheme would change."), "accounts"),
    Action("accounts.region", "r,ｒ", N_("Region"), N_("Choose a region, or all."), "accounts"),
    Action("accounts.sort", "s,ｓ", N_("Sort"), N_("Sort by name, tier, stage, last touch or next step."), "accounts"),
    Action("accounts.reverse", "S,Ｓ", N_("Reverse order"), N_("Turn the order round."), "accounts"),
    Action("people.loose", "l,ｌ", N_("Without account"), N_("Show the people who belong to no account."), "accounts"),
    Action("accounts.clear", "c,ｃ", N_("Clear filters"), N_("Show the whole book again."), "accounts"),
    Action("pane.next", "tab,right", N_("Next part"), N_("Go to the next part of the page."), "list"),
    Action("pane.previous", "shift+tab,left", N_("Part before"), N_("Go to the part before."), "list"),
    Action(
        "pane.jump", ";,；", N_("Jump"), N_("Show a number at each part of the page; the next key goes there."), "list"
    ),
    Action("brief.open", "b,ｂ,f9", N_("Brief"), N_("Be ready for the meeting: everything on one page."), "list"),
    Action("timeline.open", "T,Ｔ,ctrl+x", N_("Timeline"), N_("Everything that happened, in one stream."), "list"),
    Action("account.tier", "L,Ｌ", N_("Set tier"), N_("Set the tier, or let it follow the scheme."), "account"),
    Action("account.earlier", "[,【,「", N_("Account before"), N_("Go to the account before this one."), "account"),
    Action("account.later", "],】,」", N_("Next account"), N_("Go to the account after this one."), "account"),
    Action("timeline.next", "tab,right", N_("Next filter"), N_("Show another kind of events only."), "timeline"),
    Action("timeline.previous", "shift+tab,left", N_("Filter before"), N_("Go to the filter before."), "timeline"),
    Action("timeline.words", "F,Ｆ,ctrl+g", N_("Words"), N_("Show only what holds the words you type."), "timeline"),
    Action("timeline.people", "P,Ｐ", N_("Who"), N_("Go to the people of the highlighted event."), "timeline"),
    Action("brief.person", "B,Ｂ", N_("Person's brief"), N_("Be ready to meet the highlighted person."), "account"),
    Action("record.open", "enter", N_("View"), N_("Open what is highlighted."), "list"),
    Action("account.pin", "*,＊", N_("Pin"), N_("Keep the account at hand, or let it go."), "account"),
    Action("record.edit", "e,ｅ,ctrl+e", N_("Edit"), N_("Change the highlighted record."), "account"),
    Action(
        "record.remove", "x,ｘ,delete", N_("Remove"), N_("Remove what is highlighted; undo brings it back."), "account"
    ),
    Action("record.history", "h,ｈ", N_("History"), N_("Show everything that ever changed here."), "account"),
    Action(
        "follow_up.prepare", "t,ｔ,ctrl+k", N_("Prepare"), N_("Prepare a visit: aim, questions, limits."), "account"
    ),
    Action("person.add", "p,ｐ", N_("Add person"), N_("Add a person with role, preferences and birthday."), "account"),
    Action("coverage.open", "c,ｃ", N_("Coverage"), N_("Show who of ours knows whom of theirs."), "account"),
    Action(
        "chair.absent", "a,ａ", N_("Nobody here"), N_("Say that nobody has this role here, or take it back."), "account"
    ),
    Action("person.rate", "r,ｒ", N_("Rate"), N_("Rate a person: stance, strength, concerns, trust."), "account"),
    Action("person.pram", "P,Ｐ", N_("PRAM"), N_("Plan a relationship: P, R, A and M in your words."), "account"),
    Action("person.parts", "R,Ｒ", N_("Roles in deals"), N_("Say which part a person plays in each deal."), "account"),
    Action("coverage.left", "left", N_("To the left"), N_("Show the people of ours further left."), "coverage"),
    Action("coverage.right", "right", N_("To the right"), N_("Show the people of ours further right."), "coverage"),
    Action("coverage.why", "tab,shift+tab", N_("Why"), N_("Go to what the score is made of, or back."), "coverage"),
    Action("preference.add", "v,ｖ", N_("Preference"), N_("Add a preference of the highlighted person."), "account"),
    Action("occasion.add", "d,ｄ", N_("Important day"), N_("Add a birthday or another important day."), "account"),
    Action("gift.add", "G,Ｇ", N_("Gift"), N_("Note a gift or an invitation, with the year's limit."), "account"),
    Action("opportunity.add", "g,ｇ", N_("Add deal"), N_("Open an opportunity."), "account"),
    Action("promise.add", "m,ｍ", N_("Promise"), N_("Note what we or they promised."), "account"),
    Action("objection.add", "o,ｏ", N_("Objection"), N_("Note an objection and the answer given."), "account"),
    Action("objection.outcome", "Y,Ｙ", N_("Outcome"), N_("An objection: it worked, failed, is open."), "account"),
    Action("need.add", "O,Ｏ", N_("Need"), N_("Note what they want or lack, and what it is worth."), "account"),
    Action("competitor.add", "C,Ｃ", N_("Competitor"), N_("Note a rival that was seen here."), "account"),
    Action("record.merge", "M,Ｍ", N_("Merge"), N_("Make one of two people, or of two accounts."), "account"),
    Action("care.open", "H,Ｈ", N_("Care"), N_("Prepare the highlighted important day: greeting, gift."), "account"),
    Action("care.done", "space", N_("Greeted"), N_("Note a greeting, a service visit or a talk."), "care"),
    Action("care.gift", "g,ｇ,G,Ｇ", N_("Gift"), N_("Note what was given."), "care"),
    Action("care.skip", "s,ｓ", N_("Leave out"), N_("Leave the highlighted one out, with a reason."), "care"),
    Action("care.edit", "e,ｅ,ctrl+e", N_("Reply"), N_("Change what was noted, such as the reply."), "care"),
    Action("care.remove", "x,ｘ,delete", N_("Remove"), N_("Remove the last note; undo brings it back."), "care"),
    Action("care.filter", "F,Ｆ,ctrl+g", N_("Filter"), N_("Show only accounts with the words you type."), "care"),
    Action("record.done", "space", N_("Done"), N_("Close or keep what is due; log a contact; greet."), "today"),
    Action("promise.break", "K,Ｋ", N_("Not kept"), N_("Note that the highlighted promise was not kept."), "today"),
    Action("record.move", "w,ｗ", N_("Move date"), N_("Move what is due; plan a day for who waits."), "today"),
    Action("snooze.add", "s,ｓ", N_("Put off"), N_("Put a line of Today off until a day, with a reason."), "today"),
    Action("snooze.list", "S,Ｓ", N_("What is put off"), N_("List what is put off, and let it come back."), "today"),
    Action("today.whole", "V,Ｖ", N_("All lines"), N_("List everything on Today, or only the most pressing."), "today"),
    Action("agenda.span", "l,ｌ", N_("Span"), N_("Show one day, two weeks or a month."), "agenda"),
    Action("agenda.earlier", "[,【,「", N_("Earlier"), N_("Go to the days, weeks or month before."), "agenda"),
    Action("agenda.later", "],】,」", N_("Later"), N_("Go to the days, weeks or month after."), "agenda"),
    Action("agenda.now", "0", N_("Today"), N_("Come back to today."), "agenda"),
    Action("near.open", "J,Ｊ", N_("Who is near"), N_("List who else is near, and plan a day of visits."), "account"),
    Action("near.choose", "space", N_("Choose"), N_("Visit the highlighted account, or not."), "near"),
    Action("near.plan", "enter,ctrl+s,f10", N_("Plan the day"), N_("Plan a day of the chosen visits."), "near"),
    Action("near.earlier", "[,【,「,shift+up", N_("Earlier"), N_("Visit the account earlier."), "near"),
    Action("near.later", "],】,」,shift+down", N_("Later"), N_("Visit the account later."), "near"),
    Action("near.account", "a,ａ", N_("Account"), N_("Open the highlighted account."), "near"),
    Action("snooze.week", "f8", N_("1 week"), N_("Put it off for a week."), "snooze"),
    Action("snooze.month", "f9", N_("1 month"), N_("Put it off for a month."), "snooze"),
    Action("calendar.item", "I,Ｉ", N_("To calendar"), N_("Write what is highlighted as a calendar file."), "today"),
    Action("calendar.export", "E,Ｅ", N_("Export"), N_("Write the agenda as a calendar file."), "agenda"),
    Action("brief.next", "tab", N_("Next line"), N_("Go to the next line."), "brief"),
    Action("brief.previous", "shift+tab", N_("Line before"), N_("Go to the line before."), "brief"),
    Action(
        "brief.prepare", "e,ｅ,ctrl+e", N_("Prepare"), N_("Write down aim, questions, disputes and limits."), "brief"
    ),
    Action("brief.room", "w,ｗ", N_("Who is there"), N_("Choose who will be in the room."), "brief"),
    Action("brief.copy", "y,ｙ", N_("Copy"), N_("Copy the brief as plain text, without what is private."), "brief"),
    Action(
        "brief.save", "p,ｐ,ctrl+s,f10", N_("Save"), N_("Write the brief to a file, without private parts."), "brief"
    ),
    Action("stage.tick", "space", N_("Tick"), N_("Tick or untick the highlighted item."), "deals"),
    Action("stage.skip", "k,ｋ", N_("Not applicable"), N_("Mark the item as not applicable, with a reason."), "deals"),
    Action("stage.move", "s,ｓ", N_("Move stage"), N_("Move the deal to another stage."), "deals"),
    Action("stage.evidence", "p,ｐ", N_("Evidence"), N_("Choose the touch that proves the item."), "deals"),
    Action("stage.touch", "P,Ｐ", N_("Open evidence"), N_("Open the touch that proves the item."), "deals"),
    Action("stage.buyer", "y,ｙ", N_("Buyer's stage"), N_("Say where the buyer stands: on by one each time."), "deals"),
    Action("opportunity.expand", "X,Ｘ", N_("Grow"), N_("Open a deal that grows out of one that was won."), "deals"),
    Action("stage.advance", ">,＞,》,shift+right", N_("Next stage"), N_("Move the deal on by one stage."), "deals"),
    Action("stage.retreat", "<,＜,《,shift+left", N_("Stage back"), N_("Move the deal back one stage."), "deals"),
    Action("opportunity.win", "W,Ｗ", N_("Won"), N_("Mark the deal as won."), "deals"),
    Action(
        "opportunity.lose", "L,Ｌ", N_("Lost deal"), N_("Mark the deal as lost, with reason and revisit date."), "deals"
    ),
    Action("opportunity.reopen", "R,Ｒ", N_("Open again"), N_("Open a won or lost deal again."), "deals"),
    Action("opportunity.members", "G,Ｇ", N_("Group-buy"), N_("Open the members of a group-buy."), "deals"),
    Action("deals.closed", "v,ｖ", N_("Won and lost"), N_("Go to the won and lost deals, or back."), "deals"),
    Action("deals.filter", "F,Ｆ,ctrl+g", N_("Filter"), N_("Show only deals with the words that you type."), "deals"),
    Action("deals.clear", "c,ｃ", N_("Clear filters"), N_("Show all deals again."), "deals"),
    Action("member.add", "p,ｐ,insert", N_("Add member"), N_("Add people to the group-buy."), "members"),
    Action("member.join", "space", N_("Joined"), N_("Note that the member joined, or is undecided again."), "members"),
    Action("member.edit", "e,ｅ,ctrl+e", N_("Edit"), N_("Change the member's wish and day of joining."), "members"),
    Action("member.remove", "x,ｘ,delete", N_("Remove"), N_("Take the member out; undo brings it back."), "members"),
    Action("member.lead", "l,ｌ", N_("Leader"), N_("Let the highlighted member lead the group-buy."), "members"),
    Action("member.service", "v,ｖ", N_("VIP service"), N_("Promise the members VIP after-sales, or not."), "members"),
    Action("opportunity.account", "a,ａ", N_("Account"), N_("Open the account of the deal."), "deals"),
    Action(
        "stage.guide", "tab", N_("Guide"), N_("Go from the checklist to questions and objections, or back."), "deals"
    ),
    Action("stage.earlier", "[,【,「", N_("Stage before"), N_("Look at the stage before."), "deals"),
    Action("stage.later", "],】,」", N_("Stage after"), N_("Look at the stage after."), "deals"),
    Action("deal.closing", "t,ｔ", N_("Signals"), N_("Tick signals to buy; see how to ask for the next yes."), "deals"),
    Action("deal.concessions", "g,ｇ", N_("Give and get"), N_("Plan what you may give, and for what."), "deals"),
    Action("concession.add", "a,ａ,insert", N_("Plan a step"), N_("Plan one step: give and get."), "concessions"),
    Action("concession.make", "space", N_("Made"), N_("Note that a step was made, or plan it again."), "concessions"),
    Action("concession.edit", "e,ｅ,ctrl+e", N_("Edit"), N_("Change the highlighted step."), "concessions"),
    Action("concession.remove", "x,ｘ,delete", N_("Remove"), N_("Remove it; undo brings it back."), "concessions"),
    Action("concession.earlier", "[,【,「,shift+up", N_("Earlier"), N_("Move the step up in the plan."), "concessions"),
    Action("concession.later", "],】,」,shift+down", N_("Later"), N_("Move the step down in the plan."), "concessions"),
    Action("opportunity.floor", "F,Ｆ", N_("Floor"), N_("Write down the floor that was approved."), "concessions"),
    Action("concession.history", "h,ｈ", N_("History"), N_("Show everything that ever changed here."), "concessions"),
    Action("playbook.filter", "F,Ｆ,ctrl+g", N_("Filter"), N_("Find a card by what the customer says."), "playbook"),
    Action("playbook.shelf", "s,ｓ", N_("Next shelf"), N_("Go to the next shelf of the playbook."), "playbook"),
    Action("playbook.shelf_back", "S,Ｓ", N_("Shelf before"), N_("Go to the shelf before."), "playbook"),
    Action("playbook.edit", "e,ｅ,ctrl+e", N_("Edit"), N_("Write your own words into the card."), "playbook"),
    Action("playbook.new", "a,ａ,insert", N_("New card"), N_("Write a card of your own."), "playbook"),
    Action("playbook.faults", "!,！", N_("Faults"), N_("Show what is wrong with cards of your own."), "playbook"),
    Action("card.whole", "enter", N_("Whole card"), N_("Show the whole card, or its six lines again."), "card"),
    Action("card.log", "o,ｏ", N_("Note it"), N_("Note that the customer objected so."), "card"),
    Action("card.copy", "y,ｙ", N_("Copy"), N_("Copy the words to say."), "card"),
    Action("card.tick", "space", N_("Asked"), N_("Note that the highlighted question was asked."), "card"),
    Action("card.earlier", "[,【,「,left", N_("Card before"), N_("Go to the card before."), "card"),
    Action("card.later", "],】,」,right", N_("Next card"), N_("Go to the next card."), "card"),
    Action("week.earlier", "[,【,「", N_("Before"), N_("Go to the week, month, quarter or year before."), "week"),
    Action("week.later", "],】,」", N_("After"), N_("Go to the week, month, quarter or year after."), "week"),
    Action("week.now", "0", N_("Current"), N_("Come back to the period that today is in."), "week"),
    Action("week.span", "v,ｖ,shift+right", N_("Span"), N_("Show a week, a month, a quarter or a year."), "week"),
    Action("week.part", ";,；", N_("Go to a part"), N_("Choose one of the parts by its number or name."), "week"),
    Action("week.edit", "e,ｅ,ctrl+e", N_("Reword"), N_("Say the highlighted line in your own words."), "week"),
    Action("week.add", "a,ａ,insert", N_("Own line"), N_("Add a line of your own to the part at hand."), "week"),
    Action("week.leave_out", "-,－,delete", N_("Leave out"), N_("Leave a line out, or bring it back."), "week"),
    Action("week.up", "K,Ｋ,shift+up", N_("Move up"), N_("Move the line up in its section."), "week"),
    Action("week.down", "J,Ｊ,shift+down", N_("Move down"), N_("Move the line down in its section."), "week"),
    Action("week.targets", "t,ｔ,ctrl+k", N_("Targets"), N_("See how far targets are reached, and set them."), "week"),
    Action("week.export", "x,ｘ,ctrl+s,f10", N_("Export"), N_("Write the summary to a file."), "week"),
    Action("week.copy", "y,ｙ", N_("Copy"), N_("Copy the summary for a chat: in short, then whole."), "week"),
    Action("tiers.accept", "space", N_("Accept"), N_("Let the account follow the scheme."), "tiers"),
    Action("tiers.accept_all", "A,Ａ", N_("Accept all"), N_("Let many accounts follow the scheme at once."), "tiers"),
    Action("tiers.keep", "K,Ｋ", N_("Keep by hand"), N_("Keep the tier as it is, with a reason."), "tiers"),
    Action("merge.start", "enter,ctrl+s,f10", N_("Merge"), N_("Make one of the two, as the table says."), "merge"),
    Action("merge.next", "space", N_("Other value"), N_("Choose the other value, or both."), "merge"),
    Action("merge.kept", "left", N_("Left value"), N_("Choose the value of the one that stays."), "merge"),
    Action("merge.other", "right", N_("Right value"), N_("Choose the value of the one that goes."), "merge"),
    Action("merge.swap", "s,ｓ,tab", N_("Swap"), N_("Let the other one stay; the chosen values remain."), "merge"),
    Action("import.start", "ctrl+s,f10", N_("Import"), N_("Bring in what the preview shows."), "import"),
    Action("import.choose", "enter", N_("Choose"), N_("Read the file, or change what is highlighted."), "import"),
    Action("import.complete", "tab", N_("Complete"), N_("Complete the name of a folder or file."), "import"),
)

JOURNAL_WORDS: Final = {
    "account.change": N_("Account changed"),
    "account.remove": N_("Account removed"),
    "account.unpin": N_("Unpinned"),
    "account.merge": N_("Accounts merged"),
    "person.change": N_("Person changed"),
    "person.merge": N_("People merged"),
    "preference.change": N_("Preference changed"),
    "occasion.change": N_("Important day changed"),
    "gift.change": N_("Gift changed"),
    "opportunity.change": N_("Deal changed"),
    "stage.untick": N_("Tick taken back"),
    "member.change": N_("Member changed"),
    "touch.change": N_("Touch changed"),
    "promise.change": N_("Promise changed"),
    "promise.keep": N_("Promise kept"),
    "promise.reopen": N_("Promise open again"),
    "follow_up.change": N_("Follow-up changed"),
    "follow_up.finish": N_("Follow-up done"),
    "follow_up.reopen": N_("Follow-up open again"),
    "follow_up.move": N_("Date moved"),
    "promise.move": N_("Date moved"),
    "snooze.wake": N_("Back on Today"),
    "day_plan.make": N_("Day planned"),
    "objection.change": N_("Objection changed"),
    "concession.change": N_("Step changed"),
    "concession.again": N_("Planned again"),
    "concession.order": N_("Plan in another order"),
    "care.change": N_("Care changed"),
    "need.change": N_("Need changed"),
    "competitor.change": N_("Competitor changed"),
    "remark.add": N_("Own words added"),
    "remark.change": N_("Own words changed"),
    "rewording.set": N_("Reworded"),
    "rewording.back": N_("As generated again"),
    "rewording.order": N_("Lines in another order"),
    "target.set": N_("Target set"),
    "target.drop": N_("Target taken out"),
    "record.remove": N_("Removed"),
    "import": N_("Import"),
    "demo.make": N_("Sample book"),
}
"""What the history calls actions that have no key of their own, by the kind that the journal keeps."""

_BY_ID: Final = {action.id: action for action in ACTIONS}


def action(action_id: str) -> Action:
    """The action with that id.

    Raises:
        KeyError: If there is none.
    """
    return _BY_ID[action_id]


def action_name(kind: str) -> str:
    """What the rep calls a kind of action, as the journal keeps it, in the language in use."""
    known = _BY_ID.get(kind)
    return _(known.words) if known else _(JOURNAL_WORDS.get(kind, kind))


def keymap_faults(keys: dict[str, str]) -> list[tuple[str, str]]:
    """What is wrong with the rep's own keys, as pairs of action id and the key at fault.

    A key may not be empty, an action must exist, and no key may mean two things in one place.
    """
    faults = [(name, value) for name, value in keys.items() if name not in _BY_ID or not value.strip()]
    wrong = {name for name, _value in faults}
    taken: dict[tuple[str, str], str] = {}
    chosen = {**{one.id: one.keys for one in ACTIONS}, **{n: v for n, v in keys.items() if n not in wrong}}
    for name, value in chosen.items():
        for key in value.split(","):
            place = (_BY_ID[name].scope, key.strip())
            other = taken.setdefault(place, name)
            if other != name and (name in keys or other in keys):
                faults.append((name if name in keys else other, key.strip()))
    return faults
