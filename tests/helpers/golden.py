"""A whole record as plain data: the shape that the format promises, every kind of part in it."""

from __future__ import annotations

import copy

Data = dict[str, object]

OCCURRENCE: Data = {
    "problem": "About 300 GB of the data directory of db1 was gone at 2017-01-31 23:27 UTC",
    "id": "w7np2",
    "leg": "occurrence",
    "reads_true": True,
    "because": [
        {
            "cause": "The removal meant for db2 was typed into a shell on db1",
            "id": "c8x3d",
            "level": "human",
            "evidence": ["shell history of db1"],
            "because": [
                {
                    "cause": "The prompts of db1 and db2 differ in a single character",
                    "id": "c2m9r",
                    "since": "2016-04",
                    "end": "root-cause",
                    "changeable_by": "database team",
                }
            ],
        }
    ],
}

DEFENCE: Data = {
    "problem": "None of 4 routine methods held a copy younger than 23 h at 2017-01-31 23:27 UTC",
    "id": "wd5hz",
    "leg": "defence",
    "because": [
        {
            "cause": "The mail server rejected the failure mails of the nightly dump",
            "id": "cj6ve",
            "grade": "B",
            "evidence": ["https://example.org/postmortem#mail"],
            "end": "root-cause",
            "changeable_by": "infrastructure team",
        },
        {"cause": "Disk snapshots covered the file servers only", "end": "unknown", "ask": "ana", "by": "2017-02-10"},
    ],
}

ACTIONS: list[Data] = [
    {
        "action": "Restore the dump of last night into an empty host and compare row counts",
        "id": "am3x7",
        "owner": "ana",
        "due": "2017-02-15",
        "status": "running",
        "aims_to": "detect",
        "strength": "intermediate",
        "for": ["cj6ve"],
        "every": "1d",
        "proofs": [
            {"proof": "pass", "id": "p1c0q", "at": "2017-02-14T06:00:00+00:00", "by": "ci", "evidence": ["run 1234"]}
        ],
    },
    {
        "action": "Show environment and role of the host in every production prompt",
        "id": "ap9d2",
        "owner": "li.wei",
        "due": "2017-02-20",
        "status": "verified",
        "aims_to": "prevent",
        "strength": "weak",
        "for": ["c2m9r"],
        "done_at": "2017-02-12",
        "verified_at": "2017-02-14",
        "verified_by": "ana",
        "verified_how": "Logged in to six hosts",
    },
    {
        "action": "Put recursive removal on database hosts behind a check by two people",
        "id": "aq4w8",
        "owner": "li.wei",
        "due": "2017-03-01",
        "status": "dropped",
        "aims_to": "prevent",
        "strength": "strong",
        "for": ["c8x3d"],
        "dropped": {"because": "A re-sync tool that removes nothing by hand", "by": "ana", "until": "2017-08-01"},
    },
]

_GOLDEN: Data = {
    "schema": "rcalog/v1",
    "id": "20170131-k7f3q",
    "title": "Production database deleted; no backup could be restored",
    "kind": "incident",
    "status": "reviewed",
    "severity": "sev1",
    "services": ["web", "postgresql"],
    "tags": ["data-loss", "backup"],
    "roles": {"lead": "database on-call", "scribe": "unknown", "record_owner": "ana"},
    "times": {
        "introduced": "unknown",
        "started": "2017-01-31T23:27:00+00:00",
        "detected": "2017-01-31T23:27:30+00:00",
        "acknowledged": "2017-01-31T23:28:00+00:00",
        "mitigated": "~2017-02-01T00:36:00+00:00",
        "resolved": "~2017-02-01T18:00:00+00:00",
    },
    "summary": "A command for the secondary was run on the primary.\nA snapshot that was six hours old was restored.",
    "impact": {
        "summary": "No service for 18 hours; six hours of writes are lost.",
        "users_affected": "unknown",
        "lost": [
            {
                "what": "projects, comments and new users",
                "amount": "about 5,000 projects, 5,000 comments, 700 users",
                "from": "2017-01-31T17:20:00+00:00",
                "to": "2017-02-01T00:00:00+00:00",
            }
        ],
        "announced": True,
    },
    "timeline": [
        {
            "event": "Directory removed on db1, stopped after a second or two",
            "id": "e4k2m",
            "at": "2017-01-31T23:27:00+00:00",
            "type": "action",
            "by": "database on-call",
            "evidence": ["https://example.org/postmortem"],
        },
        {
            "event": "Loss announced",
            "id": "e7t1x",
            "at": "~2017-02-01T00:10:00+00:00",
            "type": "communication",
            "audience": "customers",
            "channel": "status account",
            "next_due": "2017-02-01T00:30:00+00:00",
        },
    ],
    "whys": [
        OCCURRENCE,
        DEFENCE,
        {"leg": "detection", "id": "wn0ne", "none": "Seen within 30 s by the person who ran it"},
    ],
    "lessons": {
        "went_well": ["The recovery could be followed in public"],
        "went_badly": [],
        "got_lucky": ["Somebody had taken a snapshot by hand six hours before"],
        "surprised_by": [],
    },
    "actions": ACTIONS,
    "reviews": [{"by": "li.wei", "at": "2017-02-10T10:00:00+00:00", "verdict": "approved"}],
    "links": [{"rel": "caused-by", "to": "20161201-hv4et"}],
    "waivers": [{"rule": "A204", "at": "ap9d2", "because": "Until the re-sync tool is in use", "by": "li.wei"}],
    "conflicts": [],
    "source": {"system": "markdown", "id": "2017-01-31-database"},
    "x_customer_ticket": 4711,
}


def golden(**changes: object) -> Data:
    """Return the record, with some keys of its top level changed (None removes one)."""
    return {key: value for key, value in {**copy.deepcopy(_GOLDEN), **changes}.items() if value is not None}
