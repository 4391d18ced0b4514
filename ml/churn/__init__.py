"""Who is likely to leave: features, pipeline, evaluation over time, scores that land back."""
