"""Figures that several of Brownie's tests share."""

POSTING = 0x1FFE  # kinds 1 to 12
FAR = 2**64 - 1  # the latest deadline there is
UNIT = 10**18  # one TAG
