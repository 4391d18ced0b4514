"""Fields: from the text of a file to typed, checked and pseudonymous values, all in SQL."""
