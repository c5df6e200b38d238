"""The filter language of `list`, and what it looks at in an incident."""

from __future__ import annotations

from rcalog.model.query.facts import Facts, action_facts, incident_facts
from rcalog.model.query.keyed import QuerySyntaxError, handle
from rcalog.model.query.parsing import parse_query
from rcalog.model.query.terms import Query

__all__ = ["Facts", "Query", "QuerySyntaxError", "action_facts", "handle", "incident_facts", "parse_query"]
