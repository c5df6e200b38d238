"""What each command takes, for what is answered before Typer is loaded. Made by docs/generate.py."""

from __future__ import annotations

Param = tuple[str, str]
"""A name, and what it takes: nothing (flag), a text, a number (int), a reference (ref), all that follows (many)."""

COMMON: dict[str, Param] = {
    "--json": ("common_json", "flag"),
    "--logbook": ("common_logbook", "text"),
    "--no-input": ("common_no_input", "flag"),
    "-C": ("common_logbook", "text"),
}
"""Options of every command."""

COMMANDS: dict[str, tuple[dict[str, Param], tuple[Param, ...]]] = {
    "action add": (
        {
            "--incident": ("incident", "ref"),
            "-i": ("incident", "ref"),
            "--for": ("cause", "many"),
            "--owner": ("owner", "text"),
            "--due": ("due", "text"),
            "--aim": ("aim", "text"),
            "--strength": ("strength", "text"),
            "--every": ("every", "text"),
            "--like": ("like", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("text", "many"),),
    ),
    "action done": (
        {
            "--at": ("at", "text"),
            "--evidence": ("evidence", "many"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("name", "text"),),
    ),
    "action drop": (
        {
            "--by": ("by", "text"),
            "--until": ("until", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("name", "text"), ("because", "many")),
    ),
    "action edit": (
        {"--dry-run": ("common_dry_run", "flag"), "--allow-secret": ("common_allow_secret", "many")},
        (("name", "text"), ("assignments", "many")),
    ),
    "action prove": (
        {
            "--pass": ("passed", "switch"),
            "--fail": ("passed", "switch"),
            "--by": ("by", "text"),
            "--at": ("at", "text"),
            "--evidence": ("evidence", "many"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("name", "text"),),
    ),
    "action verify": (
        {
            "--by": ("by", "text"),
            "--at": ("at", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("name", "text"), ("how", "many")),
    ),
    "actions": (
        {
            "--open": ("is_open", "flag"),
            "--overdue": ("overdue", "flag"),
            "--owner": ("owner", "text"),
            "--due": ("due", "text"),
            "--incident": ("incident", "ref"),
            "-i": ("incident", "ref"),
            "--sort": ("sort", "text"),
            "--limit": ("limit", "int"),
            "--columns": ("columns", "text"),
            "--format": ("format_", "text"),
            "--ids": ("ids", "flag"),
        },
        (("filters", "many"),),
    ),
    "audit": (
        {
            "--since": ("since", "text"),
            "--anchor": ("anchor", "text"),
            "--print-anchor": ("print_anchor", "flag"),
            "--full": ("full", "flag"),
            "--accept": ("accept", "flag"),
            "--all": ("every", "flag"),
        },
        (("incident", "ref"),),
    ),
    "check": (
        {
            "--strict": ("strict", "flag"),
            "--questions": ("questions", "flag"),
            "--since": ("since", "text"),
            "--format": ("form", "text"),
        },
        (("paths", "many"),),
    ),
    "conflicts": (
        {
            "--take": ("take", "text"),
            "--value": ("value", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("incident", "ref"), ("which", "text")),
    ),
    "doctor": ({"--fix": ("fix", "flag")}, ()),
    "drafts discard": ({"--dry-run": ("common_dry_run", "flag")}, (("names", "many"),)),
    "drafts list": ({}, ()),
    "drafts resume": (
        {
            "--merge": ("merge", "flag"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("name", "text"),),
    ),
    "drafts show": ({}, (("name", "text"),)),
    "edit": (
        {
            "--resume": ("resume", "flag"),
            "--discard": ("discard", "flag"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("incident", "ref"),),
    ),
    "help": ({}, (("topic", "many"),)),
    "history": (
        {
            "--since": ("since", "text"),
            "--field": ("field", "text"),
            "--author": ("author", "text"),
            "--limit": ("limit", "int"),
            "--no-pager": ("common_no_pager", "flag"),
        },
        (("incident", "ref"),),
    ),
    "home": ({}, ()),
    "init": ({"--dry-run": ("common_dry_run", "flag")}, (("folder", "text"),)),
    "list": (
        {
            "--sort": ("sort", "text"),
            "--limit": ("limit", "int"),
            "--columns": ("columns", "text"),
            "--format": ("format_", "text"),
            "--ids": ("ids", "flag"),
        },
        (("filters", "many"),),
    ),
    "mark": (
        {
            "--incident": ("incident", "ref"),
            "-i": ("incident", "ref"),
            "--at": ("at", "text"),
            "--mitigated": ("mitigated", "text"),
            "--severity": ("severity", "text"),
            "--by": ("by", "text"),
            "--because": ("because", "text"),
            "--waive": ("waive", "many"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("status", "text"), ("how", "many")),
    ),
    "merge-driver": ({}, (("base", "text"), ("ours", "text"), ("theirs", "text"), ("marker", "int"), ("name", "text"))),
    "move": (
        {
            "--to": ("to", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("incident", "ref"),),
    ),
    "new": (
        {
            "--started": ("started", "text"),
            "--detected": ("detected", "text"),
            "--acknowledged": ("acknowledged", "text"),
            "--mitigated": ("mitigated", "text"),
            "--resolved": ("resolved", "text"),
            "--introduced": ("introduced", "text"),
            "--how": ("how", "text"),
            "--ongoing": ("ongoing", "flag"),
            "--severity": ("severity", "text"),
            "--service": ("service", "many"),
            "--tag": ("tag", "many"),
            "--near-miss": ("near_miss", "flag"),
            "--lead": ("lead", "text"),
            "--summary": ("summary", "text"),
            "--template": ("template", "text"),
            "--id": ("id", "text"),
            "--lang": ("lang", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("title", "many"),),
    ),
    "note": (
        {
            "--incident": ("incident", "ref"),
            "-i": ("incident", "ref"),
            "--at": ("at", "text"),
            "--type": ("kind", "text"),
            "--by": ("by", "text"),
            "--audience": ("audience", "text"),
            "--channel": ("channel", "text"),
            "--next": ("next_due", "text"),
            "--verbatim": ("verbatim", "flag"),
            "--hindsight": ("hindsight", "flag"),
            "--evidence": ("evidence", "many"),
            "--day": ("day", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("text", "many"),),
    ),
    "redact": (
        {"--found": ("found", "flag"), "--yes": ("yes", "flag"), "--dry-run": ("common_dry_run", "flag")},
        (("source", "text"),),
    ),
    "report": (
        {
            "--lang": ("lang", "text"),
            "--audience": ("audience", "text"),
            "-o": ("output", "text"),
            "--output": ("output", "text"),
            "--no-pager": ("common_no_pager", "flag"),
        },
        (("incident", "ref"),),
    ),
    "review": (
        {
            "--approve": ("approve", "flag"),
            "--changes": ("changes", "text"),
            "--note": ("note", "text"),
            "--by": ("by", "text"),
            "--at": ("at", "text"),
            "--waive": ("waive", "many"),
            "--because": ("because", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("incident", "ref"),),
    ),
    "save": (
        {
            "-m": ("message", "text"),
            "--message": ("message", "text"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("incident", "ref"),),
    ),
    "schema": ({}, ()),
    "search": (
        {
            "--limit": ("limit", "int"),
            "--rank": ("rank", "flag"),
            "--ids": ("ids", "flag"),
            "--history": ("history", "flag"),
        },
        (("filters", "many"),),
    ),
    "set": (
        {
            "--incident": ("incident", "ref"),
            "-i": ("incident", "ref"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("assignments", "many"),),
    ),
    "show": (
        {"--yaml": ("yaml", "flag"), "--at": ("at", "text"), "--no-pager": ("common_no_pager", "flag")},
        (("incident", "ref"),),
    ),
    "similar": ({"--limit": ("limit", "int")}, (("about", "many"),)),
    "sync": (
        {
            "--everything": ("everything", "flag"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (),
    ),
    "undo": (
        {"--dry-run": ("common_dry_run", "flag"), "--allow-secret": ("common_allow_secret", "many")},
        (("commit", "text"),),
    ),
    "why": (
        {
            "--leg": ("leg", "text"),
            "--answers": ("answers", "text"),
            "--quick": ("quick", "flag"),
            "--plain": ("plain", "flag"),
            "--lang": ("lang", "text"),
            "--show": ("show", "flag"),
            "--format": ("form", "text"),
            "--next": ("next_", "flag"),
            "--answer": ("answer", "text"),
            "--evidence": ("evidence", "many"),
            "--finish": ("finish", "flag"),
            "--commit-each": ("commit_each", "flag"),
            "--keep-theirs": ("keep_theirs", "flag"),
            "--dry-run": ("common_dry_run", "flag"),
            "--allow-secret": ("common_allow_secret", "many"),
        },
        (("ref", "ref"),),
    ),
}
