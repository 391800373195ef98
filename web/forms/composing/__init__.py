"""The amendment composer: provisions edited in place, and the changes that they make of a text."""
