"""Deployment of the contracts: plan, rehearsal, journal, sending, checking, record.

Only `project.py` and `account.py` import Brownie, and only when they are used: a chain that is already
deployed is recognised without it.
"""
