"""Encoding rules at work: reading, building and identifying codes, check characters."""
