"""核对 — sums, whose tables they are, and what the program itself says of what was read."""
