"""A record file to the rows that the index keeps of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook.recordfile import RecordError, load
from rcalog.logbook.records import Broken, broken_by, id_inside, placed
from rcalog.model.overdue import due_on
from rcalog.model.query.facts import owners, traits
from rcalog.model.query.periods import Period
from rcalog.model.reading import InvalidRecord, read_incident, with_item_ids
from rcalog.model.base import record_data
from rcalog.model.tokens import folded, tokens_of_values, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rcalog.model.incident import Incident
    from rcalog.model.times import When

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Value = str | int | None
