"""Records that two people go on writing: a base, and seeded edits of it."""

from __future__ import annotations

import copy
from functools import cache
from random import Random
from typing import Any

from rcalog.model.incident import Incident
from rcalog.model.reading import read_incident

Data = dict[str, Any]

BASE: Data = {
    "schema": "rcalog/v1",
    "id": "20261120-paydn",
    "title": "Payments down",
    "kind": "incident",
    "status": "mitigated",
    "severity": "sev3",
    "services": ["web", "payments"],
    "tags": ["data-loss"],
    "roles": {"lead": "ana", "scribe": "li"},
    "times": {"started": "2026-11-20T13:00:00+00:00", "mitigated": "2026-11-20T14:00:00+00:00"},
    "ladder": [{"status": "mitigated", "at": "2026-11-20T14:00:00+00:00", "how": "error rate at 0"}],
    "summary": "Cards were refused.",
    "impact": {"summary": "No orders.", "lost": [{"what": "orders", "amount": "40"}], "announced": True},
    "timeline": [
        {"event": "Alert", "id": "e1111", "at": "2026-11-20T13:05:00+00:00"},
        {"event": "Rolled back", "id": "e2222", "at": "2026-11-20T13:50:00+00:00", "evidence": ["deploy log"]},
        {"event": "All well", "at": "~2026-11-20T14:00:00+00:00"},
    ],
    "whys": [
        {
            "problem": "Cards refused from 13:00",
            "id": "w1111",
            "leg": "occurrence",
            "because": [
                {
                    "cause": "The certificate ran out",
                    "id": "c1111",
                    "because": [
                        {"cause": "Nobody renews it", "id": "c2222", "end": "root-cause", "changeable_by": "ops"},
                        {"cause": "The reminder went to a list without readers", "id": "c3333"},
                    ],
                },
                {"cause": "Retries hid it", "id": "c4444", "later": {"owner": "ana", "due": "2026-12-01"}},
            ],
        },
        {"problem": "No alert for 5 minutes", "id": "w2222", "leg": "detection", "because": ["The probe was off"]},
    ],
    "actions": [
        {"action": "Renew by machine", "id": "a1111", "owner": "ana", "due": "2026-12-01", "for": ["c2222"]},
        {
            "action": "Try a card every hour",
            "id": "a2222",
            "status": "running",
            "every": "1d",
            "proofs": [{"proof": "pass", "id": "p1111", "at": "2026-11-21T09:00:00+00:00"}],
        },
    ],
    "links": [{"rel": "related", "to": "20161201-hv4et"}],
    "x_ticket": {"nr": 12, "open": True},
}


@cache
def base() -> Incident:
    """Return the record that everybody began from."""
    return read_incident(BASE)


class Editor:
    """Somebody who goes on writing: every edit follows from the seed."""

    def __init__(self, seed: int, *, removes: bool = True) -> None:
        self.random, self.removes = Random(seed), removes
        self.data = copy.deepcopy(BASE)

    def edited(self, times: int) -> Incident:
        """Return the record after so many edits."""
        edits = (
            self.texts,
            self.times,
            self.words,
            self.items,
            self.item,
            self.causes,
            self.maps,
            self.added,
            self.own,
        )
        for _ in range(times):
            self.random.choice(edits)()
        return read_incident(self.data)

    def texts(self) -> None:
        """Set one of the texts and words at the top."""
        choices: dict[str, list[str | None]] = {
            "title": ["Payments down", "Cards refused", "Orders lost"],
            "status": ["ongoing", "mitigated", "resolved", "closed"],
            "severity": ["sev1", "sev2", "sev4", "unrated"],
            "summary": ["Cards were refused.", "Short.", "A line.\nAnother one.", None],
        }
        key = self.random.choice([*choices])
        self.data[key] = self.random.choice(choices[key])

    def times(self) -> None:
        """Set or remove a time."""
        when = ["unknown", "~2026-11-20T12:00:00+00:00", "2026-11-20T12:30:00+00:00", None]
        self.data["times"][self.random.choice(["started", "detected", "resolved"])] = self.random.choice(when)

    def words(self) -> None:
        """Add or remove a word of a set."""
        words = self.data[self.random.choice(["services", "tags"])]
        word = self.random.choice(["web", "db", "data-loss", "tls"])
        words.remove(word) if word in words else words.append(word)

    def items(self) -> None:
        """Remove an item of a list (where this editor does so), or move it to the front."""
        items = self._list()
        if items:
            item = items.pop(self.random.randrange(len(items)))
            if not self.removes or self.random.random() < 0.4:
                items.insert(0, item)

    def item(self) -> None:
        """Change something in an item of a list."""
        mappings = [each for each in self._list() if isinstance(each, dict)]
        if mappings:
            item = self.random.choice(mappings)
            key = self.random.choice(["by" if "event" in item else "owner" if "action" in item else "x_note"])
            item[key] = self.random.choice(["ana", "li", "kim", None])
            if "proofs" in item:
                at = f"2026-11-2{self.random.randint(2, 5)}T09:00:00+00:00"
                item["proofs"] = [*(item["proofs"] or []), {"proof": self.random.choice(["pass", "fail"]), "at": at}]

    def causes(self) -> None:
        """Move a cause below another one, end it, or hang a new one below it."""
        nodes = list(self._nodes())
        node = self.random.choice(nodes)
        below = node.setdefault("because", [])
        what = self.random.randrange(4)
        movable = [(up, each) for up in nodes for each in up.get("because", []) if isinstance(each, dict)]
        movable = [(up, each) for up, each in movable if all(inner is not node for inner in self._below(each))]
        if what == 0 and movable:
            up, each = self.random.choice(movable)
            up["because"].remove(each)
            below.append(each)
        elif what == 1:
            below.append(self.random.choice(["It was cheap", {"cause": "It was late", "id": "c7777"}]))
        elif "cause" in node:
            node["end"] = self.random.choice(["root-cause", "unknown", None])

    def maps(self) -> None:
        """Remove a whole mapping, or change a key of it."""
        self.data["roles"] = self.random.choice([None, {"lead": "kim"}, {"lead": "ana", "record_owner": "li"}])
        dropped = {"because": self.random.choice(["Too dear", "No need"]), "by": self.random.choice(["ana", "li"])}
        for action in self.data["actions"]:
            action["dropped"] = self.random.choice([None, dropped])

    def added(self) -> None:
        """Add an item to a list."""
        at = f"2026-11-20T1{self.random.randint(0, 9)}:00:00+00:00"
        self.data["timeline"].append({"event": self.random.choice(["Page sent", "Call"]), "at": at})
        self.data["ladder"].append({"status": "ongoing", "at": at, "because": "again"})
        self.data["actions"].insert(0, {"action": self.random.choice(["Test it", "Write it down"])})

    def own(self) -> None:
        """Set a key that only this team has."""
        self.data["x_ticket"] = self.random.choice([{"nr": 13}, "T-13", ["T-13", "T-14"], {"nr": 12, "open": False}])

    def _list(self) -> list[Any]:
        found = self.data.get(self.random.choice(["timeline", "actions", "whys", "links", "ladder"]))
        return found if isinstance(found, list) else []

    def _nodes(self) -> list[Data]:
        legs = self.data["whys"] or self.data.setdefault("whys", [])
        if not legs:
            legs.append({"problem": "No card was taken", "leg": "occurrence"})
        return [node for leg in legs for node in self._below(leg)]

    def _below(self, node: Data) -> list[Data]:
        children = [each for each in node.get("because", []) if isinstance(each, dict)]
        return [node, *(each for child in children for each in self._below(child))]
