"""Settings of the web app: one frozen value, made from the environment at one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ledger.domain.errors import CannotStart
from ledger.store.database import DEFAULT_URL

PREFIX = "LEDGER_"
LOOPBACK = ("127.0.0.1", "localhost")
MOST_PROXIES = 9

DATABASE_URL = "LEDGER_DATABASE_URL"
TRUSTED_HOSTS = "LEDGER_TRUSTED_HOSTS"
PROXIES = "LEDGER_PROXIES"

# Read where they are used: by gunicorn_conf.py, which must not import this package, and by the browser tests.
OTHERS = ("LEDGER_BIND", "LEDGER_WORKERS", "LEDGER_THREADS", "LEDGER_BROWSER", "LEDGER_BROWSER_TESTS")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can choose.

    Attributes:
        database_url: LEDGER_DATABASE_URL: `sqlite:///ledger.db` or `postgresql://…`.
        trusted_hosts: LEDGER_TRUSTED_HOSTS, separated by commas: the host names under which the site answers;
            ".example.org" means every name below it too. By default those of this machine alone.
        proxies: LEDGER_PROXIES: how many proxies stand in front and set X-Forwarded-For, -Proto and -Host. 0 believes
            none of these headers.
    """

    database_url: str = DEFAULT_URL
    trusted_hosts: tuple[str, ...] = LOOPBACK
    proxies: int = 0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings that stand in the environment; what is absent or empty has its default.

        Raises:
            CannotStart: a LEDGER_… name that nothing reads, or a value that cannot be used.
        """
        given = {name: value.strip() for name, value in environment.items() if name.startswith(PREFIX)}
        _refuse_unknown(given)
        hosts = tuple(host.strip() for host in given.get(TRUSTED_HOSTS, "").split(",") if host.strip())
        return cls(
            database_url=given.get(DATABASE_URL) or DEFAULT_URL,
            trusted_hosts=hosts or LOOPBACK,
            proxies=_proxies(given.get(PROXIES) or "0"),
        )


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = (DATABASE_URL, TRUSTED_HOSTS, PROXIES, *OTHERS)
    for name in sorted(given.keys() - set(known)):
        nearest = get_close_matches(name, known, n=1)
        meant = f" Did you mean {nearest[0]}?" if nearest else ""
        raise CannotStart(f"There is no setting {name}.{meant}")


def _proxies(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) <= MOST_PROXIES):
        raise CannotStart(f"{PROXIES} is the number of proxies in front, from 0 to {MOST_PROXIES}, not “{value}”.")
    return int(value)
