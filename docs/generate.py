"""Write the parts of the pages in docs/ that follow from the program, and the modules that follow from others.

Such a part stands between `<!-- made by docs/generate.py: NAME -->` and `<!-- end -->`; the rest of a page is written
by hand. `python docs/generate.py` writes them; with `--check` it only says which pages are out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from generator import Maker
from generator.commands import commands
from generator.config import config_table
from generator.grammar import grammar
from generator.keys import key_table
from generator.outline import outline
from generator.rules import rule_tables
from generator.shapes import shapes

PART = re.compile(r"(<!-- made by docs/generate\.py: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

PARTS: Mapping[str, Maker] = {
    "commands": commands,
    "config": config_table,
    "keys": key_table,
    "rules": rule_tables,
}

HERE = Path(__file__).resolve().parents[1]
MODULES = {
    HERE / "src/rcalog/cli/grammar.py": grammar,
    HERE / "src/rcalog/cli/outline.py": outline,
    HERE / "src/rcalog/model/shapes.py": shapes,
}


def main() -> int:
    """Write the pages and the modules, or compare them."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.md"))}
    stale = {path: wanted for path, text in pages.items() if (wanted := with_parts(text)) != text}
    for path, made in MODULES.items():
        if (wanted := made()) != (path.read_text(encoding="utf-8") if path.exists() else ""):
            stale[path] = wanted
    if sys.argv[1:] != ["--check"]:
        for path, text in stale.items():
            path.write_text(text, encoding="utf-8")
        return 0
    for path in stale:
        print(f"{path.resolve().relative_to(HERE)} is out of date; run: python docs/generate.py", file=sys.stderr)
    return int(bool(stale))


def with_parts(text: str) -> str:
    """Return a page with its parts made anew."""
    return PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]().strip()}\n\n{part[3]}", text)


if __name__ == "__main__":
    sys.exit(main())
