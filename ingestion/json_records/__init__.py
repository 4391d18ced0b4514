"""Records in JSON: documents of one or many objects, and lines of one object each."""
