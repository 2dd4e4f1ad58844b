"""Tests of the terminal app, with recorded and written-down builds instead of an engine."""
