"""Whether a vote met the quorum that held when it was recorded; a missing one is shown, and blocks nothing."""

from sqlalchemy import select

from ledger.domain.vocabulary import Ballot, Rule
from ledger.projections.reading import Reading
from ledger.projections.tables import rules, things, votes


def quorum_missed(reading: Reading, vote_id: str) -> tuple[int, int] | None:
    """The quorum and how many took part, where those were fewer; None where it was met, or nothing can be said.

    Whoever voted yes or no or abstained took part; of those who did not vote nothing says that they were present.
    Another body's vote and one that nobody counted are measured by no quorum.
    """
    framework = things.c.framework_id.label("of_framework")
    query = (
        select(votes.c.consultation_id, votes.c.tally, votes.c.position, framework)
        .outerjoin(things, things.c.id == votes.c.subject)
        .where(votes.c.id == vote_id, votes.c.body.is_(None))
    )
    vote = reading.connection.execute(query).one_or_none()
    if vote is None or not vote.tally:
        return None
    quorum = _quorum_at(reading, vote.consultation_id, vote.of_framework, vote.position)
    took_part = sum(vote.tally.get(ballot, 0) for ballot in (Ballot.YES, Ballot.NO, Ballot.ABSTAIN))
    return (quorum, took_part) if quorum is not None and took_part < quorum else None


def _quorum_at(reading: Reading, consultation_id: str, framework_id: str | None, position: int) -> int | None:
    """The quorum as adopted last before a position: that of the text itself, else that of the whole process."""
    query = (
        select(rules.c.framework_id, rules.c.value)
        .where(rules.c.consultation_id == consultation_id, rules.c.rule == Rule.QUORUM.value)
        .where(rules.c.position < position)
        .order_by(rules.c.position)
    )
    adopted: dict[str | None, int] = {row.framework_id: row.value for row in reading.connection.execute(query)}
    return adopted.get(framework_id, adopted.get(None))
