"""What may happen: aggregates, their events and their rules. No input or output."""
