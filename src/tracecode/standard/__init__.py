"""The standard, resolved: what every engine, schema and document reads."""
