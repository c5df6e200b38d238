"""Which file an id names, where that is plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.naming import plain_file

ID = "20261120-paydn"
MONTH = "incidents/2026/11"
MAIL = f"{ID}-mail.yaml"
SAYS = f"schema: rcalog/v1\nid: {ID}\ntitle: Mail\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({MAIL: SAYS}, MAIL),
        ({f"{ID}.yaml": f"id: {ID}\n"}, f"{ID}.yaml"),
        ({MAIL: SAYS, f"{MAIL}.bak": SAYS, f"{ID}s.yaml": SAYS, "20261120-zzzzz.yaml": SAYS}, MAIL),
        ({MAIL: SAYS, f"{ID}-copy.yaml": SAYS}, None),
        ({MAIL: SAYS, "more/other.yaml": SAYS}, None),
        ({MAIL: SAYS.replace("paydn", "other")}, None),
        ({MAIL: f"{SAYS}id: {ID}\n"}, None),
        ({MAIL: SAYS.replace(ID, f'"{ID}"')}, None),
        ({f"{ID}-mail.yml": SAYS}, None),
        ({}, None),
    ],
)
def test_the_only_file_of_its_month_that_says_it(files: dict[str, str], found: str | None, tmp_path: Path) -> None:
    """One file has the id in its name and in itself; where there is anything more to it, no file is named."""
    for name, text in files.items():
        (tmp_path / MONTH / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / MONTH / name).write_text(text)
    assert plain_file(str(tmp_path), "incidents", ID) == (found and f"{MONTH}/{found}")


@pytest.mark.parametrize("linked", ["incidents", "incidents/2026", MONTH, f"{MONTH}/{MAIL}"])
def test_links_are_for_a_closer_look(linked: str, tmp_path: Path) -> None:
    """Behind a link nothing is plain."""
    real = tmp_path / "real" / linked
    place = tmp_path / linked
    place.parent.mkdir(parents=True, exist_ok=True)
    file = tmp_path / "real" / MONTH / MAIL
    file.parent.mkdir(parents=True)
    file.write_text(SAYS)
    place.symlink_to(real)
    assert plain_file(str(tmp_path), "incidents", ID) is None
