"""审查意见 — which finding was accepted or rejected, by whom and why, and what became of it."""
