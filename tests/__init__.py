"""The tests, a package with a name of its own: some libraries install one of that name too."""
