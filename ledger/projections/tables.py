"""The read models' tables. They follow from the events alone and may be thrown away at any time.

Positions are those of events; `since` and `until` are the positions between which a row held (`until` is null while it
still holds). A column that ends in `_digest` holds the digest of a sealed field: the words themselves never stand here,
so that an erasure reaches every page at once. Times are text as in the events; `happened_by` is the moment by which an
`occurred_at` was certainly over, for questions by date. Columns of JSON hold lists or objects as they stand in events.
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()


def _id(name: str, *, key: bool = False, nullable: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=nullable and not key)


def _text(name: str) -> Column[str]:
    return Column(name, Text)


def _position(name: str, *, key: bool = False, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=nullable and not key, autoincrement=False)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, autoincrement=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False)


tracking = Table(
    "tracking",
    metadata,
    _number("id", key=True),  # 1
    _position("position"),
    Column("form", Text, nullable=False),
)
"""One row: the position up to which every other table is complete, always the end of a command; and the form of the
tables and of what is put into them (see `generation.form`)."""

records = Table(
    "records",
    metadata,
    _position("position", key=True),
    Column("topic", Text, nullable=False),
    _id("stream"),
    _number("version"),
    _id("command_id"),
    _text("command"),  # the command's name, on its first event only
    _text("actor"),
    _text("occurred_at"),
    _text("recorded_at"),
    _id("session_id", nullable=True),
    _id("consultation_id", nullable=True),
    _id("framework_id", nullable=True),
    Index("records_by_consultation", "consultation_id", "position"),
    Index("records_by_framework", "framework_id", "position"),
    Index("records_by_stream", "stream", "position"),
    Index("records_by_actor", "actor", "position"),
    Index("records_by_topic", "topic", "position"),
    Index("records_by_command", "command_id"),
    Index("records_by_session", "session_id", "position"),
)
"""Every event without its data, for the filters of /record; the stored bytes are read from the record itself."""

things = Table(
    "things",
    metadata,
    _id("id", key=True),
    Column("kind", Text, nullable=False),  # consultation session framework provision motion version statement vote
    _id("consultation_id", nullable=True),
    _id("framework_id", nullable=True),
    _text("title"),  # null where the words are sealed
    _flag("illustrative"),  # itself, or what it hangs on
    _position("position"),
    Index("things_by_position", "position"),
)
"""Every id that something has, what it is and where it belongs: links and filters find their way through it."""

participants = Table(
    "participants",
    metadata,
    _id("id", key=True),
    _text("kind"),
    _text("short"),
    _text("group"),
    _id("acts_for", nullable=True),
    Column("members", JSON),
    _flag("protected"),
    _flag("illustrative"),
    _text("name_digest"),
    _text("place_digest"),
    _text("expertise_digest"),
    _text("contact_digest"),
    _position("registered"),
    _position("erased", nullable=True),
    _text("erased_reason"),
    Index("participants_by_group", "group"),
)

roles = Table(
    "roles",
    metadata,
    _id("participant_id", key=True),
    Column("role", Text, primary_key=True),
    Column("place", Text, primary_key=True),  # consultation_id, or "" for the whole ledger
    _position("since"),
    _position("until", nullable=True),
)

accreditations = Table(
    "accreditations",
    metadata,
    _id("consultation_id", key=True),
    _id("participant_id", key=True),
    _text("standing"),
    _text("until_when"),  # `until` as given
    _position("since"),
    _position("ended", nullable=True),
    Index("accreditations_by_participant", "participant_id"),
)
"""The standing as it is now; an erasure ends it."""

consultations = Table(
    "consultations",
    metadata,
    _id("id", key=True),
    Column("slug", Text, nullable=False, unique=True),
    _text("title"),
    _text("mandate"),
    Column("conveners", JSON),
    _text("language"),
    _text("timezone"),
    _text("symbol"),
    _text("source"),
    _text("stage"),
    _text("stage_title"),
    _text("outcome"),
    _text("opened_at"),
    _position("position"),
    _position("concluded", nullable=True),
)

stages = Table(
    "stages",
    metadata,
    _position("position", key=True),
    _id("consultation_id"),
    _text("stage"),
    _text("title"),
    _text("reason_digest"),
    _text("occurred_at"),
    Index("stages_by_consultation", "consultation_id", "position"),
)
"""Every move of a consultation, the conclusion too."""

rules = Table(
    "rules",
    metadata,
    _position("position", key=True),
    _id("consultation_id"),
    _id("framework_id", nullable=True),
    _text("rule"),
    Column("value", JSON),
    _text("occurred_at"),
    Index("rules_by_consultation", "consultation_id", "position"),
)

sessions = Table(
    "sessions",
    metadata,
    _id("id", key=True),
    _id("consultation_id"),
    _text("title"),
    _text("symbol"),
    _text("place"),
    _text("opens_at"),
    _text("closes_at"),
    _text("attribution"),
    _text("opened_at"),
    _text("closed_at"),
    _flag("cancelled"),
    _flag("illustrative"),
    Column("attendance", JSON),  # {"participants": [...]} or {"by_group": {...}} or {"total": n}
    _position("position"),
    Index("sessions_by_consultation", "consultation_id", "opens_at"),
)

statements = Table(
    "statements",
    metadata,
    _id("id", key=True),
    _id("consultation_id"),
    _id("session_id", nullable=True),
    _id("participant_id", nullable=True),
    _text("attribution"),
    _text("group"),
    Column("on_behalf_of", JSON),
    _text("kind"),
    _text("language"),
    _text("text_digest"),
    Column("about", JSON),
    _id("in_reply_to", nullable=True),
    _text("actor"),
    _text("occurred_at"),
    _text("happened_by"),
    _position("position"),
    _position("redacted", nullable=True),
    _text("redacted_reason"),
    Index("statements_by_consultation", "consultation_id", "position"),
    Index("statements_by_session", "session_id", "position"),
    Index("statements_by_participant", "participant_id", "position"),
    Index("statements_by_reply", "in_reply_to"),
)

statement_subjects = Table(
    "statement_subjects",
    metadata,
    _id("thing_id", key=True),
    _id("statement_id", key=True),
    _position("position"),
)
"""Which statements are about a thing."""

frameworks = Table(
    "frameworks",
    metadata,
    _id("id", key=True),
    _id("consultation_id"),
    Column("slug", Text, nullable=False, unique=True),
    _text("title"),
    _text("language"),
    _flag("illustrative"),
    _number("revision"),  # the number of the last revision, 0 before the first
    _position("changed"),  # the position of the last change of the text, or of the beginning
    _position("position"),
    Index("frameworks_by_consultation", "consultation_id"),
)

provisions = Table(
    "provisions",
    metadata,
    _id("provision_id", key=True),
    _position("since", key=True),
    _position("until", nullable=True),
    _id("framework_id"),
    _id("parent"),  # "" at the top level
    _text("kind"),
    _text("label"),
    _text("heading"),
    _text("text"),
    Column("levels", JSON),
    Column("horizons", JSON),
    Column("people", JSON),
    _text("wording"),
    Column("edits", JSON),  # on the text of the row before, where this row came by edits alone
    Column("origins", JSON),  # who wrote which words: see `crediting.origins_of`
    _text("how"),  # received, inserted or deleted; else what made this row of: edited relabelled moved retagged
    Column("deleted", Boolean, nullable=False, default=False),
    _position("command_position"),  # the first event of the command that made it
    Index("provisions_by_framework", "framework_id", "provision_id", "since"),
    Index("provisions_standing", "framework_id", "until"),
)
"""Every state of every provision. A deletion is a row too, with the words as they last stood, so that the newest row
not after N always answers.

Positions inside a command are no states: a command leaves at most one row of a provision, and its `since` is the
position of the command's last event, as is that of the revision that it makes.
"""

passages = Table(
    "passages",
    metadata,
    _id("framework_id", key=True),
    _position("since", key=True),
    _number("number", key=True),
    _text("text"),
    _number("words"),
    Column("origins", JSON),
)
"""Words that were taken out of a text, with who wrote them, so that they are known when they return; `since` is the
position of the last event of the command that took them out."""

children = Table(
    "children",
    metadata,
    _id("framework_id", key=True),
    _id("parent", key=True),  # "" at the top level
    _position("since", key=True),
    _position("until", nullable=True),
    Column("ids", JSON, nullable=False),
)
"""The order of the children of a parent: one row for each command that changes it, `since` as in `provisions`."""

revisions = Table(
    "revisions",
    metadata,
    _id("framework_id", key=True),
    _number("number", key=True),
    _position("position"),  # of the last event of the command that made it: the text as it stands from there on
    _position("command_position"),  # of its first event
    _text("how"),  # received, adopted
    _text("actor"),
    _text("occurred_at"),
    _text("recorded_at"),
    _text("happened_by"),
    _id("session_id", nullable=True),
    _number("words_before"),
    _number("words_inserted"),
    _number("words_deleted"),
    _number("provisions_touched"),
    Index("revisions_by_position", "framework_id", "position"),
    Index("revisions_by_time", "framework_id", "happened_by", "number"),
)

versions = Table(
    "versions",
    metadata,
    _id("id", key=True),
    _id("framework_id"),
    _number("number"),
    _text("name"),
    _text("symbol"),
    _text("how"),  # published, received
    _text("extent"),  # whole extract not_held
    _text("source"),
    Column("issued_by", JSON),
    _text("wording"),
    _text("note_digest"),
    _position("position"),  # the text as it stands from there on: of the last event of its command
    _number("revision"),
    _text("actor"),
    _text("occurred_at"),
    _text("recorded_at"),
    _text("happened_by"),
    _position("adopted", nullable=True),
    _text("adopted_at"),
    _text("adopted_method"),
    _id("adopted_vote", nullable=True),
    _text("adopted_symbol"),
    _text("adopted_note_digest"),
    Index("versions_by_framework", "framework_id", "number", unique=True),
)

motions = Table(
    "motions",
    metadata,
    _id("id", key=True),
    _id("framework_id"),
    _number("number"),  # the order of tabling in its framework
    _number("revision"),  # Rev. number, 0 as tabled
    _text("kind"),  # proposal, amendment
    _text("title"),
    Column("proposers", JSON),  # as tabled
    Column("on_behalf_of", JSON),
    Column("changes", JSON),  # as they stand now, in normal form; a proposal's one insertion too
    Column("replaced", JSON),
    _text("wording"),
    _text("rationale_digest"),
    Column("answers", JSON),
    _text("actor"),
    _text("occurred_at"),
    _text("recorded_at"),
    _text("happened_by"),
    _id("session_id", nullable=True),
    _position("position"),
    _text("decision"),  # null while it is open
    _position("decided", nullable=True),
    _text("decided_at"),
    _text("decided_happened_by"),
    _text("decided_actor"),
    Column("because_of", JSON),
    Column("decision_votes", JSON),  # vote ids that the decision names
    _text("decision_reason_digest"),
    Column("edited_by", JSON),
    Column("changes_adopted", JSON),  # as merged, of those that name this motion
    _flag("edited"),  # whether they differ from what was tabled or last revised
    Index("motions_by_number", "framework_id", "number", unique=True),
    Index("motions_by_decision", "framework_id", "decision", "number"),
    Index("motions_by_end", "decided"),
)

motion_wordings = Table(
    "motion_wordings",
    metadata,
    _id("motion_id", key=True),
    _number("revision", key=True),
    _text("wording"),
    Column("changes", JSON),
    Column("replaced", JSON),
    _text("actor"),
    _text("occurred_at"),
    _text("happened_by"),
    _id("revised_by", nullable=True),
    _position("position"),
)
"""Every wording that a motion had, as tabled and as revised."""

motion_provisions = Table(
    "motion_provisions",
    metadata,
    _id("provision_id", key=True),
    _id("motion_id", key=True),
    Column("op", Text, primary_key=True),
    _position("since"),
    _position("until", nullable=True),  # when a revision left the provision alone
    Index("motion_provisions_by_motion", "motion_id"),
)
"""Which provisions a motion speaks of; for an insertion its new provision and, with the op `place`, its parent."""

sponsors = Table(
    "sponsors",
    metadata,
    _id("motion_id", key=True),
    _number("revision", key=True),
    _id("participant_id", key=True),
    _text("how"),  # proposed, revised, joined
    Column("on_behalf_of", JSON),  # as the tabling or the joining says
    _text("reason_digest"),
    _text("actor"),
    _text("occurred_at"),
    _text("happened_by"),
    _position("since"),
    _position("until", nullable=True),  # when they withdrew
    Index("sponsors_by_participant", "participant_id"),
)

stances = Table(
    "stances",
    metadata,
    _id("subject_id", key=True),
    _id("participant_id", key=True),
    _position("since", key=True),
    _text("subject_kind"),
    _text("stance"),  # `withdrawn` for a withdrawal
    _text("wording"),
    Column("on_behalf_of", JSON),
    Column("except", JSON),
    _text("reservation_digest"),
    _text("reason_digest"),
    _id("counter_motion", nullable=True),
    _text("actor"),
    _text("occurred_at"),
    _text("happened_by"),
    Index("stances_by_participant", "participant_id", "since"),
    Index("stances_by_position", "since"),
)
"""Every stance that was taken or withdrawn, in order; sponsors stand in `sponsors`."""

standing_stances = Table(
    "standing_stances",
    metadata,
    _id("subject_id", key=True),
    _id("participant_id", key=True),
    _id("wording", key=True),  # "" for a withdrawal, which ends what stood before it on every wording
    _position("since"),
    _text("stance"),  # `withdrawn` for a withdrawal
)
"""The last word of each participant on each wording of a subject: when a wording returns, so do the stances on it."""

votes = Table(
    "votes",
    metadata,
    _id("id", key=True),
    _id("consultation_id"),
    _text("subject_kind"),
    _text("subject"),  # id, or the symbol of a document
    _text("wording"),
    _text("body"),
    _text("question"),
    _text("method"),
    Column("ballots", JSON),
    Column("tally", JSON),  # {yes, no, abstain}, counted from the ballots where there are some
    _text("majority"),
    _text("result"),
    _text("actor"),
    _text("occurred_at"),
    _text("happened_by"),
    _id("session_id", nullable=True),
    _position("position"),
    Index("votes_by_consultation", "consultation_id", "position"),
    Index("votes_by_subject", "subject", "position"),
)
