"""The moment from which the tests of the grammar look: a Friday afternoon in Shanghai."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 20, 15, 30, 12, 345_678, tzinfo=SHANGHAI)
