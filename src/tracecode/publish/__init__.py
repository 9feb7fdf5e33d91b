"""Derived from the standard: typed models, schemas, interface description, documents, samples,
templates.
"""
