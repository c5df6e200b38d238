"""What check looks for."""
