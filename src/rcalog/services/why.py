"""The why interview of one incident: begun or gone on with, kept answer by answer, and committed once at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.interview import engine, tree
from rcalog.interview.answering import answered
from rcalog.interview.state import Question, Refusal, Setup, State
from rcalog.logbook.recordfile import RecordError, load
from rcalog.logbook.records import Record, placed
from rcalog.model.causes import Cause
from rcalog.model.findings import Finding, Weight
from rcalog.model.reading import InvalidRecord
from rcalog.services import whyjournal
from rcalog.services.whyjournal import sentences
from rcalog.services.whyoutcome import Finished, conclude

__all__ = [
    "AnswersRefused",
    "Finished",
    "Interview",
    "InterviewUnfinished",
    "Wanted",
    "from_answers",
    "hold",
    "sentences",
    "so_far",
    "unfinished",
]

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.interview.texts import Texts
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Write
    from rcalog.logbook.journal import Draft, Journal
    from rcalog.model.causes import LegName
    from rcalog.services.whyjournal import Kept


class InterviewUnfinished(UsageError):
    """Another kind of interview about this incident was begun and not finished."""

    code = "interview-unfinished"

    def __init__(self, incident: str, draft: str) -> None:
        super().__init__(
            f"an interview about {incident} is not finished yet",
            hint=f"go on with: rcalog why {incident}; or give it up: rcalog drafts discard {draft}",
        )


class AnswersRefused(UsageError):
    """An answers file is wrong or incomplete; `findings` says where, all at once."""

    code = "answers-refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        super().__init__(f"{first.path}: {first.message}" if first.path else first.message, hint=first.hint)
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Wanted:
    """How an interview is to be held: its language, who answers, one leg only, quick.

    `switch` puts an interview that was begun in another language into this one, `each` makes a commit of each cause.
    """

    lang: str
    me: str | None = None
    leg: LegName | None = None
    quick: bool = False
    switch: bool = False
    each: bool = False


@dataclass
class Interview:
    """An interview that is being held; `resumed` where it goes on. Without a `journal` nothing of it is kept.

    `unsent` was typed last time and not sent; `lost` are answers whose questions are others by now, still in `old`.
    """

    book: Logbook
    record: Record
    journal: Journal | None
    state: State
    resumed: bool = False
    each: bool = False
    unsent: str = ""
    lost: tuple[str, ...] = ()
    old: str | None = None

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
        self.state = moved
        return None

    def leave(self, unsent: str = "", *, keep: bool = False) -> None:
        """End the session and keep everything, what was typed and not sent included.

        Without any of it the draft goes, unless `keep` is set.
        """
        if self.journal is None:
            return
        if unsent.strip():
            self.journal.append(whyjournal.unsent(unsent))
        self.journal.close(purge=not (keep or self.state.given or unsent.strip()))

    def finish(self, write: Write) -> Finished:
        """Commit what the interview came to; the journal goes once that is done.

        Raises:
            What a commit raises, with the journal kept.
        """
        finished = conclude(self.book, self.record, self.state, write, each=self.each)
        saved = finished.saved
        if self.journal:
            self.journal.close(purge=saved is None or bool(saved.commit or saved.draft))
        return finished


def preview(book: Logbook, record: Record, wanted: Wanted, now: datetime) -> Interview:
    """Return the interview of an incident, begun or gone on with, of which nothing is kept.

    Raises:
        InterviewUnfinished: as `hold` does.
    """
    draft = unfinished(book, record.incident.id)
    kept = whyjournal.rebuilt(book, book.drafts.entries(draft.id), _switched(wanted)) if draft else None
    if draft is None or kept is None:
        return Interview(book, record, None, engine.begin(record.incident, _setup(book, wanted, now)))
    _check_kind(kept, wanted, draft)
    return Interview(book, kept.record, None, kept.state, resumed=True)


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
    return Interview(
        book, kept.record, fitting, kept.state, resumed=True, each=wanted.each, unsent=kept.unsent, lost=lost, old=old
    )


def unfinished(book: Logbook, incident: str) -> Draft | None:
    """Return the draft of the interview about an incident that was left; the newest, should there be several."""
    found = [draft for draft in book.drafts.list() if draft.kind == "interview" and draft.incident == incident]
    return found[-1] if found else None


def so_far(book: Logbook, record: Record) -> State | None:
    """Return the state of the interview about an incident that was left, if there is one."""
    draft = unfinished(book, record.incident.id)
    kept = whyjournal.rebuilt(book, book.drafts.entries(draft.id)) if draft else None
    return kept.state if kept else None


def from_answers(
    book: Logbook, record: Record, wanted: Wanted, *, raw: bytes, name: str, now: datetime, write: Write
) -> Finished:
    """Commit what an answers file says about an incident.

    Raises:
        AnswersRefused: with everything that is wrong or missing, at its line; and what a commit raises.
    """
    try:
        document = load(raw, name=name)
    except RecordError as err:
        raise AnswersRefused([_unreadable(one) for one in (err, *err.others)]) from err
    try:
        state = answered(document.data, record.incident, _setup(book, wanted, now))
    except InvalidRecord as err:
        raise AnswersRefused([placed(finding, document) for finding in err.findings]) from err
    return conclude(book, record, state, write, each=wanted.each)


def _begun(book: Logbook, record: Record, wanted: Wanted, now: datetime) -> Interview:
    setup = _setup(book, wanted, now)
    journal = _journal(book, record, setup, now)
    return Interview(book, record, journal, engine.begin(record.incident, setup), each=wanted.each)


def _journal(book: Logbook, record: Record, setup: Setup, now: datetime) -> Journal:
    summary = f"why {record.incident.title}"
    journal = book.drafts.journal(
        "interview", incident=record.incident.id, summary=summary, created=now, base=record.blob
    )
    journal.append(whyjournal.beginning(record, setup))
    return journal


def _fitting(book: Logbook, journal: Journal, kept: Kept) -> Journal:
    """Return another journal, with those answers that fit; the old one is left as it is."""
    journal.close(purge=False)
    fresh = _journal(book, kept.record, kept.state.setup, kept.state.now)
    for entry in journal.read()[1:]:
        if entry not in kept.lost and "text" in entry:
            fresh.append(entry)
    return fresh


def _setup(book: Logbook, wanted: Wanted, now: datetime) -> Setup:
    texts = sentences(wanted.lang, book.root)
    return Setup(texts, book.lexicon, book.policy, now, book.zone, wanted.me, wanted.leg, wanted.quick)


def _unreadable(err: RecordError) -> Finding:
    return Finding("F001", Weight.ERROR, err.message, err.hint, file=err.file, line=err.line, column=err.column)
