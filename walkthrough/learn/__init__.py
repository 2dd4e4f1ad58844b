"""Practising: exercises checked by what their builds do, hints, solutions, attempts kept."""
