"""What of metered usage is free: buckets by line, allowance and period, drawn on in order."""

from __future__ import annotations

import numpy as np

from ingestion.synthetic.random_numbers import Array


class Buckets:
    """What every bucket has given and was granted, over all deliveries."""

    def __init__(self) -> None:
        """Begin with none."""
        self.state: dict[int, tuple[int, int]] = {}
        """Bucket → (consumed, granted)."""

    def draw(self, bucket: Array, metered: Array, granted: Array) -> Array:
        """Return how much of each row is free; rows stand in the order in which they draw.

        A grant never shrinks within a bucket: it is the largest seen so far.
        """
        free = np.zeros(len(bucket), dtype=np.int64)
        if not len(bucket):
            return free
        order = np.argsort(bucket, kind="stable")
        keys, used, grant = bucket[order], metered[order], granted[order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        ends = np.r_[starts[1:], len(keys)]
        lowest = np.minimum.reduceat(grant, starts)
        highest = np.maximum.reduceat(grant, starts)
        before = [self.state.get(int(key), (0, 0)) for key in keys[starts]]
        consumed = np.array([c for c, _ in before], dtype=np.int64)
        known = np.array([g for _, g in before], dtype=np.int64)
        steady = (lowest == highest) & (known <= lowest)
        # Where the grant stands still, what is consumed is the sum of the usage up to the grant.
        running = np.cumsum(used)
        offset = np.where(starts > 0, running[starts - 1], 0)
        group = np.repeat(np.arange(len(starts)), ends - starts)
        reached = consumed[group] + running - offset[group]
        after = np.minimum(reached, grant)
        own = after - np.minimum(reached - used, grant)
        for place in np.flatnonzero(~steady).tolist():
            had, most = before[place]
            for row in range(int(starts[place]), int(ends[place])):
                most = max(most, int(grant[row]))
                now = min(had + int(used[row]), most)
                own[row], after[row], had = now - had, now, now
            highest[place] = max(highest[place], most)
        free[order] = own
        last = after[ends - 1]
        for key, given, most in zip(
            keys[starts].tolist(), last.tolist(), highest.tolist(), strict=True
        ):
            self.state[key] = (given, most)
        return free
