"""Incident and root-cause log in a git repository."""
