"""Policy and settings: what a team has decided, and what one person sets over it."""
