"""Records: accepted ones become lake rows, rejected ones are named and kept; none is lost."""
