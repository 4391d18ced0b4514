"""The public list of mobile networks by country and network code."""
