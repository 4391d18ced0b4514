"""What waits in suspense: listed, explained, released, written off."""
