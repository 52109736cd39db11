"""The SDK: what a person or a business does from Python, through any gateway."""

from hashtagspace.client.client import Client
from hashtagspace.client.records import Check, Page, Post, Profile, Thread

__all__ = ["Check", "Client", "Page", "Post", "Profile", "Thread"]
