"""改数 — a submission changed in Python."""
