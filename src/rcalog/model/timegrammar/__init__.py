"""What people type for a time, a due date, a length of time or a period: a small strict grammar that never guesses."""
