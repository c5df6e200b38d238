"""Where a logbook is and what lies where in it, as text: what lists and completion go by."""

from __future__ import annotations

import os

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    Nearest = tuple[Literal["explicit", "env", "here"], str]

CONFIG = ".rcalog/config.toml"
RECORDS = "incidents"
ID_LENGTH = len("20260131-k7f3q")
_IN_AN_ID = frozenset("0123456789abcdefghjkmnpqrstvwxyz")


def nearest(start: str, *, explicit: str | None, env: Mapping[str, str]) -> Nearest | None:
    """Return the logbook that is named, else that in `RCALOG_LOGBOOK`, else the one upwards from `start`, if any."""
    if explicit is not None:
        return "explicit", _named(os.path.join(start, explicit))
    if env.get("RCALOG_LOGBOOK"):
        return "env", _named(os.path.join(start, os.path.expanduser(env["RCALOG_LOGBOOK"])))
    here = around(start)
    return ("here", here) if here else None


def is_logbook(folder: str) -> bool:
    """Return whether a folder is marked as a logbook."""
    return os.path.isfile(f"{folder}/{CONFIG}")


def around(start: str) -> str | None:
    """Return the nearest folder from `start` up to the top of its work tree that is a logbook."""
    return next((folder for folder in up_to_top(start) if is_logbook(folder)), None)


def up_to_top(start: str) -> Iterator[str]:
    """Yield a folder and those around it, up to the top of its work tree."""
    for folder in upwards(start):
        yield folder
        if os.path.exists(f"{folder}/.git"):  # a file, in a linked work tree
            return


def upwards(folder: str) -> Iterator[str]:
    """Yield a folder and all that it lies in."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        folder = above
        yield folder


def below_top(folder: str, top: str) -> str:
    """Return the path of a logbook within its repository, "." for its top."""
    return os.path.relpath(folder, top).replace(os.sep, "/")


def from_here(path: str, top_folder: str) -> str:
    """Return a path below a folder relative to the present one, where that is in the same tree; else whole."""
    here, file = os.getcwd(), os.path.join(top_folder, path)
    if not _is_below(file, top_folder) or not (os.path.exists(file) or os.path.isabs(path)):
        return path  # of another place, "stdin", or relative to here already
    if here == top_folder and "/." not in f"/{path}" and "//" not in path and not os.path.isabs(path):
        return path  # nearly always; the other ways take longer
    is_near = _is_below(file, here) or _is_below(here, top_folder)
    return os.path.relpath(file, here) if is_near else file


def records_below(below: str) -> str:
    """Return the path of the folder of the records within the repository, by that of the logbook."""
    return RECORDS if below == "." else f"{below}/{RECORDS}"


def month_of(records: str, incident: str) -> str:
    """Return the folder below that of the records in which those of an incident's month are, by its id."""
    return f"{records}/{incident[:4]}/{incident[4:6]}"


def incident_named(file_name: str) -> str | None:
    """Return the incident id that a file name begins with, if it does."""
    name, after = file_name[:ID_LENGTH], file_name[ID_LENGTH : ID_LENGTH + 1]
    day, dash, word = name[:8], name[8:9], name[9:]
    is_id = len(name) == ID_LENGTH and day.isdecimal() and dash == "-" and _IN_AN_ID.issuperset(word)
    return name if is_id and word[0] not in "0123456789" and not (after.isascii() and after.isalnum()) else None


def incident_in(path: str) -> str | None:
    """Return the incident id that the name of a file begins with, by its path."""
    return incident_named(path.rpartition("/")[2])


def index_name(prefix: str, kind: str = "index") -> str:
    """Return the name of an index of a logbook, by the path of its folder in the repository."""
    if prefix == ".":
        return f"{kind}.db"
    import hashlib
    import re

    words = re.sub(r"[^A-Za-z0-9]+", "-", prefix).strip("-")[:40]
    return f"{kind}-{words}-{hashlib.blake2b(os.fsencode(prefix), digest_size=4).hexdigest()}.db"


def versions(path: str) -> list[tuple[float, str]]:
    """Return each version of an index, where it is kept at `path`, and when it was last written."""
    folder, name = os.path.split(path)
    found = list[tuple[float, str]]()
    for each in os.listdir(folder):
        if each.startswith(name.removesuffix("db")) and each.endswith(".db"):
            files = [f"{folder}/{each}{end}" for end in ("", "-wal")]
            found.append((max([os.path.getmtime(file) for file in files if os.path.exists(file)], default=0), files[0]))
    return found


def spare_states(env: Mapping[str, str]) -> str:
    """Return the folder for what is never committed of all clones whose git folder does not take it."""
    return f"{home_folder(env, 'XDG_STATE_HOME', '.local/state')}/rcalog"


def home_folder(env: Mapping[str, str], variable: str, below_home: str) -> str:
    """Return the folder that a variable names, else the usual one below the user's home."""
    named = env.get(variable, "")
    return named if os.path.isabs(named) else f"{env.get('HOME') or os.path.expanduser('~')}/{below_home}"


def _named(folder: str) -> str:
    """Return the logbook that a folder is or lies in; one that is none is named in the error when it is opened."""
    folder = os.path.normpath(folder)  # else the parents of x/.. begin with x
    return (around(folder) if os.path.isdir(folder) else None) or folder


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")
