"""`hashtagspace doctor`: one line for each part of a gateway, what is wrong with it, and what to do."""
