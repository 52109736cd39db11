"""The score process: computes epochs from the chain alone, posts their roots and disputes wrong ones."""
