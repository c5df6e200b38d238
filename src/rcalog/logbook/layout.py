"""Where things are: the files of a logbook and the names of its records."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from rcalog.logbook import folders
from rcalog.model.display import width
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARK = PurePosixPath(".rcalog")
CONFIG = PurePosixPath(folders.CONFIG)
SCHEMA = MARK / "incident.schema.json"
TEMPLATES = MARK / "templates"
RECORDS = PurePosixPath(folders.RECORDS)
LEGEND = RECORDS / "README.md"
ATTRIBUTES = PurePosixPath(".gitattributes")
ATTRIBUTES_LINE = "incidents/**/*.yaml text eol=lf merge=rcalog"

SLUG_COLUMNS = 40
CLAUSE = pattern(r"[;:,.(（；：，。！？!?]|\s[-–—]\s|——")

SlugForm = Literal["unicode", "ascii"]


def record_path(incident: str, title: str, form: SlugForm = "unicode") -> PurePosixPath:
    """Return the path of a new record below the logbook's folder; its name is frozen from then on."""
    name = "-".join(part for part in (incident, slug(title, form)) if part)
    return RECORDS / incident[:4] / incident[4:6] / f"{name}.yaml"


def slug(title: str, form: SlugForm = "unicode") -> str:
    """Return a title as part of a file name: at most 40 columns, cut where a clause or a word ends."""
    words = _words(title, form)
    if _columns(words) <= SLUG_COLUMNS:
        return words
    clause = _words(CLAUSE.split(title.strip(), maxsplit=1)[0], form)
    if SLUG_COLUMNS // 4 <= _columns(clause) <= SLUG_COLUMNS:
        return clause
    return _cut(words)


def id_of(path: PurePosixPath | Path) -> str | None:
    """Return the incident id that a file name begins with, if it does."""
    return folders.incident_named(path.name)


def slug_of(path: PurePosixPath | Path) -> str:
    """Return the words of a record's file name, without the id."""
    return path.stem.removeprefix(id_of(path) or "").strip("-")


def default_logbook(env: Mapping[str, str]) -> Path:
    """Return where the user's own logbook is, or would be made."""
    return Path(folders.home_folder(env, "XDG_DATA_HOME", ".local/share")) / "rcalog"


def state_folder(common_dir: Path, env: Mapping[str, str]) -> Path:
    """Return the folder of a clone for what is never committed: in the git folder, unless that is read-only."""
    return common_dir / "rcalog" if os.access(common_dir, os.W_OK) else spare_state_folder(common_dir, env)


def spare_state_folder(common_dir: Path, env: Mapping[str, str]) -> Path:
    """Return the folder for what is never committed where the git folder does not take it."""
    clone = hashlib.blake2b(os.fsencode(common_dir), digest_size=8).hexdigest()
    return Path(folders.spare_states(env)) / clone


def _words(text: str, form: SlugForm) -> str:
    text = unicodedata.normalize("NFKD" if form == "ascii" else "NFC", text).casefold()
    if form == "ascii":
        text = text.encode("ascii", "ignore").decode()
    text = unicodedata.normalize("NFC", text)
    return "-".join("".join(char if _is_word(char) else " " for char in text).split())


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def _cut(words: str) -> str:
    kept = "".join(_fitting(words))
    whole = kept.rpartition("-")[0] if words[len(kept) :][:1] not in ("", "-") else kept
    return (whole if _columns(whole) >= SLUG_COLUMNS // 2 else kept).strip("-")


def _fitting(text: str) -> Iterator[str]:
    """Yield the characters that fit; marks without a width of their own count too, a file name has a limit in bytes."""
    used = 0
    for char in text:
        used += max(width(char), 1)
        if used > SLUG_COLUMNS:
            return
        yield char


def _columns(text: str) -> int:
    return sum(max(width(char), 1) for char in text)
