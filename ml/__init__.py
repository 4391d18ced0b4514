"""Models that learn from the marts (churn, value, offers, demand): none is written yet."""
