"""What people read: tables, JSON, the page in the terminal. Pure functions over models."""
