"""Between forms and drafts: what was typed is kept as it was typed, and a draft opens as the form it was."""

from werkzeug.wrappers import Response as AnyResponse

from web.forms.fields import Typed
from web.forms.sheet import Here, Sheet


def with_draft(command: str, sent: Typed) -> Typed:
    """What a form begins with: what its address gives, and a draft of one's own that the address names."""
    return sent


def keep_draft(sheet: Sheet, here: Here) -> AnyResponse:
    """Keep what was typed, whatever is wrong with it."""
    raise NotImplementedError
