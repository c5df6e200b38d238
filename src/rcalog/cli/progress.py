"""A sign of life on a terminal, for work that takes longer than half a second."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rcalog.model.display import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rcalog.cli.output import Output

PATIENCE_S = 0.5


@contextmanager
def working(output: Output, text: str) -> Iterator[Callable[[str], None]]:
    """Show `text` with a spinner on stderr while the block runs, if it runs long and on a terminal.

    What the block is given changes the text while it runs.
    """
    told = [text]

    def tell(now: str) -> None:
        told[0] = now

    if not output.is_watched:
        yield tell
        return
    done = threading.Event()
    drawer = threading.Thread(target=_draw, args=(output, told, done), daemon=True)
    drawer.start()
    try:
        yield tell
    finally:
        done.set()
        drawer.join()


def _draw(output: Output, told: Sequence[str], done: threading.Event) -> None:
    if done.wait(PATIENCE_S):
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=output.stderr, emoji=False, highlight=False)
    with console.status(Text(safe(told[0])), spinner="line") as status:
        while not done.wait(PATIENCE_S):
            status.update(Text(safe(told[0])))
