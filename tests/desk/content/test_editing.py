"""Drafts, review, four eyes, conflicts: what people do to entries and facts."""

from datetime import timedelta

import pytest

from desk.content import errors, models
from desk.content.models import Kind, State
from tests.desk.content.conftest import AUDITOR, BUS, CHIEF, FARE, OTHER, WRITER, opened

E, F = Kind.ENTRY, Kind.FACT
NEW = BUS | {"title": "小さな家", "body": "小さな家はありません。", "easy": "ありません。"}
ASKED = ("小さな家はある？", "タイニーハウス", "小屋に住みたい")


def test_a_changed_text_is_served_once_another_person_approved_it(office):
    handed_in = office.handed_in("town/snow", body="少ししか降りません。")
    assert office.text("town/snow") == "たくさん降ります。"

    done = office.approved(handed_in)

    assert (done.state, done.reviewer) == (State.PUBLISHED, "高橋")
    assert office.text("town/snow") == "少ししか降りません。"
    states = {v.number: v.state for v in office.content.entry("town/snow").versions}
    assert states == {1: State.SUPERSEDED, 2: State.PUBLISHED}


def test_whoever_wrote_in_a_text_does_not_review_it(office):
    draft = office.content.draft(CHIEF, E, "town/snow")
    draft = office.content.save(CHIEF, draft, draft.revision, {**draft.content, "body": "雪です。"})
    # Somebody else saves as well, and hands it in: the first words are still the supervisor's.
    draft = office.content.save(WRITER, draft, draft.revision, {**draft.content, "body": "雪ですよ。"})
    office.content.submit(WRITER, E, draft.key, draft.number)

    with pytest.raises(errors.OwnText):
        office.approved(draft, CHIEF)

    assert office.text("town/snow") == "たくさん降ります。"


def test_a_one_person_office_does_without_four_eyes(database, clock, tmp_path):
    office = opened(database, clock, tmp_path, four_eyes=False)
    office.bring()
    draft = office.content.draft(CHIEF, E, "town/snow")
    draft = office.content.save(CHIEF, draft, draft.revision, {**draft.content, "body": "雪です。"})
    office.content.submit(CHIEF, E, draft.key, draft.number)

    office.approved(draft, CHIEF)

    assert office.text("town/snow") == "雪です。"


@pytest.mark.parametrize("actor", [WRITER, OTHER, AUDITOR])
def test_only_reviewers_approve(office, actor):
    handed_in = office.handed_in("town/snow", body="雪です。")

    with pytest.raises(errors.NotAllowed):
        office.approved(handed_in, actor)


def test_an_auditor_writes_nothing(office):
    with pytest.raises(errors.NotAllowed):
        office.content.draft(AUDITOR, E, "town/snow")


def test_the_later_of_two_who_edit_is_told_and_gets_the_others_text(office):
    draft = office.content.draft(WRITER, E, "town/snow")
    same = office.content.draft(OTHER, E, "town/snow")
    assert (same.number, same.revision) == (draft.number, draft.revision)
    office.content.save(OTHER, same, same.revision, {**same.content, "body": "鈴木の文。"})

    with pytest.raises(errors.EditConflict) as refused:
        office.content.save(WRITER, draft, draft.revision, {**draft.content, "body": "佐藤の文。"})

    stands = refused.value.version
    assert (stands.content["body"], stands.changed_by, stands.revision) == ("鈴木の文。", "鈴木", draft.revision + 1)
    again = office.content.save(WRITER, stands, stands.revision, {**stands.content, "body": "二人の文。"})
    assert again.authors == ("a_sato", "a_suzuki")


def test_what_changed_after_it_was_read_is_not_approved(office):
    read = office.handed_in("town/snow", body="読んだ文。")
    saved = office.content.save(WRITER, read, read.revision, {**read.content, "body": "読んでいない文。"})
    assert saved.state is State.DRAFT
    office.content.submit(WRITER, E, saved.key, saved.number)

    with pytest.raises(errors.EditConflict):
        office.content.approve(CHIEF, E, read.key, read.number, revision=read.revision)


def test_a_rejected_draft_goes_back_with_words(office):
    handed_in = office.handed_in("town/snow", body="雪です。")

    back = office.content.reject(CHIEF, E, handed_in.key, handed_in.number, "出典の日付を足してください。")

    assert (back.state, back.words) == (State.DRAFT, "出典の日付を足してください。")
    assert office.content.submit(WRITER, E, back.key, back.number).words == ""


def test_a_discarded_draft_stays_readable_and_gives_way_to_a_new_one(office):
    draft = office.written("town/snow", body="雪です。")
    office.content.discard(WRITER, E, draft.key, draft.number)

    new = office.content.draft(WRITER, E, "town/snow")

    assert (new.number, new.base, new.content["body"]) == (3, 1, "たくさん降ります。")
    assert [v.content["body"] for v in office.content.entry("town/snow").versions if v.number == 2] == ["雪です。"]


@pytest.mark.parametrize(
    ("step", "state"),
    [("submit", State.PUBLISHED), ("approve", State.DRAFT), ("reject", State.DRAFT), ("discard", State.PUBLISHED)],
)
def test_a_step_begins_in_its_own_states_only(office, step, state):
    version = office.content.entry("town/snow").published if state is State.PUBLISHED else office.written("town/snow")
    words = ["理由"] if step == "reject" else []

    with pytest.raises(errors.WrongState):
        getattr(office.content, step)(CHIEF, E, version.key, version.number, *words)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"body": "{{ no_such_fact }}"}, "body"),
        ({"body": "{{ bus_fare | upper }}"}, "body"),
        ({"checked": "きのう"}, "checked"),
        ({"sources": []}, "sources"),
        ({"sources": [{"title": "市", "url": "ftp://example.jp/"}]}, "sources"),
        ({"contacts": [{"name": "市役所"}]}, "contacts"),
    ],
)
def test_what_could_not_be_shown_is_not_handed_in(office, change, field):
    draft = office.written("town/snow", **change)

    with pytest.raises(errors.Unusable) as refused:
        office.content.submit(WRITER, E, draft.key, draft.number)

    assert field in {fault.field for fault in refused.value.faults}


def test_an_unknown_field_is_not_even_saved(office):
    draft = office.content.draft(WRITER, E, "town/snow")

    with pytest.raises(errors.Unusable):
        office.content.save(WRITER, draft, draft.revision, {**draft.content, "script": "x"})


def test_a_new_entry_needs_three_ways_of_asking(office):
    made = office.content.create_entry(WRITER, "town", NEW, slug="tiny", phrasings=ASKED[:2])
    with pytest.raises(errors.Unusable):
        office.content.submit(WRITER, E, made.key, made.number)

    office.content.add_phrasings(WRITER, "town/tiny", [ASKED[2]])
    office.approved(office.content.submit(WRITER, E, made.key, made.number))

    assert office.text("town/tiny") == "小さな家はありません。"
    assert {one.state for one in office.content.entry("town/tiny").phrasings} == {models.PhrasingState.PUBLISHED}


def test_a_label_is_made_from_the_title_where_none_is_given(office):
    made = office.content.create_entry(WRITER, "town", NEW)

    assert models.LABEL.fullmatch(made.key)
    with pytest.raises(errors.Unusable):
        office.content.create_entry(WRITER, "town", NEW)
    with pytest.raises(errors.Unusable):
        office.content.create_entry(WRITER, "nowhere", NEW)


def test_a_fact_changes_every_answer_that_refers_to_it(office):
    draft = office.content.draft(WRITER, F, "bus_fare")
    draft = office.content.save(WRITER, draft, draft.revision, {**FARE, "value": 260, "easy": "260円《えん》"})
    office.content.submit(WRITER, F, "bus_fare", draft.number)
    teaching = office.content.publications()[0].teaching

    office.approved(draft)

    assert office.content.users_of("bus_fare") == ["town/bus"]
    assert "260円" in office.text("town/bus")
    assert office.published.snapshot.entries["town/bus"].easy == "バスは260円《えん》です。"
    # No training is needed for it.
    assert office.content.publications()[0].teaching == teaching


def test_a_fact_in_use_is_not_withdrawn(office):
    with pytest.raises(errors.ContentRefused) as refused:
        office.content.withdraw(CHIEF, F, "bus_fare", "古いため")

    assert refused.value.code == "still_used"
    assert "240円" in office.text("town/bus")


def test_a_writers_phrasing_waits_for_a_reviewer_and_a_reviewers_counts(office):
    teaching = office.content.publications()[0].teaching
    office.content.add_phrasings(WRITER, "town/snow", ["雪かきは大変？"])
    assert office.content.publications()[0].teaching == teaching

    office.content.approve_phrasings(CHIEF, "town/snow")
    approved = office.content.publications()[0].teaching
    office.content.add_phrasings(CHIEF, "town/snow", ["雪国ですか"])

    assert len({teaching, approved, office.content.publications()[0].teaching}) == 3
    texts = {one.text: one.state for one in office.content.entry("town/snow").phrasings}
    assert texts["雪かきは大変？"] == texts["雪国ですか"] == models.PhrasingState.PUBLISHED


def test_nobody_approves_their_own_phrasing(office):
    chief_as_writer = models.Actor(CHIEF.account_id, CHIEF.name, "consultant")
    office.content.add_phrasings(chief_as_writer, "town/snow", ["雪かきは大変？"])

    found = {one.text: one.state for one in office.content.approve_phrasings(CHIEF, "town/snow")}

    assert found["雪かきは大変？"] is models.PhrasingState.PROPOSED


def test_ways_of_crying_for_help_are_never_taken_away(office):
    [first, *_] = office.content.entry("chitchat/distress").phrasings

    with pytest.raises(errors.Protected):
        office.content.remove_phrasing(CHIEF, "chitchat/distress", first.id)
    with pytest.raises(errors.Protected):
        office.content.withdraw(CHIEF, E, "chitchat/distress", "古いため")
    with pytest.raises(errors.Protected):
        office.content.switch(CHIEF, "entry", "chitchat/distress", on=False, reason="古いため")


def test_every_step_is_in_the_audit_log_with_who(office):
    office.approved(office.handed_in("town/snow", body="雪です。"))

    found = [(entry.action, entry.account_name, entry.subject) for entry in office.log.entries()]

    assert ("approve_content", "高橋", "town/snow 2") in found
    assert ("submit_content", "佐藤", "town/snow 2") in found
    assert found.count(("edit_content", "佐藤", "town/snow 2")) == 1


def test_an_earlier_version_is_published_again_as_it_was(office, clock):
    office.approved(office.handed_in("town/snow", body="雪です。"))
    clock.pass_by(minutes=1)

    office.content.restore(CHIEF, E, "town/snow", number=1)

    assert office.text("town/snow") == "たくさん降ります。"
    assert office.content.entry("town/snow").item.published == 1


def test_a_version_never_reviewed_is_not_restored(office):
    draft = office.written("town/snow", body="だれも見ていない文。")
    office.content.discard(WRITER, E, draft.key, draft.number)

    with pytest.raises(errors.WrongState):
        office.content.restore(CHIEF, E, "town/snow", number=draft.number)


def test_a_text_for_a_day_is_published_on_it_and_ends_on_its_last(office, clock):
    draft = office.content.draft(WRITER, E, "town/snow")
    begin, end = clock.now() + timedelta(days=1), clock.now() + timedelta(days=2)
    draft = office.content.save(
        WRITER, draft, draft.revision, {**draft.content, "body": "新年度の文。"}, publish_at=begin, unpublish_at=end
    )
    approved = office.approved(office.content.submit(WRITER, E, draft.key, draft.number))
    assert (approved.state, office.text("town/snow")) == (State.APPROVED, "たくさん降ります。")
    assert office.content.tick() is False

    clock.pass_by(days=1)
    assert office.content.tick() is True
    assert office.text("town/snow") == "新年度の文。"
    clock.pass_by(days=1)
    office.content.tick()

    assert "town/snow" not in office.published.snapshot.entries
    assert office.content.tick() is False
    assert [e.action for e in office.log.entries(2)] == ["withdraw_content", "publish_content"]


def test_a_withdrawal_ends_by_itself(office, clock):
    office.content.withdraw(CHIEF, E, "town/snow", "確認中のため", until=clock.now() + timedelta(hours=1))
    assert "town/snow" not in office.published.snapshot.entries
    assert office.published.titles({"town/snow"}) == {"town/snow": "雪の量"}

    clock.pass_by(hours=1)
    office.content.tick()

    assert office.text("town/snow") == "たくさん降ります。"
    assert office.content.entry("town/snow").item.withdrawn_at is None


def test_one_due_step_that_is_refused_holds_up_no_other(office, clock):
    """The fact of a scheduled entry was withdrawn in the meantime."""
    office.content.create_fact(WRITER, "depth", FARE)
    office.approved(office.content.submit(WRITER, F, "depth", 1))
    for label, body in (("town/bus", "{{ depth }}"), ("town/snow", "雪です。")):
        draft = office.content.draft(WRITER, E, label)
        draft = office.content.save(
            WRITER, draft, draft.revision, {**draft.content, "body": body}, publish_at=clock.now() + timedelta(hours=1)
        )
        office.approved(office.content.submit(WRITER, E, label, draft.number))
    office.content.withdraw(CHIEF, F, "depth", "まちがいのため")

    clock.pass_by(hours=1)
    office.content.tick()

    assert office.text("town/snow") == "雪です。"
    assert "240円" in office.text("town/bus")


def test_a_switch_ends_by_itself(office, clock):
    office.content.switch(CHIEF, "topic", "town", on=False, reason="料金の改定", until=clock.now() + timedelta(hours=1))
    assert [(one.scope, one.name, one.reason) for one in office.content.switches()] == [("topic", "town", "料金の改定")]

    clock.pass_by(hours=1)
    office.content.tick()

    assert office.content.switches() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "all", "name": "town"},
        {"scope": "topic", "name": ""},
        {"scope": "topic", "name": "nowhere"},
        {"scope": "entry", "name": "town/snow", "reason": " "},
    ],
)
def test_a_switch_names_what_and_why(office, wrong):
    with pytest.raises(errors.Unusable):
        office.content.switch(CHIEF, **{"on": False, "reason": "理由", **wrong})


def test_a_consultant_switches_nothing_off(office):
    with pytest.raises(errors.NotAllowed):
        office.content.switch(WRITER, "all", "", on=False, reason="理由")
