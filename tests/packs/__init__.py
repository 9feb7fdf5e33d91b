"""Packs for tests: of invented places, over the packaged standard."""
