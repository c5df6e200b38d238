"""The index knows who may be like an incident: the same as if all were compared."""

from __future__ import annotations

from pathlib import Path
from random import Random

from rcalog.logbook.index import Asker
from rcalog.logbook.index.alike import Alikes
from rcalog.model.base import record_data
from rcalog.model.likeness import Feature, Rarity, profile
from tests.helpers.logbooks import make_logbook, record_text

WORDS = ("lag", "replica", "连接池耗尽", "mail", "queue", "the")


def made(random: Random) -> dict[str, str]:
    """Return some records."""
    named = {f"2026{month:02}01-aaa{month:02}": random.choices(WORDS, k=3) for month in range(1, 13)}
    return {
        f"2026/{name[4:6]}/{name}.yaml": record_text(
            name, " ".join(words), f"services: [{words[0]}]", f"tags: [{words[1]}, all]", f"summary: {words[2]} the"
        )
        for name, words in named.items()
    }


def test_as_counted(tmp_path: Path) -> None:
    """Rarity is what counting gives, candidates are those that share most, and services and tags are known."""
    book = make_logbook(tmp_path, records=made(Random(1)))

    def ask(asker: Asker) -> None:
        alikes = Alikes(asker.db)
        profiles = {number: profile(record_data(each.incident)) for number, each in asker.whole(range(1, 13))}
        features = {feature for one in profiles.values() for feature in one.weights} | {Feature("word", "nowhere")}
        counted = {feature: sum(feature in one.weights for one in profiles.values()) for feature in features}
        rarity = alikes.rarity(features)
        assert rarity == Rarity(12, counted)
        wanted = profiles[1].weights
        score = {
            number: sum(weight * rarity.of(feature) for feature, weight in wanted.items() if feature in one.weights)
            for number, one in profiles.items()
        }
        best = sorted((number for number in score if score[number]), key=lambda number: (-score[number], -number))
        for most in (5, len(best), None):
            found = alikes.candidates(wanted, rarity, 0.001, most)
            assert (found.numbers, found.is_all) == (best[:most], most != 5)
        assert sorted(alikes.known()) == sorted(one for one in features if one.kind in ("service", "tag"))

    book.index.ask(ask)
