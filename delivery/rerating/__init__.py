"""Re-rating orders: a period rated again, of which only the difference is charged."""
