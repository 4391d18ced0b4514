"""The two gates: a load before it is committed, the marts before they are published."""
