"""What recording a command does, in sentences: one module for each part of the record."""
