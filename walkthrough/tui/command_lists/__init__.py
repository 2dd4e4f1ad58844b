"""The commands of each place, in the order in which help tells them."""
