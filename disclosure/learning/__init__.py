"""学习 — what a published document says becomes packs and texts; an edited one is reconciled."""
