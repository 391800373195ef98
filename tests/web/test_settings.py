"""Settings come from the environment, and a wrong one stops the start with a sentence."""

import pytest

from ledger.domain.errors import CannotStart
from web.settings import LOOPBACK, Settings


def test_without_settings_the_site_answers_on_this_machine_alone() -> None:
    assert Settings.from_environment({"PATH": "/bin"}) == Settings("sqlite:///ledger.db", LOOPBACK, 0)


def test_settings_are_read_from_the_environment() -> None:
    environment = {
        "LEDGER_DATABASE_URL": "postgresql://localhost/ledger",
        "LEDGER_TRUSTED_HOSTS": "ledger.example.org, .example.net",
        "LEDGER_PROXIES": "1",
        "LEDGER_BIND": "0.0.0.0:80",
    }

    settings = Settings.from_environment(environment)

    assert settings == Settings("postgresql://localhost/ledger", ("ledger.example.org", ".example.net"), 1)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"LEDGER_TRUSTED_HOST": "x"}, "Did you mean LEDGER_TRUSTED_HOSTS?"),
        ({"LEDGER_NONSENSE": "x"}, "There is no setting LEDGER_NONSENSE."),
        ({"LEDGER_PROXIES": "-1"}, "from 0 to 9"),
        ({"LEDGER_PROXIES": "²"}, "from 0 to 9"),
        ({"LEDGER_PROXIES": "one"}, "from 0 to 9"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(environment: dict[str, str], words: str) -> None:
    with pytest.raises(CannotStart) as caught:
        Settings.from_environment(environment)

    assert words in caught.value.message
