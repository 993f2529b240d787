"""What is read of a mail: the corpus, and that nothing a stranger sends is slow, endless or an error."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.channels.mail import quotes
from desk.channels.mail.kinds import Kind
from desk.channels.mail.reading import LONGEST_WORDS, MOST_BYTES, Reading, read
from tests.desk.mail.corpus import EXPECTED, FOLDER, OWN, USUAL, mail


def shown(found: Reading) -> dict[str, object]:
    bounce = found.bounce
    return {
        "kind": found.kind.value,
        "sender": found.sender,
        "sender_name": found.sender_name,
        "subject": found.subject,
        "text": found.text,
        "history": found.history,
        "signature": found.signature,
        "files": [[file.name, file.media_type, file.size] for file in found.files],
        "problems": list(found.problems),
        "references": list(found.references),
        "bounce": bounce and {"recipient": bounce.recipient, "status": bounce.status, "ids": list(bounce.ids)},
        "is_acknowledgeable": found.is_acknowledgeable,
    }


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_mail_of_the_corpus_is_read_as_expected(name: str) -> None:
    got = shown(read(mail(name), OWN))
    wanted = USUAL | EXPECTED[name]
    wanted.setdefault("is_acknowledgeable", wanted["kind"] == "letter")
    for key, value in wanted.items():
        if key == "files":
            # A size that is None is not told: it is the length of what the test wrote.
            sizes = [one[2] for one in value]
            got["files"] = [[*one[:2], size and one[2]] for one, size in zip(got["files"], sizes, strict=True)]
        if value is None and key == "text":
            continue
        assert got[key] == value, key


def test_every_file_has_an_expectation_and_there_are_enough_of_them() -> None:
    files = {path.stem for path in FOLDER.glob("*.eml")}

    assert files == set(EXPECTED)
    assert len(files) >= 60


def test_a_mail_of_twenty_megabytes_is_read_and_its_file_kept() -> None:
    content = bytes(range(256)) * 60_000
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    head = (
        b"From: a@example.com\r\nTo: iju@otaru.example.jp\r\nSubject: large\r\nMessage-ID: <l@x>\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
    )
    file = b"\r\n--b\r\nContent-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.mp4\r\n\r\n"
    raw = head + "家の動画です".encode() + file + encoded + b"\r\n--b--\r\n"
    assert len(raw) > 20_000_000

    found = read(raw, OWN)

    assert found.text == "家の動画です"
    assert [(one.name, one.size) for one in found.files] == [("a.mp4", len(content))]
    assert found.files[0].content == content


def test_of_a_larger_mail_the_head_alone_is_read_and_says_so() -> None:
    raw = b"From: a@example.com\r\nSubject: huge\r\nMessage-ID: <h@x>\r\n\r\n" + b"x" * MOST_BYTES

    found = read(raw, OWN)

    assert (found.subject, found.sender, found.message_id) == ("huge", "a@example.com", "h@x")
    assert "too_large" in found.problems
    assert "大きすぎて" in found.text


def test_long_words_are_cut_and_it_is_said() -> None:
    found = read(b"From: a@b.jp\r\n\r\n" + ("あ" * 30_000).encode())

    assert found.text == "あ" * LONGEST_WORDS
    assert "cut" in found.problems


@pytest.mark.parametrize(
    "body",
    ["On " * 20_000, "> \n" * 20_000, "From: a\n" * 10_000, "- \n" * 20_000, " \n" * 30_000, "2026年" * 10_000, "-" * 60_000],
)  # fmt: skip
def test_parting_is_linear(body: str) -> None:
    began = time.process_time()

    quotes.part(body)

    # The library that was not taken needs minutes for these.
    assert time.process_time() - began < 2


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_are_an_error(raw: bytes) -> None:
    assert isinstance(read(raw, OWN), Reading)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(EXPECTED)), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_mail_with_a_damaged_place_is_no_error(name: str, at: int, put: bytes) -> None:
    raw = mail(name)
    place = at % len(raw)

    found = read(raw[:place] + put + raw[place + len(put) :], OWN)

    assert found.text
    assert isinstance(found.kind, Kind)


def test_a_charset_with_a_nul_in_its_name_is_an_unknown_one() -> None:
    raw = b'From: a@example.jp\r\nContent-Type: text/plain; charset="utf\0-8"\r\n\r\n' + "雪の話です".encode()

    assert read(raw, OWN).text == "雪の話です"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["> 前の文", "新しい文", "", "-- ", "2026年11月24日(火) 10:00 a <a@b.jp>:", "From: a", "Sent: b", "To: c"]
        )
    )
)
def test_no_line_is_lost(lines: list[str]) -> None:
    parted = quotes.part("\n".join(lines))

    together = "\n".join((parted.new, parted.history, parted.signature))
    for line in lines:
        assert line.strip() in together
