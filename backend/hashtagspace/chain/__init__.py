"""The only door to web3.py: calls, transactions, signatures and bulk logs."""
