"""测速和量度 — what is measured of the program; nothing here is asserted by itself."""
