"""Tables as they come: lines, CSV and workbooks, read one way, within one table of limits.

Nothing here knows of records or schemes: a table is rows, a row is cells, and a cell is what it
shows.
"""
