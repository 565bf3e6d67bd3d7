"""全市 — a city's bureau and the bodies it answers for: send out, collect, check, return, publish, report."""
