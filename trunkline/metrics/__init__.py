"""Definitions of every figure shown, in Korean and English, with the SQL that computes it."""
