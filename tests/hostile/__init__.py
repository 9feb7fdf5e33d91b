"""Hostile files for every reader: each knows how many rows it holds, and what must come of them."""
