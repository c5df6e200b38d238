"""Laws of merged texts: they mean what the merge of the values means, and keep the comments."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rcalog.logbook.joining import join
from rcalog.logbook.recordfile import emit, load, splice
from rcalog.model.base import record_data
from rcalog.model.incident import Incident
from rcalog.model.merge import AmbiguousIds, merge
from rcalog.model.reading import read_incident, with_item_ids
from tests.helpers.edits import Editor, base

revisions = st.builds(lambda seed, times: Editor(seed).edited(times), st.integers(0, 10**9), st.integers(1, 7))
BASE = load(emit(record_data(base()), header="kept"))


@settings(max_examples=20)
@given(revisions, revisions)
def test_a_merged_text_means_what_the_values_mean(ours: Incident, theirs: Incident) -> None:
    """Whether git's merge of the lines serves or not: read again, it is the merged record, whichever side is ours."""
    try:
        wanted = merge(base(), ours, theirs).incident
    except AmbiguousIds:
        assume(False)
        return
    texts = [splice(BASE, record_data(side)) for side in (ours, theirs)]
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        raw, other = (join(BASE.raw, *each, name="x.yaml", folder=Path(folder)).raw for each in (texts, texts[::-1]))
    assert with_item_ids(read_incident(load(raw).data)) == wanted
    assert (raw == other, raw.startswith(b"# kept\n")) == (True, True)
