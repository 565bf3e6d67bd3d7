"""读表 — recognised tables and forms become typed cells, amounts in 元; what cannot be told is a doubt."""
