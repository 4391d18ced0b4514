"""The public numbering plan: a table of number ranges for each calling code."""
