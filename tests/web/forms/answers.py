"""What a form's answer says: what will stand on record, and whether everything that was sent is still in it."""

from werkzeug.test import TestResponse

from tests.web.markup import Page
from tests.web.signed_in import Form, fields_of


def facts(answer: TestResponse) -> dict[str, str]:
    """What the check page says will stand on record."""
    page = Page(answer.text)
    assert answer.status_code == 200, page.text
    listed = next(one for one in page.all("dl") if one.get("class") == "facts")
    words = ["".join(one.itertext()).strip() for one in listed]
    return dict(zip(words[::2], words[1::2], strict=True))


def kept(answer: TestResponse, form: Form) -> bool:
    """Whether the answer's form holds everything that was sent."""
    return _as_typed(fields_of(answer.text)) == _as_typed(form)


def _as_typed(form: Form) -> dict[str, list[str]]:
    return {name: [value.replace("\r\n", "\n") for value in values] for name, values in form.lists() if name != "do"}
