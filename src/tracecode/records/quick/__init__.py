"""The quick way through records: most are right, and a right one needs no explanation. `way` is its
idea.
"""
