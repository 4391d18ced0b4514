"""Files in: from the landing folder to the lake."""
