"""Templates: which one is read, and that none is read from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rcalog.logbook import templates
from rcalog.logbook.templates import NoSuchTemplate, list_templates, read_template

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands for the templates that come with rcalog."""
    folder = tmp_path / "shipped"
    for name in ("incident/default.yaml", "incident/security.yaml", "report/incident.md.j2"):
        put(folder / name, f"shipped {name}")
    monkeypatch.setattr(templates, "PACKAGED", folder)
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a logbook's folder with two templates of its own, one of them hidden."""
    put(tmp_path / "log" / ".rcalog/templates/incident/security.yaml", "ours")
    put(tmp_path / "log" / ".rcalog/templates/incident/支付.yaml", "支付")
    put(tmp_path / "log" / ".rcalog/templates/incident/.security.yaml.swp", "")
    return tmp_path / "log"


def put(path: Path, text: str) -> None:
    """Write a file and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("shipped")
def test_the_team_s_own_goes_first(root: Path) -> None:
    """A template of the logbook hides the shipped one of the same name."""
    assert [read_template("incident/security.yaml", root), read_template("incident/security.yaml")] == [
        "ours",
        "shipped incident/security.yaml",
    ]


@pytest.mark.usefixtures("shipped")
def test_list_holds_both(root: Path) -> None:
    """The team's and the shipped templates of a kind, each name once, editor files left out."""
    assert list_templates("incident", root) == ["incident/default.yaml", "incident/security.yaml", "incident/支付.yaml"]


@pytest.mark.usefixtures("shipped")
def test_unknown_template_names_the_known(root: Path) -> None:
    """A wrong name is answered with the names of that kind."""
    with pytest.raises(NoSuchTemplate, match=r"^there is no template 'secruity'$") as caught:
        read_template("incident/secruity.yaml", root)
    assert caught.value.hint == "one of: default, security, 支付"


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("name", ["../secret", "incident/../../../secret", "/etc/hostname", "incident", "linked"])
def test_nothing_outside_is_read(root: Path, name: str) -> None:
    """Neither dots nor a symbolic link lead out of the templates."""
    put(root / ".rcalog/secret", "secret")
    (root / ".rcalog/templates/linked").symlink_to(root / ".rcalog/secret")
    with pytest.raises(NoSuchTemplate):
        read_template(name, root)


def test_checkout_serves_where_no_package_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editable install reads the templates of the checkout."""
    put(tmp_path / "checkout/action/x.yaml", "checkout")
    monkeypatch.setattr(templates, "PACKAGED", tmp_path / "missing")
    monkeypatch.setattr(templates, "CHECKOUT", tmp_path / "checkout")
    assert read_template("action/x.yaml") == "checkout"
