"""Policy and settings: what is read, what is refused where, which layer wins."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from rcalog.config.basics import Basics, recall, remember
from rcalog.config.default import DEFAULT_CONFIG
from rcalog.config.policyfile import ConfigError, load_policy
from rcalog.config.settings import Settings, UnknownLanguage, UnknownZone, machine_zone
from rcalog.model.causes import LegName
from rcalog.model.findings import Weight
from rcalog.model.incident import Severity
from rcalog.model.policy import Policy

if TYPE_CHECKING:
    from pathlib import Path

UNCOMMENTED = re.sub(r"(?m)^#(?=\S)", "", DEFAULT_CONFIG)


def refused(text: str | bytes) -> list[tuple[int | None, int | None, str]]:
    """Return line, column and message of each error of a policy file."""
    with pytest.raises(ConfigError) as caught:
        load_policy(text.encode() if isinstance(text, str) else text, name="config.toml")
    return [(each.line, each.column, each.message) for each in caught.value.findings]


def test_no_file_is_a_policy_of_defaults() -> None:
    """A logbook needs no policy."""
    assert load_policy(None, name="config.toml").policy == Policy()


def test_written_policy_changes_nothing() -> None:
    """The file that init writes has every key commented."""
    found = load_policy(DEFAULT_CONFIG.encode(), name="config.toml")
    assert (found.policy, found.warnings) == (Policy(), ())


def test_written_policy_names_every_key() -> None:
    """Each key of the model stands in the file that init writes, and no other."""
    assert set(tomllib.loads(UNCOMMENTED)) == set(Policy.model_fields)
    found = load_policy(UNCOMMENTED.encode(), name="config.toml")
    assert found.warnings == ()
    assert set(found.policy.commit.model_fields_set) == set(type(found.policy.commit).model_fields)
    assert set(found.policy.people["ana"].model_fields_set) == set(type(found.policy.people["ana"]).model_fields)


def test_written_policy_shows_the_defaults() -> None:
    """Where a key has a default, the file shows that one; the rest are examples."""
    found = load_policy(UNCOMMENTED.encode(), name="config.toml").policy
    default = Policy()
    shown = {key: getattr(found, key) for key in Policy.model_fields if getattr(default, key) not in (None, {})}
    assert shown == {key: getattr(default, key) for key in shown}


def test_table_given_in_part_keeps_its_other_defaults() -> None:
    """One severity can be set without saying the others again."""
    policy = load_policy(b"[action_days]\nsev1 = 7\n[required_legs]\nsev3 = []\n", name="config.toml").policy
    assert (policy.action_days[Severity.SEV1], policy.action_days[Severity.SEV2]) == (7, 30)
    assert (policy.required_legs[Severity.SEV3], policy.required_legs[Severity.SEV2]) == (
        (),
        (LegName.OCCURRENCE, LegName.DEFENCE),
    )


@pytest.mark.parametrize("line", [line[1:] for line in DEFAULT_CONFIG.splitlines() if re.match(r"#\S", line)])
def test_each_line_of_the_written_policy_stands_alone(line: str) -> None:
    """Without its # a line means the same wherever it is put, also at the end of the file."""
    alone = load_policy(line.encode(), name="config.toml")
    appended = load_policy(f"{DEFAULT_CONFIG}{line}\n".encode(), name="config.toml")
    assert (alone.warnings, appended) == ((), alone)


def test_all_errors_at_once_each_at_its_line() -> None:
    """A file with three mistakes says three things, goes by the defaults there, and by what is right elsewhere."""
    text = (
        'branch = "main"\nslug = "utf8"\n\n[action_days]\n  sev1 = "7"\nsev2 = 8\n'
        '[people]\nana = {emails = "a@example.org", name = "Ana"}\n'
    )
    found = load_policy(text.encode(), name="config.toml")
    assert [(each.line, each.column, each.weight.value, each.message, each.hint) for each in found.warnings] == [
        (2, 1, "error", 'slug cannot be "utf8"; the default is used: "unicode"', "one of unicode, ascii"),
        (5, 3, "error", 'action_days.sev1 cannot be "7"; the default is used: 15', "a whole number from 1 to 3650"),
        (8, 1, "error", 'people.ana.emails cannot be "a@example.org"; it is left out', "a list"),
    ]
    policy = found.policy
    assert (policy.branch, policy.slug, policy.people["ana"].name) == ("main", "unicode", "Ana")
    assert (policy.action_days[Severity.SEV1], policy.action_days[Severity.SEV2]) == (15, 8)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("language = 'fr'", 'language cannot be "fr"; it is left out', "one of en, zh"),
        ("review_days = 0", "review_days cannot be 0; the default is used: 14", "a whole number from 1 to 3650"),
        ("review_days = 3.5", "review_days cannot be 3.5; the default is used: 14", "a whole number from 1 to 3650"),
        ("review_days = 9999", "review_days cannot be 9999; the default is used: 14", "a whole number from 1 to 3650"),
        ("services = 'web'", 'services cannot be "web"; the default is used: []', "a list"),
        ("services = [1]", "services cannot be 1; the default is used: []", "text in quotation marks"),
        ("branch = 2026-11-20", 'branch cannot be "2026-11-20"; it is left out', "text in quotation marks"),
        ("people = 3", "people cannot be 3; the default is used: {}", "a table"),
        ("people.ana = 3", "people.ana cannot be 3; it is left out", "a table"),
        ("rules.A205 = 'fatal'", 'rules.A205 cannot be "fatal"; it is left out', "one of error, warning, hint, off"),
        ("commit.trailers = 'maybe'", 'commit.trailers cannot be "maybe"; the default is used: true', "true or false"),
        (
            "required_legs.sev4 = ['luck']",
            'required_legs.sev4 cannot be "luck"; the default is used: []',
            "one of occurrence, defence, detection, recovery, systemic",
        ),
        (
            "severity_labels.sev0 = 'P0'",
            "severity_labels.sev0 is left out: there is no sev0",
            "one of sev1, sev2, sev3, sev4, sev5, unrated",
        ),
        *(
            (
                f"timezone = '{zone}'",
                f"there is no time zone '{zone}'; each machine's own is used",
                "use a name such as Asia/Shanghai",
            )
            for zone in ("CST8", "../../etc/passwd", "America")
        ),
    ],
)
def test_one_bad_value_stops_nothing(text: str, message: str, hint: str) -> None:
    """It is an error that says what counts instead; the policy goes by the default."""
    found = load_policy(text.encode(), name="config.toml")
    assert [(each.weight.value, each.message, each.hint) for each in found.warnings] == [("error", message, hint)]
    assert (found.policy, found.warnings[0].line) == (Policy(), 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = \n", (1, 5, "cannot read this as TOML: Invalid value")),
        ("a = [1,\n", (2, 1, "cannot read this as TOML: Invalid value")),
        ("slug = 'ascii'\nslug = 'ascii'\n", (2, 15, "cannot read this as TOML: Cannot overwrite a value")),
        (b'language = "en"\nbranch = "\xff"\n', (2, 1, "not UTF-8 text")),
    ],
)
def test_unreadable_policy(text: str | bytes, expected: tuple[int, int, str]) -> None:
    """What is no TOML or no UTF-8 is refused with its place."""
    assert refused(text) == [expected]


@pytest.mark.parametrize(
    ("text", "message", "hint", "line"),
    [
        ("time_zone = 'UTC'\n", "there is no key time_zone", "did you mean timezone?", 1),
        ("\n[people]\nana = {mail = 'a@example.org'}\n", "there is no key people.ana.mail", "did you mean emails?", 3),
        ("[commit]\ntrailer = false\n", "there is no key commit.trailer", "did you mean trailers?", 2),
        ("hooks = 'skip'\n", "there is no key hooks", "it is yours, not the team's: git config rcalog.hooks …", 1),
        ("board = 1\n", "there is no key board", None, 1),
        ("weekends = true\n", "there is no key weekends", None, 1),
        ("rules.Z = 'off'\n", "there is no rule Z", "rcalog help rules", 1),
        ("[rules]\na2O4 = 'off'\n", "there is no rule a2O4", "did you mean A204?", 2),
    ],
)
def test_unknown_key_is_warned_about(text: str, message: str, hint: str | None, line: int) -> None:
    """A key that does nothing is said, with the one that was meant; what could run code is not taken from here."""
    warnings = load_policy(text.encode(), name="config.toml").warnings
    assert [(each.message, each.hint, each.line) for each in warnings] == [(message, hint, line)]


def test_errors_of_format_stay_errors() -> None:
    """What is not in the format cannot be let through, or made less of; other rules of the family can."""
    read = load_policy(b"[rules]\nF113 = 'off'\nF202 = 'hint'\nF001 = 'error'\nF101 = 'off'\n", name="config.toml")
    assert [(each.weight, each.message, each.line) for each in read.warnings] == [
        (Weight.ERROR, "rules.F113 cannot be off: what is not in the format is an error, and stays one", 2),
        (Weight.ERROR, "rules.F202 cannot be hint: what is not in the format is an error, and stays one", 3),
    ]
    assert read.policy.rules == {"F101": "off"}


def test_keys_of_others_are_left_alone() -> None:
    """As in a record, x_ is anyone's."""
    assert load_policy(b"x_board = 1\n", name="config.toml").warnings == ()


def test_byte_order_mark_and_windows_ends_of_line_are_read() -> None:
    """An editor on Windows may have saved the file."""
    assert load_policy(b"\xef\xbb\xbfslug = 'ascii'\r\n", name="config.toml").policy.slug == "ascii"


def settings(*, policy: Policy | None = None, env: dict[str, str] | None = None, **config: str) -> Settings:
    """Return settings with these layers; keywords are git config below rcalog."""
    stored = {f"rcalog.{key}": value for key, value in config.items()}
    return Settings(policy or Policy(), env or {}, stored.get)


@pytest.mark.parametrize(
    ("layers", "flag", "expected"),
    [
        (settings(), None, "en"),
        (settings(env={"LANG": "zh_CN.UTF-8"}), None, "zh"),
        (settings(env={"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}), None, "en"),
        (settings(env={"LANG": "fr_FR.UTF-8"}), None, "en"),
        (settings(policy=Policy(language="en"), env={"LANG": "zh_CN.UTF-8"}), None, "en"),
        (settings(policy=Policy(language="en"), lang="zh"), None, "zh"),
        (settings(env={"RCALOG_LANG": "en"}, lang="zh"), None, "en"),
        (settings(env={"RCALOG_LANG": "en"}), "zh-CN", "zh"),
    ],
)
def test_language(layers: Settings, flag: str | None, expected: str) -> None:
    """Flag, environment, git config, policy, locale: the first that says something wins."""
    assert layers.language(flag) == expected


def test_zone_layers() -> None:
    """Flag, environment, git config, policy, machine: the first that says something wins."""
    policy = Policy(timezone="Asia/Shanghai")
    env = {"RCALOG_TZ": "Europe/Berlin", "TZ": "America/Lima"}
    full = settings(policy=policy, env=env, timezone="Asia/Tokyo")
    assert [str(zone) for zone in (full.zone("UTC"), full.zone())] == ["UTC", "Europe/Berlin"]
    assert str(settings(policy=policy, timezone="Asia/Tokyo").zone()) == "Asia/Tokyo"
    assert str(settings(policy=policy, env={"TZ": "America/Lima"}).zone()) == "Asia/Shanghai"
    assert str(settings(env={"TZ": "America/Lima"}).zone()) == "America/Lima"


def test_what_was_asked_for_by_name_must_exist() -> None:
    """A zone or a language that does not exist is an error that says where it was set."""
    with pytest.raises(UnknownZone, match=r"^RCALOG_TZ: 'CST' is not a time zone$"):
        settings(env={"RCALOG_TZ": "CST"}).zone()
    with pytest.raises(UnknownZone, match=r"^git config rcalog\.timezone: 'Mars'"):
        settings(timezone="Mars").zone()
    with pytest.raises(UnknownLanguage, match=r"^--lang: rcalog speaks en and zh, not 'fr'$"):
        settings().language("fr")


def offset(zone: tzinfo, *date: int) -> timedelta | None:
    """Return a zone's offset at noon of a day."""
    return datetime(date[0], date[1], date[2], 12, tzinfo=zone).utcoffset()


def test_machine_zone_knows_summer_and_winter(tmp_path: Path) -> None:
    """The machine's zone is a whole zone, not the offset of today."""
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    zone = machine_zone({}, str(link)) if link.exists() else ZoneInfo("Europe/Berlin")
    assert [offset(zone, 2026, 1, 1), offset(zone, 2026, 7, 1)] == [timedelta(hours=1), timedelta(hours=2)]


def test_machine_without_a_zone_file_has_an_offset(tmp_path: Path) -> None:
    """Where the machine only knows its offset, that one is used."""
    zone = machine_zone({}, str(tmp_path / "missing"))
    assert datetime.now(zone).utcoffset() == datetime.now().astimezone().utcoffset()


def test_what_is_remembered_of_a_policy(tmp_path: Path) -> None:
    """What lists go by is remembered of these very bytes; harm to the memory, or another file, is no answer."""
    memory, known = tmp_path / "deep/policy", Basics("Asia/Shanghai", "zh", {"sev1": "P0", "sev2": "严重"})
    remember(str(memory), b"one", known)
    whole = memory.read_text()
    others = [(memory, b"other"), (tmp_path / "none", b"one")]

    remember(str(tmp_path / "plain"), b"one", Basics())

    assert recall(str(tmp_path / "plain"), b"one") == Basics()
    assert recall(str(memory), b"one") == known
    assert [recall(str(path), raw) for path, raw in others] == [None, None]
    harmed = ("", "\n\none", whole.replace("rcalog", "other"), whole.replace("\t", ""), whole[:9])
    assert [recall(_harmed(memory, text), b"one") for text in harmed] == [None] * len(harmed)


def test_what_cannot_be_told_apart_is_not_remembered(tmp_path: Path) -> None:
    """A word with an end of line or a tab in it would be read as something else."""
    for label in ("P\n0", "P\t0"):
        remember(str(tmp_path / "policy"), b"one", Basics(labels={"sev1": label}))
    assert list(tmp_path.iterdir()) == []


def _harmed(memory: Path, text: str) -> str:
    memory.write_text(text)
    return str(memory)
