"""A sign of life on a terminal, for work that takes longer than half a second."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rcalog.cli.streams import is_terminal
from rcalog.model.display import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.cli.output import Output

PATIENCE_S = 0.5


@contextmanager
def working(output: Output, text: str) -> Iterator[None]:
    """Show `text` with a spinner on stderr while the block runs, if it runs long and on a terminal."""
    if output.json or not is_terminal(output.stderr):
        yield
        return
    done = threading.Event()
    drawer = threading.Thread(target=_draw, args=(output, text, done), daemon=True)
    drawer.start()
    try:
        yield
    finally:
        done.set()
        drawer.join()


def _draw(output: Output, text: str, done: threading.Event) -> None:
    if done.wait(PATIENCE_S):
        return
    from rich.console import Console
    from rich.text import Text

    with Console(file=output.stderr, emoji=False, highlight=False).status(Text(safe(text)), spinner="line"):
        done.wait()
