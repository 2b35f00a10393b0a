"""Passwords are hashed as RFC 9106 recommends where memory is short; other tests hash with less."""

from __future__ import annotations

import pytest
from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from consult.accounts.services import passwords
from tests.sparing import PRODUCTS_HASHER


def test_the_product_hashes_slowly_and_with_a_salt() -> None:
    first, second = (PRODUCTS_HASHER.hash("a sentence of my own") for _time in range(2))
    assert extract_parameters(first) == RFC_9106_LOW_MEMORY
    assert first != second
    assert PRODUCTS_HASHER.verify(first, "a sentence of my own")
    with pytest.raises(VerifyMismatchError):
        PRODUCTS_HASHER.verify(first, "a sentence of mine")


def test_tests_hash_with_less() -> None:
    assert extract_parameters(passwords.hashed("a sentence of my own")).memory_cost < 100
