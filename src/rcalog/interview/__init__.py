"""The why engine: pure."""
