"""What leaves for other charging systems: rated events, allowance balances and price plans."""
