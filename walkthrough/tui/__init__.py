"""The terminal app: screens and widgets over what the other packages know. Only here is textual."""
