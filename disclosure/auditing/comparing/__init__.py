"""对照 — what a document says held against another document, or against data."""
