"""Records that cannot be read, as the index knows them: loaded only where there are some."""

from __future__ import annotations

from rcalog.values import Value, cached_property

TYPE_CHECKING = False

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from rcalog.model.findings import Finding


class Unread(Value):
    """A record file that cannot be used, whose it seems to be, and why."""

    path: PurePosixPath
    id: str | None
    said: str

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """What is wrong with it."""
        from rcalog.model.jsonread import read_json

        return tuple(_finding(each) for each in read_json(self.said))


def _finding(said: dict[str, object]) -> Finding:
    from rcalog.model.findings import Finding, Weight

    loc = said.pop("loc")
    weight = Weight(str(said.pop("weight")))
    return Finding(weight=weight, loc=tuple(loc) if isinstance(loc, list) else (), **said)  # type: ignore[arg-type]
