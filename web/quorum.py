"""What is said of a vote in which fewer took part than the quorum asks for (rule 14)."""

from web.filters import plural


def told_too_few(quorum: int, took_part: int) -> str:
    """That a quorum was not met."""
    return f"The quorum is {plural(quorum, 'member')}; {took_part} took part. It is shown, and blocks nothing."
