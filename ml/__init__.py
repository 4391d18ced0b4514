"""Models that learn from the published marts: features in, scores back into the lake."""
