"""The content store: an embedded block store, or Kubo through ipfshttpclient."""
