"""What people keep beside the record: accounts, sign-ins, drafts, and the minutes of sessions that are still open.

None of it is on record. It stands apart from the ledger, in an SQLite file or a PostgreSQL schema of its own, where
rows are changed and deleted like anywhere else.
"""

from ledger.store.beside.opening import Beside

__all__ = ["Beside"]
