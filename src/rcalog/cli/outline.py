"""What the help of the root says, for `rcalog --help` before Typer is loaded. Made by docs/generate.py."""
# ruff: noqa: E501

from __future__ import annotations

Rows = list[tuple[str, str]]

USAGE = "Usage: rcalog [OPTIONS] COMMAND [ARGS]..."
SUMMARY = "Log incidents and their root causes, as YAML in a git repository."
PANELS: dict[str, Rows] = {
    "During an outage": [
        ("mark", "Move an incident along the ladder, with the time and how we know"),
        ("new", "Write down an incident in under a minute; only the title is needed"),
        ("note", "Add to the timeline what happened, when"),
        ("set", "Set fields of a record, several in one commit; where one cannot be set, none is"),
    ],
    "Afterwards": [
        ("check", "Find what is wrong or missing in records, each with file:line:column and a hint"),
        (
            "conflicts",
            "List the values that two sides of a merge changed differently, and settle one: keep it, or take another",
        ),
        ("edit", "Open a record in your editor, with its comments, and save it once it is valid"),
        ("report", "Write the report of an incident as Markdown"),
        ("review", "Say what is still missing for `reviewed`, or sign the analysis off"),
        ("save", "Commit records that were edited by hand, each as one commit, once they are valid"),
        ("undo", "Take back what a commit did to a record, by another commit; later changes stay"),
        ("why", "Ask why, on several lines of inquiry, down to what somebody can change"),
    ],
    "Find": [
        ("history", "Show what became of a record, commit by commit, field by field, out of git"),
        ("list", "List incidents, newest first"),
        ("search", "Find where words stand: the field, the line of the file, and the words in it; newest first"),
        ("show", "Show one incident: where it stands, its times, its story, its causes and its actions"),
        ("similar", "Find incidents that are like another one, or like a text, each with what they have in common"),
    ],
    "Follow up": [
        ("action", "Follow up: action items and drills"),
        ("actions", "List actions across incidents, the most pressing first"),
    ],
    "The logbook itself": [
        (
            "audit",
            "Look whether the trail is whole: nothing changed, dropped, back-dated or rewritten that rcalog did not do",
        ),
        ("doctor", "Look whether this clone is set up right, and say what mends it"),
        ("drafts", "List what is kept and not committed yet, and go on with it"),
        ("help", "Read about the method, the format, exit codes and more, offline"),
        ("init", "Make a logbook in a folder, or complete the one that is there, or that this folder lies in"),
        ("move", "Take a record to another logbook: one commit there, then one here"),
        (
            "redact",
            "Take a secret, or what is known of a person, out of history that was not pushed; mark it in records where it was",
        ),
        ("schema", "Print the JSON Schema of a record"),
        (
            "sync",
            "Share the logbook: fetch the branch that this one follows, merge records by their values, push, follow",
        ),
    ],
}
"""The commands, by purpose."""

PARAMETERS: dict[str, Rows] = {
    "Arguments": [],
    "Options": [
        ("--version", "Print the version."),
        ("--json", "Print one JSON envelope."),
        ("--no-input", "Never ask; a missing value is an error."),
        ("-C, --logbook DIR", "Use the logbook in this folder."),
        ("--no-pager", "Print without a pager."),
        ("--install-completion", "Install completion for the current shell."),
        ("--show-completion", "Show completion for the current shell, to copy it or customize the installation."),
        ("-h, --help", "Show this message and exit."),
    ],
}
