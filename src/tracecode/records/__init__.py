"""Indicators at work: typed records, their JSON, XML and tables, the message envelope and its
signature.
"""
