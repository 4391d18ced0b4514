"""The external biller's rater: exact, in whole numbers, and of no common code with the models."""
