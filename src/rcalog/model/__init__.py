"""The record, its rules and its language: pure."""
