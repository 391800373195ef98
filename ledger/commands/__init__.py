"""The one way in: a schema and a rule per command. Forms, API, importer and documentation all use these schemas."""
