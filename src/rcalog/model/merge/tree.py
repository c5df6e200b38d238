"""The why of two sides: trees of causes are taken apart, merged node by node, and put together again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Self

from rcalog.errors import RcalogError
from rcalog.model.changes.describing import own_words
from rcalog.model.changes.form import Change, Item, item_id, same
from rcalog.model.merge.order import arranged
from rcalog.model.merge.sides import Clash, Steps, Three, at
from rcalog.model.merge.values import NOTHING, Merger


class AmbiguousIds(RcalogError):
    """An id stands on two nodes of the why, so that nobody can tell which of them is meant."""

    code = "ambiguous-ids"

    def __init__(self, name: str) -> None:
        super().__init__(f"the id {name} stands on two causes or legs", hint="give one of them another id")


@dataclass(frozen=True)
class Node:
    """A leg or a cause without what is below it, and the id of what it explains (None: it is a leg)."""

    own: Mapping[str, object]
    parent: str | None


@dataclass
class Forest:
    """Legs with their causes, taken apart: each node by its id, and the ids below each."""

    nodes: dict[str, Node] = field(default_factory=dict)
    below: dict[str | None, list[str]] = field(default_factory=dict)

    def take(self, items: Sequence[object], parent: str | None = None) -> Self:
        """Add nodes, and what is below them.

        Raises:
            AmbiguousIds.
        """
        for item in items:
            node, name = (item if isinstance(item, Mapping) else NOTHING), item_id(item) or ""
            if name in self.nodes:
                raise AmbiguousIds(name)
            self.nodes[name] = Node({key: value for key, value in node.items() if key != "because"}, parent)
            self.below.setdefault(parent, []).append(name)
            because = node.get("because")
            self.take(because if isinstance(because, Sequence) else (), name)
        return self

    def up(self, name: str) -> Iterator[str]:
        """Yield a node and those above it, up to its leg."""
        parent: str | None = name
        while parent is not None:
            yield parent
            parent = self.nodes[parent].parent


def merge_trees(merger: Merger, legs: Three[Sequence[object]]) -> list[object]:
    """Return the legs that become of two sides' legs; they are taken apart only where both sides changed them.

    Raises:
        AmbiguousIds.
    """
    if same(legs.ours, legs.theirs) or same(legs.base, legs.theirs):
        return [*legs.ours]
    if same(legs.base, legs.ours):
        return [*legs.theirs]
    graft = _Graft(legs.each(lambda side: Forest().take(side)), merger.disputed)
    graft.take_nodes()
    graft.settle()
    merger.clashes += graft.placed_clashes()
    return graft.built(None)


class _Graft:
    """The making of one tree out of three: first its nodes, then what holds them together."""

    def __init__(self, sides: Three[Forest], disputed: Collection[str]) -> None:
        self.sides, self.disputed = sides, disputed
        self.tree = Forest()
        self.clashes: dict[str, list[Clash]] = {}
        self.stayed: set[str] = set()
        """Nodes that one side deleted, and that are needed all the same."""
        self.put_back: set[str] = set()
        """Nodes whose move was given up because it closed a ring."""

    def take_nodes(self) -> None:
        """Take every node that is new, that both sides have, or that one deleted and the other changed."""
        nodes = self.sides.each(lambda side: side.nodes)
        for name in sorted({*nodes.ours, *nodes.theirs}):
            node = at(nodes, name)
            there = node.ours or node.theirs
            if node.ours and node.theirs:
                self.tree.nodes[name] = self._merged(name, node.base, node.ours, node.theirs)
            elif there and not _is_same(node.base, there):
                self.tree.nodes[name] = there
                self.stayed |= {name} if node.base else set()
        for name in sorted(self.stayed):
            self._keep_below(name)

    def settle(self) -> None:
        """Bring back what nodes hang from, and open rings, until all of it is a tree."""
        while True:
            nodes = self.tree.nodes
            missing = {node.parent for node in nodes.values()} - nodes.keys() - {None}
            if missing:
                self._bring_back(min(filter(None, missing)))
            elif ring := self._ring():
                self._put_back(min(ring - self.put_back))
            else:
                return

    def placed_clashes(self) -> Iterator[Clash]:
        """Yield what both sides changed differently, each with the way to it in the tree that was made."""
        for name, node in sorted(self.tree.nodes.items()):
            clashes = [*self.clashes.get(name, ()), *self._refused_places(name, node)]
            if name in self.stayed and node.parent not in self.stayed:
                was = self.sides.base.nodes[name]
                clashes.append(Clash((), own_words(was.own), own_words(node.own), None))
            yield from (replace(clash, steps=(*self._way(name), *clash.steps)) for clash in clashes)

    def built(self, parent: str | None) -> list[object]:
        """Return the nodes below one, each with what is below it."""
        kept = {name for name, node in self.tree.nodes.items() if node.parent == parent}
        orders = self.sides.each(lambda side: side.below.get(parent, []))
        return [self._whole(name) for name in arranged(orders, kept, is_disputed=self._path(parent) in self.disputed)]

    def _way(self, name: str) -> Steps:
        """Return the way to a node in the tree that was made."""
        way: Steps = tuple(chain.from_iterable(("because", Item(each)) for each in reversed([*self.tree.up(name)])))
        return ("whys", *way[1:])

    def _path(self, name: str | None) -> str:
        """Return the path of the list below a node."""
        return Change((*self._way(name), "because") if name else ("whys",), "set").path

    def _whole(self, name: str) -> dict[str, object]:
        because = self.built(name)
        return {**self.tree.nodes[name].own, **({"because": because} if because else {})}

    def _keep_below(self, name: str) -> None:
        """Keep what is below a node that one side deleted and the other changed: its branch lives."""
        for side in (self.sides.ours, self.sides.theirs):
            for below in side.below.get(name, []):
                if below not in self.tree.nodes:
                    self._bring_back(below)
                    self._keep_below(below)

    def _merged(self, name: str, base: Node | None, ours: Node, theirs: Node) -> Node:
        merger = Merger()
        own = merger.mapping((), Three(base.own if base else NOTHING, ours.own, theirs.own))
        self.clashes[name] = merger.clashes
        was = base.parent if base else None
        wanted = {ours.parent, theirs.parent} - {was} or {was}
        return Node(own, min(wanted, key=str))

    def _bring_back(self, name: str) -> None:
        sides = (self.sides.ours, self.sides.theirs, self.sides.base)
        self.tree.nodes[name] = next(side.nodes[name] for side in sides if name in side.nodes)
        self.stayed.add(name)

    def _ring(self) -> set[str]:
        """Return the nodes of a ring; none where there is no ring."""
        sound: set[str] = set()
        for name in sorted(self.tree.nodes):
            way: list[str] = []
            above: str | None = name
            while above is not None and above not in sound:
                if above in way:
                    return {*way[way.index(above) :]}
                way.append(above)
                above = self.tree.nodes[above].parent
            sound |= {*way}
        return set()

    def _put_back(self, name: str) -> None:
        """Hang a node of a ring where it was, or below the leg that one side has it in."""
        self.put_back.add(name)
        node, was = self.tree.nodes[name], self.sides.base.nodes.get(name)
        roots = [list(side.up(name))[-1] for side in (self.sides.ours, self.sides.theirs) if name in side.nodes]
        self.tree.nodes[name] = replace(node, parent=was.parent if was else min(roots))

    def _refused_places(self, name: str, node: Node) -> Iterator[Clash]:
        """Yield the places to which a side has moved a node, and where it does not hang."""
        was = self.sides.base.nodes.get(name)
        nodes = [side.nodes[name] for side in (self.sides.ours, self.sides.theirs) if name in side.nodes]
        before = was.parent if was else None
        for other in sorted(str(parent) for parent in {each.parent for each in nodes} - {before, node.parent}):
            yield Clash((), before, node.parent, other)


def _is_same(base: Node | None, node: Node) -> bool:
    return base is not None and base.parent == node.parent and same(base.own, node.own)
