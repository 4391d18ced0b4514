"""Files as they lie in the landing folder: which there are, what they are called, their bytes."""
