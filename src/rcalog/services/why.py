"""The why interview of one incident: begun or gone on with, kept answer by answer, and committed once at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError, UsageError
from rcalog.interview import engine, tree
from rcalog.interview.state import Question, Refusal, Setup, State
from rcalog.logbook.records import Record
from rcalog.logbook.transaction import NO_LONGER_FITS
from rcalog.model.causes import Cause
from rcalog.services import whyjournal
from rcalog.services.whyjournal import sentences
from rcalog.services.whyoutcome import Finished, conclude, save_settled
from rcalog.values import Value

__all__ = [
    "Finished",
    "Interview",
    "InterviewUnfinished",
    "Wanted",
    "hold",
    "sentences",
    "so_far",
    "unfinished",
]

if TYPE_CHECKING:
    from datetime import datetime

    from rcalog.interview.texts import Texts
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Saved, Write
    from rcalog.logbook.journal import Draft, Journal
    from rcalog.model.causes import LegName
    from rcalog.services.whyjournal import Kept


HOW_OUT = (
    "rcalog drafts show {draft}; to leave there what somebody else wrote: rcalog why {ref} --finish --keep-theirs; "
    "to have yours there, take the other change back: rcalog history {ref}, rcalog undo COMMIT; "
    "to change the last answer: rcalog why {ref} --answer '<'; "
    "to give them up: rcalog drafts discard {draft}"
)
"""What may be done about answers that no longer fit the record."""


class InterviewUnfinished(UsageError):
    """Another kind of interview about this incident was begun and not finished."""

    code = "interview-unfinished"

    def __init__(self, incident: str, draft: str) -> None:
        super().__init__(
            f"an interview about {incident} is not finished yet",
            hint=f"go on with: rcalog why {incident}; or give it up: rcalog drafts discard {draft}",
        )


class Wanted(Value):
    """How an interview is to be held: its language, who answers, one leg only, quick.

    `switch` puts an interview that was begun in another language into this one, `each` makes a commit of each cause,
    `yields` leaves as it is what somebody else changed meanwhile at the same place.
    """

    lang: str
    me: str | None = None
    leg: LegName | None = None
    quick: bool = False
    switch: bool = False
    each: bool = False
    yields: bool = False


@dataclass
class Interview:
    """An interview that is being held; `resumed` where it goes on. Without a `journal` nothing of it is kept.

    With `each` the causes are committed as it goes; `base` is what the next commit begins from.
    `unsent` was typed last time and not sent; `lost` are answers whose questions are others by now, still in `old`.
    """

    book: Logbook
    record: Record
    base: Record
    journal: Journal | None
    state: State
    resumed: bool = False
    each: bool = False
    unsent: str = ""
    lost: tuple[str, ...] = ()
    old: str | None = None
    saves: tuple[Saved, ...] = ()
    """What was committed on the way, in this session."""

    @property
    def question(self) -> Question | None:
        """What is asked next; None when nothing is left to ask."""
        return engine.question(self.state)

    @property
    def texts(self) -> Texts:
        """The sentences in the interview's language."""
        return self.state.setup.texts

    @property
    def at(self) -> str | None:
        """The cause that the next question is about, or that was typed last in its leg."""
        asked = self.question
        effect = tree.find(self.state.legs, asked.id.partition(":")[2]) if asked else None
        if effect is None or isinstance(effect, Cause):
            return effect.cause if effect else None
        return effect.because[-1].cause if effect.because else effect.problem

    def answer(self, text: str, at: datetime) -> Refusal | None:
        """Take an answer; it is on the disk when this returns. Returns why it was not taken.

        Raises:
            DiskRefused: when it cannot be stored; nothing has moved then.
        """
        asked = self.question
        moved = engine.answer(self.state, text, at)
        if isinstance(moved, Refusal):
            return moved
        if self.journal:
            said = moved.given[-1].text if len(moved.given) > len(self.state.given) else text
            self.journal.append(whyjournal.answer(asked.id if asked else "", said, at))
        self.state, self.unsent = moved, ""
        return None

    def save_settled(self, write: Write) -> list[Saved]:
        """Commit each cause that the interview is done with, where that is wanted; whatever refuses it, all is kept.

        Raises:
            What a commit raises; then the rest is committed at the end.
        """
        if not self.each or self.journal is None:
            return []
        began = self.base
        try:
            self.base, saves = save_settled(self.book, began, self.state, write)
        except RcalogError as error:
            self.each = False
            self.book.drafts.discard(error.draft or "")
            raise
        if self.base is not began:  # without a commit too: it may have been made right before a session was killed
            self.journal.append(whyjournal.committed())
        self.saves += tuple(saves)
        return saves

    def leave(self, unsent: str = "", *, keep: bool = False) -> None:
        """End the session and keep everything, what was typed and not sent included.

        Without any of it the draft goes, unless `keep` is set.
        """
        if self.journal is None:
            return
        if unsent.strip():
            self.journal.append(whyjournal.unsent(unsent))
        self.journal.close(purge=not (keep or self.state.given or unsent.strip()))

    def refused(self, error: RcalogError) -> None:
        """Keep an interview that could not be committed once, as its journal, and say in the error how to go on."""
        if self.journal is None or error.draft is None:
            return
        self.journal.close(purge=False)
        ref, draft = self.record.incident.id, self.journal.draft.id
        said = f"rcalog why {ref}" if not isinstance(error, NO_LONGER_FITS) else HOW_OUT.format(ref=ref, draft=draft)
        error.hint = (error.hint or "").replace(f"rcalog drafts resume {error.draft}", said)
        self.book.drafts.discard(error.draft)
        error.draft = draft

    def finish(self, write: Write, *, yields: bool = False) -> Finished:
        """Commit what the interview came to; the journal goes once that is done.

        What was typed and never taken as an answer is kept: it stands there again when the next interview begins.

        Raises:
            What a commit raises, with the journal kept.
        """
        finished = conclude(self.book, self.base, self.state, write, each=self.each, yields=yields)
        saved = finished.saved
        is_over = saved is None or bool(saved.commit or saved.draft)
        if self.journal:
            self.journal.close(purge=is_over)
            if self.unsent and is_over:
                self._keep_unsent()
        return replace(finished, saves=(*self.saves, *finished.saves))

    def _keep_unsent(self) -> None:
        found = self.book.catalog.read(self.record.path)
        record = found if isinstance(found, Record) else self.record
        journal = _journal(self.book, record, self.state.setup, self.state.now, each=self.each)
        journal.append(whyjournal.unsent(self.unsent))
        journal.close(purge=False)


def preview(book: Logbook, record: Record, wanted: Wanted, now: datetime) -> Interview:
    """Return the interview of an incident, begun or gone on with, of which nothing is kept.

    Raises:
        InterviewUnfinished: as `hold` does.
    """
    draft = unfinished(book, record.incident.id)
    kept = whyjournal.rebuilt(book, book.drafts.entries(draft.id), _switched(wanted)) if draft else None
    if draft is None or kept is None:
        return Interview(book, record, record, None, engine.begin(record.incident, setup_of(book, wanted, now)))
    _check_kind(kept, wanted, draft)
    return Interview(book, kept.record, kept.base, None, kept.state, resumed=True)


def _check_kind(kept: Kept, wanted: Wanted, draft: Draft) -> None:
    setup = kept.state.setup
    if (wanted.leg or wanted.quick) and (wanted.leg, wanted.quick) != (setup.leg, setup.quick):
        raise InterviewUnfinished(kept.record.incident.id, draft.id)


def _switched(wanted: Wanted) -> str | None:
    return wanted.lang if wanted.switch else None


def hold(book: Logbook, record: Record, wanted: Wanted, now: datetime) -> Interview:
    """Begin the interview of an incident, or go on with the one that was left.

    Raises:
        InterviewUnfinished: when another leg, or all legs, were asked about in the one that was left.
        DraftInUse, DiskRefused.
    """
    draft = unfinished(book, record.incident.id)
    if draft is None:
        return _begun(book, record, wanted, now)
    journal = book.drafts.reopen(draft.id)
    kept = whyjournal.rebuilt(book, journal.read(), _switched(wanted))
    if kept is None:
        journal.close(purge=True)
        return _begun(book, record, wanted, now)
    try:
        _check_kind(kept, wanted, draft)
    except InterviewUnfinished:
        journal.close(purge=False)
        raise
    if wanted.switch:
        journal.append(whyjournal.switched(wanted.lang))
    lost = tuple(str(entry["text"]) for entry in kept.lost)
    fitting = _fitting(book, journal, kept) if lost else journal
    old = draft.id if lost else None
    each = wanted.each or kept.each
    return Interview(book, kept.record, kept.base, fitting, kept.state, True, each, kept.unsent, lost, old)


def unfinished(book: Logbook, incident: str) -> Draft | None:
    """Return the draft of the interview about an incident that was left; the newest, should there be several."""
    found = [draft for draft in book.drafts.list() if draft.kind == "interview" and draft.incident == incident]
    return found[-1] if found else None


def so_far(book: Logbook, record: Record) -> State | None:
    """Return the state of the interview about an incident that was left, if there is one."""
    draft = unfinished(book, record.incident.id)
    kept = whyjournal.rebuilt(book, book.drafts.entries(draft.id)) if draft else None
    return kept.state if kept else None


def _begun(book: Logbook, record: Record, wanted: Wanted, now: datetime) -> Interview:
    setup = setup_of(book, wanted, now)
    journal = _journal(book, record, setup, now, each=wanted.each)
    return Interview(book, record, record, journal, engine.begin(record.incident, setup), each=wanted.each)


def _journal(book: Logbook, record: Record, setup: Setup, now: datetime, *, each: bool) -> Journal:
    summary = f"why {record.incident.title}"
    journal = book.drafts.journal(
        "interview", incident=record.incident.id, summary=summary, created=now, base=record.blob
    )
    journal.append(whyjournal.beginning(record, setup, each=each))
    return journal


def _fitting(book: Logbook, journal: Journal, kept: Kept) -> Journal:
    """Return another journal, with those answers that fit; the old one is left as it is."""
    journal.close(purge=False)
    fresh = _journal(book, kept.record, kept.state.setup, kept.state.now, each=kept.each)
    for entry in journal.read()[1:]:
        if entry not in kept.lost and "text" in entry:
            fresh.append(entry)
    return fresh


def setup_of(book: Logbook, wanted: Wanted, now: datetime) -> Setup:
    """Return what an interview is held with."""
    texts = sentences(wanted.lang, book.root)
    return Setup(texts, book.lexicon, book.policy, now, book.zone, wanted.me, wanted.leg, wanted.quick)
