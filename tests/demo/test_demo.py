"""The demonstration: the same bytes on each run, real numbers, and a process that shows everything."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import regex

import ledger.demo
from ledger.demo import command_lines, global_compact
from ledger.demo.lines import Record
from ledger.demo.make import texts
from ledger.domain.vocabulary import Decision, StakeholderGroup, Stance, VoteMethod

LARGEST_RECORD = 65_535

COMMANDS = {
    "accredit",
    "adopt_motions",
    "adopt_rule",
    "adopt_version",
    "begin_framework",
    "close_session",
    "conclude_consultation",
    "convene_session",
    "decide_motion",
    "end_accreditation",
    "endorse",
    "enter_stage",
    "erase_participant",
    "grant_role",
    "make_statement",
    "open_consultation",
    "open_session",
    "publish_version",
    "receive_version",
    "record_attendance",
    "record_vote",
    "redact_statement",
    "register_participant",
    "revise_motion",
    "revoke_role",
    "table_amendment",
    "table_proposal",
    "update_consultation",
    "update_participant",
    "update_session",
    "withdraw_endorsement",
    "withdraw_motion",
}

Line = dict[str, Any]


def lines_of(name: str) -> list[Line]:
    text = Path(ledger.demo.__file__).with_name(name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def new_design() -> list[Line]:
    return lines_of("new-design-2015.jsonl")


@pytest.fixture(scope="module")
def global_compact_lines() -> list[Line]:
    return lines_of("global-compact-2018.jsonl")


def data_of(lines: list[Line], command: str) -> list[Line]:
    return [line["data"] for line in lines if line["command"] == command]


def changes_of(lines: list[Line]) -> list[Line]:
    return [change for data in (line["data"] for line in lines) for change in data.get("changes", [])]


@pytest.mark.parametrize("name", ledger.demo.FILES)
def test_the_script_writes_the_committed_bytes(name: str) -> None:
    committed = Path(ledger.demo.__file__).with_name(name).read_bytes()

    assert texts()[name].encode() == committed


def test_the_lines_of_both_files_come_one_after_the_other() -> None:
    assert "".join(f"{line}\n" for line in command_lines()) == "".join(texts().values())


def test_the_demonstration_uses_every_command() -> None:
    assert {json.loads(line)["command"] for line in command_lines()} == COMMANDS


def test_no_command_id_is_used_twice() -> None:
    ids = [json.loads(line)["command_id"] for line in command_lines()]

    assert len(set(ids)) == len(ids)


def test_no_record_can_exceed_the_limit_of_the_log() -> None:
    for line in command_lines():
        parsed = json.loads(line)
        # A received version is one event for itself and one for each of its provisions.
        provisions = parsed["data"].pop("provisions", [])
        for part in (parsed, *provisions):
            assert len(json.dumps(part, ensure_ascii=False).encode()) < LARGEST_RECORD / 2


@pytest.mark.parametrize("name", ledger.demo.FILES)
def test_lines_stand_in_the_order_in_which_things_happened(name: str) -> None:
    # Statements without a speaker are recorded together when the session closes, and dated at its opening.
    named = [line for line in lines_of(name) if line["data"].get("attribution") not in ("none", "group")]
    days = [line["occurred_at"][:10] for line in named]

    assert days == sorted(days)


def test_the_compact_has_23_objectives_and_187_actions(global_compact_lines: list[Line]) -> None:
    *drafts, final = data_of(global_compact_lines, "receive_version")

    assert [draft["extent"] for draft in drafts] == ["not_held"] * 5
    assert final["extent"] == "extract"
    kinds = Counter(provision["kind"] for provision in final["provisions"])
    assert kinds == {"objective": 23, "commitment": 23, "action": 187}


def test_the_words_of_the_compact_are_those_of_the_source() -> None:
    source = json.loads(
        Path(ledger.demo.__file__).parent.joinpath("sources", "gcm_objectives.json").read_text(encoding="utf-8")
    )
    words = [part for one in source["objectives"] for part in (one["title"], one["commitment"])]
    words += [action["text"] for one in source["objectives"] for action in one["actions"]]
    found = global_compact.provisions(Record("global-compact-2018", timezone="UTC"))
    kept = [part for one in found for part in (one.get("heading"), one.get("text")) if part]

    def without_space(texts: list[str]) -> list[str]:
        return sorted(regex.sub(r"\s", "", text) for text in texts)

    assert without_space(kept) == without_space(words)
    assert not any(regex.search(r"  | [,.’]|,[a-z]|\s$", text) for text in kept)


def test_the_roll_call_is_152_to_5_with_12_abstentions(global_compact_lines: list[Line]) -> None:
    (vote,) = data_of(global_compact_lines, "record_vote")

    assert Counter(ballot for _, ballot in vote["ballots"]) == {"yes": 152, "no": 5, "abstain": 12}
    voters = {voter for voter, _ in vote["ballots"]}
    assert voters == {state["participant_id"] for state in data_of(global_compact_lines, "register_participant")}


def test_serbia_voted_and_yugoslavia_did_not(global_compact_lines: list[Line]) -> None:
    states = {state["name"]: state["short"] for state in data_of(global_compact_lines, "register_participant")}

    assert states["Serbia"] == "RS"
    assert "Yugoslavia" not in states
    assert "YU" not in states.values()


def test_no_position_of_a_state_is_invented(global_compact_lines: list[Line]) -> None:
    commands = {line["command"] for line in global_compact_lines}

    assert commands.isdisjoint({"endorse", "make_statement", "table_amendment", "table_proposal", "record_attendance"})


def test_the_real_session_names_no_speaker(new_design: list[Line]) -> None:
    real = [line for line in new_design if line["occurred_at"] == "2015-11-25"]
    elements = data_of(real, "make_statement")

    assert len(elements) == 5
    assert {element["attribution"] for element in elements} == {"none"}
    assert data_of(real, "record_attendance") == []


def test_all_that_is_not_real_is_marked(new_design: list[Line]) -> None:
    later = [line for line in new_design if line["occurred_at"] > "2015-11-26"]
    marked = [
        line for line in later if line["command"] in {"register_participant", "convene_session", "begin_framework"}
    ]

    assert marked
    assert all(line["data"]["illustrative"] for line in marked)
    assert all("(illustrative)" in stage["title"] for stage in data_of(later, "enter_stage"))


def test_every_stakeholder_group_has_a_position(new_design: list[Line]) -> None:
    groups = {one["participant_id"]: one["group"] for one in data_of(new_design, "register_participant")}
    positions = data_of(new_design, "endorse")

    assert {groups[position["participant_id"]] for position in positions} == set(StakeholderGroup)


def test_every_stance_and_every_way_to_object_appears(new_design: list[Line]) -> None:
    positions = data_of(new_design, "endorse")

    assert {position["stance"] for position in positions} == set(Stance)
    assert {position["subject"]["kind"] for position in positions} == {"motion", "provision", "version"}
    for field in ("reservation", "reason", "counter_motion", "except"):
        assert any(field in position for position in positions), field


def test_every_fate_appears(new_design: list[Line]) -> None:
    fates = {decided["decision"] for decided in data_of(new_design, "decide_motion")}

    withdrawn = Counter(one["motion_id"] for one in data_of(new_design, "withdraw_motion"))
    assert set(withdrawn.values()) == {2}
    assert fates | {"withdrawn"} == set(Decision)


def test_every_kind_of_change_is_tabled(new_design: list[Line]) -> None:
    tabled = [line for line in new_design if line["command"] == "table_amendment"]

    ops = {change["op"] for change in changes_of(tabled)}
    assert ops == {"edit", "rewrite", "insert", "delete", "move", "relabel", "retag"}


def test_three_versions_are_published_and_the_last_is_adopted(new_design: list[Line]) -> None:
    published = data_of(new_design, "publish_version")
    (adopted,) = data_of(new_design, "adopt_version")

    assert [version["name"] for version in published] == ["Zero draft", "Rev. 1", "Final draft"]
    assert adopted["version_id"] == published[-1]["version_id"]


def test_some_motions_stay_open(new_design: list[Line]) -> None:
    tabled = data_of(new_design, "table_proposal") + data_of(new_design, "table_amendment")
    ended = {one["motion_id"] for one in data_of(new_design, "decide_motion") + data_of(new_design, "withdraw_motion")}
    ended |= {motion for adoption in data_of(new_design, "adopt_motions") for motion in adoption["motions"]}

    still_open = {motion["title"] for motion in tabled if motion["motion_id"] not in ended}
    assert len(still_open) == 13


def test_votes_of_several_methods_are_carried_and_lost(new_design: list[Line]) -> None:
    votes = data_of(new_design, "record_vote")

    assert {vote["method"] for vote in votes} >= {
        VoteMethod.RECORDED,
        VoteMethod.SHOW_OF_HANDS,
        VoteMethod.WITHOUT_A_VOTE,
    }
    assert {vote["result"] for vote in votes} == {"carried", "lost"}
