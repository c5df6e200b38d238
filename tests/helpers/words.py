"""The word lists that come with rcalog."""

from __future__ import annotations

from rcalog.logbook.wordlists import word_lists
from rcalog.model.lexicon import Lexicon

LEXICON = Lexicon(word_lists)
