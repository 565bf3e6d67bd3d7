"""审查 — a published document is read as claims, matched with a pack, and checked like data."""
