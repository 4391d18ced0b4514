"""What a candidate catalogue would have made of usage that has happened."""
