"""What a stance or a vote is about: a motion, a provision or a version, and its wording as it stands."""

from dataclasses import dataclass

from ledger.domain.errors import Moved, MovedOn, NotFound, RuleBroken
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.streams import Record, find, find_named, stream_id


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing with a wording, where it belongs, and the motion that it is, if it is one."""

    id: str
    consultation_id: str
    wording: str
    framework: Framework
    motion: Motion | None = None


def subject_of(record: Record, subject: dict[str, str]) -> Subject:
    """What a command's `subject` names.

    Raises:
        NotFound: there is no such thing, or it is not in the text any more.
        RuleBroken: a version whose text is not held.
    """
    return _FINDERS[subject["kind"]](record, subject["id"])


def _motion(record: Record, motion_id: str) -> Subject:
    motion = find(record, Motion, motion_id, "subject.id")
    framework = record.aggregate(Framework, stream_id(motion.framework_id))
    return Subject(motion_id, framework.consultation_id, motion.wording, framework, motion)


def _provision(record: Record, provision_id: str) -> Subject:
    framework = find_named(record, Framework, "provision", provision_id, "subject.id")
    provision = framework.tree.provisions.get(provision_id)
    if provision is None:
        raise NotFound("This provision is not in the text.", "subject.id")
    return Subject(provision_id, framework.consultation_id, provision.wording, framework)


def _version(record: Record, version_id: str) -> Subject:
    framework = find_named(record, Framework, "version", version_id, "subject.id")
    wording = framework.versions[version_id].wording
    if wording is None:
        raise RuleBroken("The text of this version is not held here, so that no position speaks of it.", "subject.id")
    return Subject(version_id, framework.consultation_id, wording, framework)


_FINDERS = {"motion": _motion, "provision": _provision, "version": _version}


def check_wording(subject: Subject, wording: str | None) -> None:
    """A wording that is given is the one that stands.

    Raises:
        MovedOn: the wording is another by now, or never was.
    """
    if wording is None or wording == subject.wording:
        return
    kind = "motion" if subject.motion else "provision"
    provision = subject.framework.tree.provisions.get(subject.id)
    words = (provision.heading, provision.text) if provision else ("", "")
    moved = Moved(kind, subject.id, wording, subject.wording, *words)
    raise MovedOn("This is not the wording as it stands now.", "wording", moved=[moved])
