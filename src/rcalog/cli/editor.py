"""The user's editor, as git finds it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError

if TYPE_CHECKING:
    from pathlib import Path


class EditorFailed(RcalogError):
    """The editor could not be run, or ended with an error."""

    code = "editor-failed"

    def __init__(self, editor: str, code: int) -> None:
        super().__init__(f"the editor {editor!r} ended with code {code}", hint="git config core.editor NAME")


def edit_text(editor: str, file: Path, text: bytes) -> bytes:
    """Open text in the editor by way of a file, and return what it holds afterwards; the file stays until then.

    Raises:
        EditorFailed: with what was typed still in the file.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_bytes(text)
    # git runs it so too: the setting is a shell command, the file its argument.
    ended = subprocess.run(["sh", "-c", f'{editor} "$@"', editor, str(file)], check=False)
    if ended.returncode:
        raise EditorFailed(editor, ended.returncode)
    return file.read_bytes()
