"""What a stance or a vote is about: a motion, a provision or a version, and its wording as it stands."""

from dataclasses import dataclass

from ledger.domain.errors import Moved, MovedOn, NotFound, RuleBroken
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.streams import Record, find, find_named


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing with a wording, where it belongs, and the motion that it is, if it is one.

    Attributes:
        wording: as it stands; None for a provision that is gone and a version whose text is not held.
    """

    id: str
    kind: str
    consultation_id: str
    wording: str | None
    framework: Framework
    motion: Motion | None = None


def subject_of(record: Record, subject: dict[str, str]) -> Subject:
    """What a command's `subject` names.

    Raises:
        NotFound: there is no such thing.
    """
    return _FINDERS[subject["kind"]](record, subject["id"])


def _motion(record: Record, motion_id: str) -> Subject:
    motion = find(record, Motion, motion_id, "subject.id")
    framework = record.aggregate(Framework, motion.framework_id)
    return Subject(motion_id, "motion", framework.consultation_id, motion.wording, framework, motion)


def _provision(record: Record, provision_id: str) -> Subject:
    framework = find_named(record, Framework, "provision", provision_id, "subject.id")
    provision = framework.tree.provisions.get(provision_id)
    wording = provision.wording if provision else None
    return Subject(provision_id, "provision", framework.consultation_id, wording, framework)


def _version(record: Record, version_id: str) -> Subject:
    framework = find_named(record, Framework, "version", version_id, "subject.id")
    wording = framework.versions[version_id].wording
    return Subject(version_id, "version", framework.consultation_id, wording, framework)


_FINDERS = {"motion": _motion, "provision": _provision, "version": _version}


def wording_of(subject: Subject, given: str | None) -> str:
    """The wording as it stands, which a wording that is given has to be.

    Raises:
        NotFound: the provision is not in the text any more.
        RuleBroken: a version whose text is not held.
        MovedOn: the wording is another by now, or never was.
    """
    if subject.wording is None and subject.kind == "version":
        raise RuleBroken("The text of this version is not held here, so that nothing speaks of it.", "subject.id")
    if subject.wording is None:
        raise NotFound("This provision is not in the text.", "subject.id")
    if given is not None and given != subject.wording:
        provision = subject.framework.tree.provisions.get(subject.id)
        words = (provision.heading, provision.text) if provision else ("", "")
        moved = Moved(subject.kind, subject.id, given, subject.wording, *words)
        raise MovedOn("This is not the wording as it stands now.", "wording", moved=[moved])
    return subject.wording
