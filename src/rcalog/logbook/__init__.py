"""Everything that touches disk, git or sqlite."""
