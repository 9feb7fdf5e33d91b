"""Rules across records: which rows they look at, and what they are in SQL. No engine and no source
stands here.
"""
