"""The filter language of `list`, and what it looks at in an incident."""
