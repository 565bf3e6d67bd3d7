"""部门决算公开 — yearly final accounts of a government department, from data to the published document."""
