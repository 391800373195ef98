"""How gunicorn serves the app; `ledger serve` and wsgi.py use it as `file:web/gunicorn_conf.py`.

It imports nothing of ours: what is imported here would be built before the fork, and connections shared over it.
"""

import os


def _whole(name: str, default: int) -> int:
    """A setting that is a whole number; a wrong one ends the start with a sentence."""
    given = os.environ.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and int(given) > 0):
        raise SystemExit(f"{name} is a whole number above 0, not “{given}”.")
    return int(given)


bind = os.environ.get("LEDGER_BIND") or "127.0.0.1:8000"

_is_postgres = os.environ.get("LEDGER_DATABASE_URL", "").startswith("postgres")

worker_class = "gthread"
# SQLite has one writer, and one process keeps its cache warm.
workers = _whole("LEDGER_WORKERS", 2 if _is_postgres else 1)
threads = _whole("LEDGER_THREADS", 16)
preload_app = False

timeout = 60
graceful_timeout = 30
keepalive = 5
limit_request_line = 4094

# It would make a folder in the home directory.
control_socket_disable = True
