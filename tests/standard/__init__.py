"""Tests of the resolved standard."""
