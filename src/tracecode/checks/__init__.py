"""Validation: findings and reports on codes, from files and streams."""
