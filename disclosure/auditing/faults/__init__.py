"""差错 — kinds of faults, a file each: what claims, tables, names and declared rules say of a document."""
