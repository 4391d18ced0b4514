"""One event explained, for people and for programs."""
