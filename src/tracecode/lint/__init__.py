"""Lint: what is wrong with a standard itself, its files, its definitions together, its examples at
work.
"""
