"""What `mark` asks on a terminal: only what the step needs and no flag has said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rcalog.cli.acting import read_when
from rcalog.model.incident import Severity
from rcalog.model.timegrammar.windows import Window
from rcalog.model.timeline import Status
from rcalog.services.fieldvalues import severity_of
from rcalog.services.marking import Marking, goes_back, lacks_mitigated

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.model.incident import Incident

TOLD = (Status.MITIGATED, Status.RESOLVED)
"""Rungs of which it is asked how we know."""


def fill_in(c: Context, incident: Incident, target: Status, said: Marking) -> Marking:
    """Return what is said with a step, after asking for the rest."""
    if target is incident.status:
        return said
    if goes_back(incident, target):
        if said.because or said.how:
            return said
        return replace(said, because=c.asker.text(f"Why is it {target} again?", flag="--because"))
    if target in TOLD and not said.how:
        said = replace(said, how=c.asker.text("How do you know?", flag="HOW"))
    if lacks_mitigated(incident, target) and not said.mitigated:
        question = "When did the harm stop? (14:05, 20m ago, unknown)"
        near = Window.between(incident.times.started, said.at) or Window.day_before(said.at)
        stopped = c.asker.value(question, lambda text: read_when(c, text, near=near), flag="--mitigated")
        said = replace(said, mitigated=stopped)
    unrated = incident.severity is Severity.UNRATED and not said.severity
    if target is Status.RESOLVED and unrated:
        words = ", ".join(c.book.policy.label(each) for each in Severity if each is not Severity.UNRATED)
        rated = c.asker.value(
            f"How bad was it? ({words})", lambda text: severity_of(text, c.book.policy), flag="--severity"
        )
        said = replace(said, severity=rated)
    return said
