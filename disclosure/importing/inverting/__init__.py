"""推回 — figures that tables show become the data that would make them."""
