"""The faults that outside testing found, as functions that say whether a fault shows.

Each function `fault_…` uses only names that were there at the commit in `FIRST`. It returns what
went wrong, or None where nothing does. On that commit every one of them must say something; here,
none (`script/faults`, `test_faults`).
"""

FIRST = "d7076d4"
"""The commit in which the faults were found."""
