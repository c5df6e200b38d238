"""What each part of a record may hold, for what reads records without pydantic. Made by docs/generate.py."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

Shape = tuple["Any", ...]
"""What a value is: text, a time (when), a date (day), true or false (flag), a number or unknown (count), text of a form
(like), one of some texts (one), several values (many), a part of the record (part), or anything (any)."""

PARTS: dict[str, dict[str, Shape]] = {
    "Incident": {
        "schema": ("one", "rcalog/v1"),
        "id": ("like", "\\d{8}-[a-hjkmnp-tv-z][0123456789abcdefghjkmnpqrstvwxyz]{4}"),
        "title": ("text",),
        "kind": ("one", "incident", "near-miss"),
        "status": ("one", "ongoing", "mitigated", "resolved", "reviewed", "closed"),
        "severity": ("one", "sev1", "sev2", "sev3", "sev4", "sev5", "unrated"),
        "services": ("many", ("text",)),
        "tags": ("many", ("text",)),
        "roles": ("part", "Roles"),
        "times": ("part", "Times"),
        "ladder": ("many", ("part", "Step")),
        "summary": ("text",),
        "impact": ("part", "Impact"),
        "timeline": ("many", ("part", "Event")),
        "whys": ("many", ("part", "Leg")),
        "lessons": ("part", "Lessons"),
        "actions": ("many", ("part", "Action")),
        "reviews": ("many", ("part", "Review")),
        "links": ("many", ("part", "Link")),
        "waivers": ("many", ("part", "Waiver")),
        "conflicts": ("many", ("part", "Conflict")),
        "source": ("part", "Source"),
    },
    "Roles": {"lead": ("text",), "scribe": ("text",), "record_owner": ("text",)},
    "Times": {
        "introduced": ("when",),
        "started": ("when",),
        "detected": ("when",),
        "acknowledged": ("when",),
        "mitigated": ("when",),
        "resolved": ("when",),
    },
    "Step": {
        "status": ("one", "ongoing", "mitigated", "resolved", "reviewed", "closed"),
        "at": ("when",),
        "by": ("text",),
        "how": ("text",),
        "because": ("text",),
    },
    "Impact": {
        "summary": ("text",),
        "users_affected": ("count",),
        "lost": ("many", ("part", "Lost")),
        "announced": ("flag",),
    },
    "Lost": {"what": ("text",), "amount": ("text",), "from": ("when",), "to": ("when",)},
    "Event": {
        "event": ("text",),
        "id": ("like", "[a-z0-9][a-z0-9_-]{0,63}"),
        "at": ("when",),
        "type": (
            "one",
            "detection",
            "action",
            "decision",
            "observation",
            "communication",
            "escalation",
            "mitigation",
            "resolution",
        ),
        "by": ("text",),
        "audience": ("text",),
        "channel": ("text",),
        "next_due": ("when",),
        "verbatim": ("flag",),
        "hindsight": ("flag",),
        "evidence": ("many", ("text",)),
    },
    "Leg": {
        "problem": ("text",),
        "id": ("like", "[a-z0-9][a-z0-9_-]{0,63}"),
        "leg": ("one", "occurrence", "defence", "detection", "recovery", "systemic"),
        "none": ("text",),
        "reads_true": ("flag",),
        "because": ("many", ("part", "Cause")),
    },
    "Cause": {
        "cause": ("text",),
        "id": ("like", "[a-z0-9][a-z0-9_-]{0,63}"),
        "level": ("one", "technical", "human", "process", "organisation", "external"),
        "since": ("when",),
        "grade": ("one", "A", "B", "C", "D", "E", "F"),
        "evidence": ("many", ("text",)),
        "necessary": ("flag",),
        "end": ("one", "root-cause", "outside", "unknown", "accepted", "same-as"),
        "changeable_by": ("text",),
        "ask": ("text",),
        "by": ("day",),
        "accepted": ("part", "Accepted"),
        "same_as": ("like", "[a-z0-9][a-z0-9_-]{0,63}"),
        "later": ("part", "Later"),
        "because": ("many", ("part", "Cause")),
    },
    "Accepted": {"by": ("text",), "until": ("day",), "because": ("text",)},
    "Later": {"owner": ("text",), "due": ("day",)},
    "Lessons": {
        "went_well": ("many", ("text",)),
        "went_badly": ("many", ("text",)),
        "got_lucky": ("many", ("text",)),
        "surprised_by": ("many", ("text",)),
    },
    "Action": {
        "action": ("text",),
        "id": ("like", "[a-z0-9][a-z0-9_-]{0,63}"),
        "owner": ("text",),
        "due": ("day",),
        "status": ("one", "todo", "running", "done", "verified", "dropped"),
        "aims_to": ("one", "prevent", "detect", "limit", "recover", "compensate"),
        "strength": ("one", "strong", "intermediate", "weak"),
        "for": ("many", ("like", "[a-z0-9][a-z0-9_-]{0,63}")),
        "every": ("like", "([1-9][0-9]{0,3}d|[1-9][0-9]{0,2}w|[1-9][0-9]{0,2}mo|[1-9][0-9]?y)"),
        "running_since": ("day",),
        "done_at": ("when",),
        "verified_at": ("when",),
        "verified_by": ("text",),
        "verified_how": ("text",),
        "dropped": ("part", "Dropped"),
        "evidence": ("many", ("text",)),
        "proofs": ("many", ("part", "Proof")),
    },
    "Dropped": {"because": ("text",), "by": ("text",), "until": ("day",)},
    "Proof": {
        "proof": ("one", "pass", "fail"),
        "id": ("like", "[a-z0-9][a-z0-9_-]{0,63}"),
        "at": ("when",),
        "by": ("text",),
        "evidence": ("many", ("text",)),
    },
    "Review": {
        "by": ("text",),
        "at": ("when",),
        "verdict": ("one", "approved", "changes"),
        "of": ("like", "[0-9a-f]{40}([0-9a-f]{24})?"),
        "note": ("text",),
    },
    "Link": {
        "rel": ("one", "caused-by", "related", "recurrence-of", "duplicate-of"),
        "to": ("like", "\\d{8}-[a-hjkmnp-tv-z][0123456789abcdefghjkmnpqrstvwxyz]{4}"),
    },
    "Waiver": {
        "rule": ("like", "[A-Z]\\d{3}"),
        "at": ("like", "[a-z0-9][a-z0-9_-]{0,63}"),
        "because": ("text",),
        "by": ("text",),
        "until": ("day",),
    },
    "Conflict": {"path": ("text",), "base": ("any",), "kept": ("any",), "other": ("any",)},
    "Source": {"system": ("text",), "id": ("text",)},
}
"""The keys of each part in the order in which they are written, and what each holds."""

REQUIRED: dict[str, frozenset[str]] = {
    "Incident": frozenset(["schema", "id", "title", "kind", "status", "severity"]),
    "Roles": frozenset([]),
    "Times": frozenset([]),
    "Step": frozenset(["status", "at"]),
    "Impact": frozenset([]),
    "Lost": frozenset(["what"]),
    "Event": frozenset(["event", "at"]),
    "Leg": frozenset(["leg"]),
    "Cause": frozenset(["cause"]),
    "Accepted": frozenset(["by", "until", "because"]),
    "Later": frozenset(["owner", "due"]),
    "Lessons": frozenset([]),
    "Action": frozenset(["action"]),
    "Dropped": frozenset(["because"]),
    "Proof": frozenset(["proof", "at"]),
    "Review": frozenset(["by", "at", "verdict"]),
    "Link": frozenset(["rel", "to"]),
    "Waiver": frozenset(["rule", "because", "by"]),
    "Conflict": frozenset(["path"]),
    "Source": frozenset(["system"]),
}
"""The keys that a part must have."""

DEFAULTS: dict[str, dict[str, object]] = {"Action": {"status": "todo"}}
"""What a key says that is not there."""

NOT_KEYS = frozenset(["for_", "from_", "schema_"])
"""Names that only the program has for a key; as keys of a file only the models can tell what they mean."""
