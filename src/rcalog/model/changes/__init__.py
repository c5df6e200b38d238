"""Semantic changes between two states of a record, as plain data: found, described, applied, reversed."""

from rcalog.model.changes.applying import ChangeConflict, apply
from rcalog.model.changes.comparing import diff
from rcalog.model.changes.describing import describe
from rcalog.model.changes.form import Change, Item, inverse

__all__ = ["Change", "ChangeConflict", "Item", "apply", "describe", "diff", "inverse"]
