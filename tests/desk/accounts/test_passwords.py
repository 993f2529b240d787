"""What a desk hashes passwords with; the tests take a cheaper hasher (tests/desk/conftest.py)."""

from __future__ import annotations

from argon2 import Type, extract_parameters

from desk.accounts import passwords
from tests.desk.conftest import SHIPPED_HASHER

# OWASP's least for argon2id: 19 MiB, and two passes over it.
LEAST_KIB, LEAST_PASSES = 19 * 1024, 2


def test_a_desk_hashes_at_what_guessing_must_cost() -> None:
    made = extract_parameters(SHIPPED_HASHER.hash("a-password-for-tests"))

    assert made.type is Type.ID
    assert made.memory_cost >= LEAST_KIB
    assert made.time_cost >= LEAST_PASSES


def test_what_a_desk_hashed_before_matches_whatever_it_hashes_with_now() -> None:
    assert passwords.matches(SHIPPED_HASHER.hash("a-password-for-tests"), "a-password-for-tests")
    assert not passwords.matches(SHIPPED_HASHER.hash("a-password-for-tests"), "another-password")
