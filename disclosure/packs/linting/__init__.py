"""模板检查 — what is wrong with a pack, found in its own files."""
