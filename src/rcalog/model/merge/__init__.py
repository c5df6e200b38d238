"""Two revisions of a record that went apart become one: by key and by item, and nothing is lost. Pure."""

from rcalog.model.merge.merging import DifferentRecords, Merged, merge
from rcalog.model.merge.tree import AmbiguousIds

__all__ = ["AmbiguousIds", "DifferentRecords", "Merged", "merge"]
