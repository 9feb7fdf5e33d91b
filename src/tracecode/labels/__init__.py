"""Symbols that carry codes."""
