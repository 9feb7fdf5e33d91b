"""The site of a standard: pages where people find things, and a page that reads codes in the
browser.
"""
