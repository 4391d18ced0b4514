"""What the operations centre measures: cells and links by the hour, outages, what runs out."""
