"""`hashtagspace dev`: an embedded chain, every process of a gateway and a small demo world on one machine."""
