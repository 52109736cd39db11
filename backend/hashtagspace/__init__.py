"""#hashtagspace: a social network whose truth is a chain and IPFS, and the gateway that serves it."""
