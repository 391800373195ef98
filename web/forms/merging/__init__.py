"""The merge workbench: what it offers, what it draws, and in which words."""
