"""The journal of an interview: every answer kept, gone on with, and merged with what others did meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.interview.state import Refusal
from rcalog.logbook.book import Logbook
from rcalog.logbook.intents import Intent, Operation, Saved
from rcalog.logbook.journal import DraftInUse
from rcalog.logbook.records import Record
from rcalog.logbook.transaction import RecordChanged, SecretFound, commit
from rcalog.model.causes import LegName
from rcalog.model.timeline import Event
from rcalog.model.times import When
from rcalog.services.why import Finished, Interview, InterviewUnfinished, Wanted, hold, preview, so_far, unfinished
from tests.helpers.cli import run
from tests.helpers.git import run as git
from tests.helpers.interview import NOW, PLACE, RECORD
from tests.helpers.logbooks import make_logbook

ID = "20170131-k7f3q"
ONE_LEG = Wanted("en", "ana", LegName.OCCURRENCE)
ANSWERS = ("", "The disk was full", "", ".", "ops", "", "Grow the disk @ana 2w", "", "", "")


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """A logbook with one incident."""
    return make_logbook(tmp_path / "book", records={PLACE: RECORD})


def record(book: Logbook) -> Record:
    """Return the incident as it stands."""
    return book.catalog.resolve(ID, now=NOW)


def begun(book: Logbook, *answers: str, wanted: Wanted = ONE_LEG) -> Interview:
    """Return an interview with these answers given."""
    interview = hold(book, record(book), wanted, NOW)
    for text in answers:
        assert interview.answer(text, NOW) is None, text
    return interview


def finish(book: Logbook, interview: Interview, *, dry_run: bool = False) -> Finished:
    """Commit what an interview came to."""

    def write(intent: Intent) -> Saved:
        return commit(book, intent, dry_run=dry_run)

    return interview.finish(write)


def test_an_interview_becomes_one_commit(book: Logbook) -> None:
    """Afterwards its draft is gone."""
    interview = begun(book, *ANSWERS)
    assert interview.question is None
    finished = finish(book, interview)
    assert (finished.saved is not None, finished.open, list(book.drafts.list())) == (True, (), [])
    (leg,) = record(book).incident.whys
    assert leg.because[0].changeable_by == "ops"


@pytest.mark.parametrize("after", range(len(ANSWERS)))
def test_an_interview_goes_on_where_it_was_left(book: Logbook, after: int) -> None:
    """At every question, to the same end."""
    begun(book, *ANSWERS[:after]).leave()
    interview = begun(book, *ANSWERS[after:])
    assert (interview.resumed, interview.question) == (after > 0, None)
    finish(book, interview)
    assert record(book).incident.actions[0].action == "Grow the disk"


def test_nothing_answered_leaves_nothing_behind(book: Logbook) -> None:
    """An interview that was only looked at has no draft."""
    begun(book).leave()
    assert unfinished(book, ID) is None


def test_an_answer_is_on_the_disk_before_the_next_question(book: Logbook) -> None:
    """Another process could read it at once."""
    begun(book, "", "The disk was full")
    draft = unfinished(book, ID)
    assert draft is not None
    proposed = "Production database deleted, from 2017-01-31 23:27 +00:00"
    assert [entry.get("text") for entry in book.drafts.entries(draft.id)] == [None, proposed, "The disk was full"]


def test_refused_answers_are_not_kept(book: Logbook) -> None:
    """They never were part of the interview."""
    interview = begun(book, "")
    assert isinstance(interview.answer("@@ df", NOW), Refusal)
    interview.leave()
    assert len(begun(book).state.given) == 1


def test_a_step_back_is_kept_too(book: Logbook) -> None:
    """The journal replays it."""
    begun(book, "", "Wrong", "<", "Right").leave()
    interview = begun(book)
    assert [cause.cause for cause in interview.state.legs[0].because] == ["Right"]
    assert interview.at == "Right"


def test_an_interview_says_at_which_cause_it_goes_on(book: Logbook) -> None:
    """Not what was typed last, which may be a name and a date."""
    begun(book, "", "The disk was full", "", "-", "@ana 2w").leave()
    interview = begun(book)
    assert interview.at == "The disk was full"
    interview.leave()
    assert preview(book, record(book), Wanted("en"), NOW).at == "The disk was full"


def test_what_was_typed_and_not_sent_is_offered_again(book: Logbook) -> None:
    """Once; the next answer takes its place."""
    begun(book, "").leave("The disk was")
    interview = begun(book)
    assert interview.unsent == "The disk was"
    interview.answer("The disk was full", NOW)
    interview.leave()
    assert begun(book).unsent == ""


def test_two_terminals_do_not_hold_one_interview(book: Logbook) -> None:
    """The second one is told who holds it."""
    begun(book, "")
    with pytest.raises(DraftInUse):
        begun(book)


def test_another_leg_waits_for_the_one_that_was_left(book: Logbook) -> None:
    """An unfinished interview is gone on with, or given up, never mixed."""
    begun(book, "").leave()
    with pytest.raises(InterviewUnfinished, match="not finished"):
        hold(book, record(book), Wanted("en", "ana", LegName.RECOVERY), NOW)
    with pytest.raises(InterviewUnfinished, match="not finished"):
        preview(book, record(book), Wanted("en", "ana", quick=True), NOW)
    assert begun(book, wanted=Wanted("en", "ana")).resumed is True


def test_a_change_elsewhere_is_merged(book: Logbook) -> None:
    """What somebody else wrote meanwhile stays, and so does what was answered."""
    interview = begun(book, *ANSWERS)
    interview.leave()
    current = record(book)
    commit(book, Intent(Operation.SET, current, current.incident.model_copy(update={"summary": "A disk."}), "set"))
    finish(book, begun(book))
    after = record(book).incident
    assert (after.summary, after.whys[0].because[0].cause) == ("A disk.", "The disk was full")


def test_what_others_answered_meanwhile_is_no_longer_open(book: Logbook) -> None:
    """What is told at the end is read off the record as it became."""
    (book.root / "incidents" / PLACE).write_text(RECORD.partition("timeline:")[0], encoding="utf-8")
    interview = begun(book, "", *ANSWERS[:4], wanted=Wanted("en", "ana"))
    current = record(book)
    seen = Event(event="Alert", at=When.read("2017-01-31T23:27:00+00:00"))
    commit(book, Intent(Operation.SET, current, current.incident.model_copy(update={"timeline": (seen,)}), "set"))
    keys = [point.key for point in interview.finish(lambda intent: commit(book, intent)).open]
    assert ("open.timeline" in keys, "open.problem" in keys) == (False, True)


def contested(book: Logbook, *answers: str, each: bool = False) -> tuple[Wanted, Interview]:
    """Return an interview that says when the harm was over, which somebody else has said meanwhile."""
    ongoing = RECORD.replace("status: resolved", "status: ongoing").replace("  mitigated: ~2017-02-01T00:36:00+00:00\n", "").replace("  resolved: 2017-02-01T00:40:00+00:00\n", "")  # fmt: skip
    (book.root / "incidents" / PLACE).write_text(ongoing, encoding="utf-8")
    wanted = Wanted("en", "ana", each=each)
    interview = begun(book, "2017-02-01 01:00", "-", "-", *answers, wanted=wanted)
    current = record(book)
    times = current.incident.times.model_copy(update={"mitigated": When.read("~2017-02-01T02:00:00+00:00")})
    commit(book, Intent(Operation.SET, current, current.incident.model_copy(update={"times": times}), "set"))
    return wanted, interview


@pytest.mark.parametrize(
    ("answers", "causes"),
    [(("",), []), (("The data was gone", "The disk was full", "", "ops moved it"), ["ops moved it"])],
)
@pytest.mark.parametrize("each", [False, True])
def test_what_somebody_else_wrote_can_be_left_there(
    book: Logbook, answers: tuple[str, ...], causes: list[str], *, each: bool
) -> None:
    """All else that was answered is committed, at once or cause by cause, and the interview is over."""
    _, interview = contested(book, *answers, each=each)
    finished = interview.finish(lambda intent: commit(book, intent), yields=True)
    after = record(book).incident
    assert (finished.theirs, str(after.times.mitigated)) == (("times.mitigated",), "~2017-02-01T02:00:00+00:00")
    assert ([cause.cause for cause in after.causes()], list(book.drafts.list())) == (causes, [])


def test_what_was_typed_and_not_taken_outlives_the_end(book: Logbook) -> None:
    """It stands there again when the next interview begins."""
    begun(book, "", "The disk was full").leave("It was the 2nd time th")
    finish(book, begun(book))
    again = begun(book)
    assert (record(book).incident.whys[0].because[0].cause, again.unsent) == (
        "The disk was full",
        "It was the 2nd time th",
    )
    assert (again.resumed, again.record.blob) == (True, record(book).blob)


def test_what_was_never_taken_is_told_at_the_end(book: Logbook) -> None:
    """Of what was typed and not sent, and of answers whose questions are others by now."""
    begun(book, "", "The disk was full").leave("It was the 2nd ti")
    ran = run("why", ID, "--leg", "occurrence", "--finish", cwd=book.root)
    said = f"warning: «It was the 2nd ti» was typed and is no answer yet; it stands there again: rcalog why {ID}\n"
    assert (ran.code, said in ran.err) == (0, True)
    (draft,) = book.drafts.list()
    journal = book.drafts.reopen(draft.id)
    journal.append({"question": "another:question", "text": "An answer of old", "at": NOW.isoformat()})
    journal.close(purge=False)
    ran = run("why", ID, "--leg", "occurrence", "--finish", cwd=book.root)
    assert f"answers no longer fit the questions; they are kept in draft {draft.id}." in ran.err
    assert draft.id in [one.id for one in book.drafts.list()]


def test_a_change_at_the_same_place_is_refused_and_everything_kept(book: Logbook) -> None:
    """Once, as the interview; the error names what may be done, and a step back changes what does not fit."""
    wanted, interview = contested(book, "")
    with pytest.raises(RecordChanged) as caught:
        finish(book, interview)
    interview.refused(caught.value)
    (draft,) = book.drafts.list()
    leaving = f"to leave there what somebody else wrote: rcalog why {ID} --finish --keep-theirs"
    undoing = f"to have yours there, take the other change back: rcalog history {ID}, rcalog undo COMMIT"
    told = f"what you typed is kept: rcalog drafts show {draft.id}; {leaving}; {undoing}"
    assert (draft.kind, caught.value.draft) == ("interview", draft.id)
    back = f"to change the last answer: rcalog why {ID} --answer '<'"
    assert caught.value.hint == f"{told}; {back}; to give them up: rcalog drafts discard {draft.id}"
    finished = finish(book, begun(book, "<", "<", "<", "<", wanted=wanted))
    assert list(book.drafts.list()) == []
    assert "open.harm" not in [point.key for point in finished.open]  # that is answered by now, by somebody else


def test_a_dry_run_keeps_the_interview(book: Logbook) -> None:
    """The real run can follow."""
    finish(book, begun(book, *ANSWERS), dry_run=True)
    assert (record(book).incident.whys, begun(book).question) == ((), None)


def test_nothing_to_save(book: Logbook) -> None:
    """All skipped: no commit, no draft."""
    finished = finish(book, begun(book, "-"))
    assert (finished.saved, list(book.drafts.list())) == (None, [])
    assert [point.key for point in finished.open] == ["open.problem"]


def test_answers_that_no_longer_fit_are_kept_apart(book: Logbook) -> None:
    """When the questions have changed, what fits is gone on with, and the rest stays in its draft."""
    begun(book, "", "The disk was full").leave()
    old = unfinished(book, ID)
    assert old is not None
    journal = book.drafts.reopen(old.id)
    journal.append({"question": "another:question", "text": "An answer of old", "at": NOW.isoformat()})
    journal.close(purge=False)
    interview = begun(book, "")
    assert (interview.lost, interview.old, interview.state.legs[0].because[0].cause) == (
        ("An answer of old",),
        old.id,
        "The disk was full",
    )
    interview.leave()
    assert begun(book).state.given == interview.state.given


@pytest.mark.parametrize("beginning", [{"unsent": "x"}, {"record": "no record", "path": "x.yaml"}])
def test_a_journal_without_a_beginning_is_begun_anew(book: Logbook, beginning: dict[str, str]) -> None:
    """A crash before the first entry left nothing that could be lost."""
    journal = book.drafts.journal("interview", incident=ID, summary="why", created=NOW)
    journal.append(beginning)
    journal.close(purge=False)
    assert so_far(book, record(book)) is None
    assert begun(book, *ANSWERS).resumed is False


def test_the_tree_so_far_can_be_seen(book: Logbook) -> None:
    """Without going on."""
    assert so_far(book, record(book)) is None
    begun(book, "", "The disk was full").leave()
    state = so_far(book, record(book))
    assert state is not None
    assert state.legs[0].because[0].cause == "The disk was full"


def test_a_latent_cause_is_filed_apart(book: Logbook) -> None:
    """A second record in the same commit, each linked to the other."""
    latent = ("", "The mails were\nrejected", "", ".", "ops since 2016-04", "y", "", "")
    finished = finish(book, begun(book, *latent))
    (other,) = finished.apart
    filed = book.catalog.resolve(other, now=NOW)
    assert (filed.incident.title, str(filed.incident.times.introduced)) == ("The mails were rejected", "2016-04")
    assert (filed.incident.kind, filed.incident.status) == ("near-miss", "resolved")  # by itself it does no harm now
    assert [(link.rel, link.to) for link in filed.incident.links] == [("related", ID)]
    assert [(link.rel, link.to) for link in record(book).incident.links] == [("caused-by", other)]
    assert git("git", "show", "--format=", "--name-only", "HEAD", cwd=book.root).split("\n") == sorted(
        [filed.path.as_posix(), f"incidents/{PLACE}"]
    )
    assert git("git", "status", "--porcelain", cwd=book.root) == ""


def test_a_secret_is_not_carried_into_a_second_record(book: Logbook) -> None:
    """Its title is masked, whatever was allowed for the first."""
    latent = ("", "AKIAIOSFODNN7ABCDEFG was in the image", "", ".", "ops since 2016-04", "y", "", "")
    interview = begun(book, *latent)

    def write(intent: Intent) -> Saved:
        return commit(book, intent, allow_secrets=["aws-key"])

    (other,) = interview.finish(write).apart
    assert book.catalog.resolve(other, now=NOW).incident.title == "[masked: aws-key] was in the image"


def test_a_commit_for_each_cause(book: Logbook) -> None:
    """Each with its end and its action; the last with what belongs to the whole leg. The result is the same."""
    each = Wanted("en", "ana", LegName.OCCURRENCE, each=True)
    answers = ("", "The disk was full", "", "The logs were never rotated", "", ". ops", "", *ANSWERS[5:])
    finished = finish(book, begun(book, *answers, wanted=each))
    assert [one.message.partition("\n")[0] for one in finished.saves] == [
        f"{ID}: why occurrence: The disk was full",
        f"{ID}: why occurrence: The logs were never rotated",
    ]
    assert len(git("git", "log", "--format=%s", cwd=book.root).splitlines()) == 3
    other = make_logbook(book.root.parent / "other", records={PLACE: RECORD})
    finish(other, begun(other, *answers))
    assert record(book).incident == record(other).incident
    assert (record(book).raw, list(book.drafts.list())) == (record(other).raw, [])


EACH = Wanted("en", "ana", LegName.OCCURRENCE, each=True)
SETTLED = [f"{ID}: why occurrence: The disk was full", f"{ID}: why occurrence: The logs were never rotated"]


def stepwise(book: Logbook, interview: Interview, *answers: str) -> list[str]:
    """Answer, commit what is settled after each answer, and return the subjects of these commits."""
    saves = interview.save_settled(lambda intent: commit(book, intent))
    subjects = [one.message for one in saves]
    for text in answers:
        assert interview.answer(text, NOW) is None, text
        saves = interview.save_settled(lambda intent: commit(book, intent))
        subjects += [one.message.partition("\n")[0] for one in saves]
    return subjects


def test_a_cause_is_committed_as_soon_as_it_is_settled(book: Logbook) -> None:
    """When what led to it is typed, or its end; what others change meanwhile stays; the result is the same as at once."""
    interview = begun(book, wanted=EACH)
    answers = ("", "The disk was full", "", "The logs were never rotated", "", ".", "ops", "", *ANSWERS[5:])
    assert stepwise(book, interview, *answers[:3]) == []
    assert stepwise(book, interview, answers[3]) == SETTLED[:1]
    changed = record(book)
    commit(book, Intent(Operation.SET, changed, changed.incident.model_copy(update={"title": "Disk full"}), "set"))
    assert stepwise(book, interview, *answers[4:]) == SETTLED[1:]
    *_, rest = finish(book, interview).saves
    assert (rest.message.partition("\n")[0], list(book.drafts.list())) == (f"{ID}: why occurrence", [])
    other = make_logbook(book.root.parent / "other", records={PLACE: RECORD})
    finish(other, begun(other, *answers))
    assert record(book).incident == record(other).incident.model_copy(update={"title": "Disk full"})


def test_an_interview_that_commits_as_it_goes_is_gone_on_with_anywhere(book: Logbook) -> None:
    """Nothing is committed twice: neither after a kill, nor where it came between the commit and its entry."""
    answers = ("", "The disk was full", "", "The logs were never rotated", "", ".", "ops", "", *ANSWERS[5:])
    found: list[str] = []
    for text in answers:
        interview = begun(book, wanted=ONE_LEG if found else EACH)
        found += stepwise(book, interview, text)
        assert interview.journal is not None
        interview.leave()
        file = next(book.state.glob(f"drafts/*{interview.journal.draft.id}.jsonl"))
        file.write_text(file.read_text().removesuffix('{"committed": true}\n'))
    finish(book, begun(book))
    assert (found, len(git("git", "log", "--format=%s", cwd=book.root).splitlines())) == (SETTLED, 4)


def test_what_is_taken_back_goes_with_the_next_commit(book: Logbook) -> None:
    """A step back after a commit changes the record again."""
    interview = begun(book, wanted=EACH)
    stepwise(book, interview, "", "The disk was full", "", "The logs grew", "<", "The logs were kept", "", ". ops")
    finish(book, interview)
    (leg,) = record(book).incident.whys
    assert [cause.cause for cause in leg.walk()] == ["The disk was full", "The logs were kept"]


def test_a_commit_on_the_way_that_is_refused_ends_nothing(book: Logbook) -> None:
    """It is said once, nothing but the interview itself is kept, and the end commits all of it."""
    interview = begun(book, "", "The disk was full", "", "AKIAIOSFODNN7ABCDEFG was in the image", wanted=EACH)
    stepwise(book, interview, "")
    with pytest.raises(SecretFound):
        stepwise(book, interview, ". ops")
    assert ([draft.kind for draft in book.drafts.list()], interview.each) == (["interview"], False)
    assert stepwise(book, interview, "", "") == []


def test_nothing_of_a_preview_is_kept(book: Logbook) -> None:
    """Neither of a new interview nor of one that goes on."""
    new = preview(book, record(book), ONE_LEG, NOW)
    assert (new.answer("", NOW), unfinished(book, ID)) == (None, None)
    new.leave("typed")
    begun(book, "", "The disk was full").leave()
    again = preview(book, record(book), ONE_LEG, NOW)
    assert (again.answer("", NOW), len(again.state.given)) == (None, 3)
    finish(book, again, dry_run=True)
    assert len(begun(book).state.given) == 2


def test_another_language_is_gone_on_with(book: Logbook) -> None:
    """What was answered by Enter stays in the words of then; the next time asks in the new language too."""
    begun(book, "", "The disk was full").leave()
    chinese = begun(book, "", wanted=Wanted("zh", "ana", switch=True))
    assert chinese.question is not None
    assert chinese.texts(chinese.question.line) == "「{effect}」是怎么发生的？"
    assert chinese.state.legs[0].problem == "Production database deleted, from 2017-01-31 23:27 +00:00"
    chinese.leave()
    assert begun(book).texts.lang == "zh"
