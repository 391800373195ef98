"""What people paste or type quickly, read into the data of commands: names, ballots, counts, minutes, whole texts."""
