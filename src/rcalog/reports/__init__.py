"""Renderers: pure."""
