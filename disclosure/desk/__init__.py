"""工作台 — a local page on which a clerk does the whole job; rules and texts stay in the library."""
