"""Closing billing periods, and verifying that closed ones stand."""
