"""What the index of the past keeps of how far it goes."""

from __future__ import annotations

from contextlib import closing

from rcalog.logbook.index.paststore import PastStore


def test_whose_past_is_in_it() -> None:
    """Those of the last time and what came after them, until one is forgotten; of what stood there before, nothing."""
    with closing(PastStore(None)) as store:
        store.keep_tips({"tag": "one", "two": "two"})
        store.keep_tip("three")
        assert store.tips == {"tag": "one", "two": "two", "three": "three"}
        store.keep_tips({"tag": "one", "four": "four", "other": "one"})
        assert store.tips == {"tag": "one", "four": "four", "other": "one"}
        store.forget_tips(["one"])
        assert store.tips == {"four": "four"}
