"""What `new` asks on a terminal: only what no flag has said, and all but the title may be Enter."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from rcalog.cli.acting import read_when
from rcalog.cli.ask import InputEnded, NotAChoice, ignore_interrupts
from rcalog.errors import RcalogError
from rcalog.interview.keys import is_no, is_yes
from rcalog.interview.texts import Texts
from rcalog.logbook.recordfile import load
from rcalog.logbook.templates import read_template
from rcalog.model.timegrammar.windows import Window
from rcalog.model.times import When
from rcalog.services.drafts import keep
from rcalog.services.opening import Opening, like_template, plan

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.logbook.book import Logbook
    from rcalog.model.spoken import Language


def fill_in(c: Context, opening: Opening, lang: str | None) -> Opening:
    """Return what is known after asking for the rest, in the language that `--lang` named or the user's own.

    Raises:
        NoSuchTemplate.
        KeyboardInterrupt, InputEnded: with what is known so far kept as a draft.
    """
    texts, opening = _questions(c.book, c.language(lang)), like_template(c.book, opening)
    if not opening.title:
        opening = opening.with_(title=c.asker.text(texts("title"), flag="TITLE"))
    for step in (_hurting, _since, _over, _how):
        try:
            opening = step(c, opening, texts)
        except (KeyboardInterrupt, InputEnded):
            ignore_interrupts()
            _keep(c, opening)
            raise
    return opening


def _questions(book: Logbook, lang: Language) -> Texts:
    name = f"opening/{lang}.yaml"
    return Texts.read(load(read_template(name, book.root).encode(), name=name).data)


def _hurting(c: Context, opening: Opening, texts: Texts) -> Opening:
    if opening.is_over or opening.ongoing or opening.near_miss:
        return opening
    answer = c.asker.value(texts("hurting"), _yes_or_no, flag="--ongoing", default="")
    if answer == "n":
        return opening.with_(times={**opening.times, "mitigated": When.unknown()})
    return opening.with_(ongoing=answer == "y")


def _since(c: Context, opening: Opening, texts: Texts) -> Opening:
    if "started" in opening.times:
        return opening
    since = _time(c, texts("since"), "--started", None)
    return opening.with_(times={**opening.times, "started": since}) if since else opening


def _over(c: Context, opening: Opening, texts: Texts) -> Opening:
    """Ask for the time of an end that is known to have come."""
    stopped = opening.times.get("mitigated")
    if "resolved" in opening.times or stopped is None or not stopped.is_unknown:
        return opening
    over = _time(c, texts("over"), "--resolved", Window.day_after(opening.times.get("started")))
    return opening.with_(times={**opening.times, "mitigated": over, "resolved": over}) if over else opening


def _how(c: Context, opening: Opening, texts: Texts) -> Opening:
    if opening.how or not opening.is_over:
        return opening
    return opening.with_(how=c.asker.text(texts("how"), flag="--how", default="") or None)


def _time(c: Context, question: str, flag: str, near: Window | None) -> When | None:
    """Return the time that was answered, None for Enter; what is not understood is asked again."""

    def read(text: str) -> list[When]:
        return [read_when(c, text, near=near)]

    nothing: list[When] = []
    return next(iter(c.asker.value(question, read, flag=flag, default=nothing, shown="")), None)


def _yes_or_no(typed: str) -> Literal["y", "n", ""]:
    if is_yes(typed):
        return "y"
    if is_no(typed):
        return "n"
    raise NotAChoice(typed, ("y", "n"))


def _keep(c: Context, opening: Opening) -> None:
    """Keep what was typed so far; a dry run keeps nothing."""
    if c.dry_run:
        return
    with suppress(RcalogError):  # whatever is wrong with it, whoever stops it is let go
        intent, _ = plan(c.book, opening, now=c.now)
        draft = keep(c.book, intent)
        c.output.kept(f"what you typed is kept: rcalog drafts resume {draft.id}")
