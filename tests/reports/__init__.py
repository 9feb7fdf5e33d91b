"""Reports: the table of findings and what is written of it."""
