"""Minutes as they are written: the meeting, its lines as they are typed, kept and shown."""
