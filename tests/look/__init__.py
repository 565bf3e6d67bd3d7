"""How pages look, measured: `make look` prints a table for each kind of fault; a sample of it is a test."""
