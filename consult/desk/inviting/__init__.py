"""Whom the asking body invites to a consultation, and whom it told otherwise."""
