"""The size of a change as a row of signs: each more is twice as many words."""

from markupsafe import Markup

from ledger.projections.queries.states import Revision


def size(revision: Revision) -> Markup:
    """Pluses for the words that came in, minuses for those that went out; for the eye alone, beside the numbers."""
    came, went = ("+" * revision.words_inserted.bit_length(), "−" * revision.words_deleted.bit_length())
    return Markup(
        f'<span class="size" aria-hidden="true"><span class="in">{came}</span><span class="out">{went}</span></span>'
    )
