"""Comparisons of two states as people read them: what is shown of one, and each change in words and in the text."""
