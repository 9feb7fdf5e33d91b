"""What was found, for people who act on it: one table of findings, and the files that are written
of it.
"""
