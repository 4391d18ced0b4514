"""Charging records in the terms of 3GPP TS 32.298, exported as JSON or CSV."""
