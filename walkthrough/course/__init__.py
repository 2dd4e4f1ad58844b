"""What a lesson is: its model, how it is loaded from a pack, how a pack is linted."""
