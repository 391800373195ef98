"""Import and export: command lines, and documents of a framework's text."""
