"""Forms: every command drawn from its one schema, shown, checked, and recorded."""
