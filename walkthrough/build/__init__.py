"""One build: a request, a driver that carries it out, and the events it becomes."""
