"""认表 — which table of the set stands where on a sheet, which column and row is which."""
