"""The tabs of a lesson, each with its own keys."""
