"""What each gate expects: one function a suite, returning it."""
