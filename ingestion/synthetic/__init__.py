"""A synthetic telecom operator: one consistent world, written as deliveries of files."""
