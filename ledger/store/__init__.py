"""Where events and disclosures live: SQLite or PostgreSQL, one interface (`ledger.store.record.Record`) for both."""
