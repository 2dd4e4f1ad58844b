"""The one place where the app's objects are built; commands and screens are handed them."""
