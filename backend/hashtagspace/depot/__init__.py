"""What people leave with this gateway that no chain holds: blobs, vault heads, responses, envelopes."""
