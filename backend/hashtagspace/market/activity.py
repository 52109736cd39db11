"""A person's own public history in numbers: anybody can count the same from the same posts."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from hashtagspace.domain.strict_json import Json
from hashtagspace.market.record_values import RecordValue, parse_value, refuse
from hashtagspace.market.values import MAX_COUNT, is_date

CATEGORY: Final = "activity"
MAX_TAGS: Final = 20
_KINDS: Final = {"post": "posts", "reply": "replies", "quote": "quotes", "repost": "reposts"}
_TIME: Final = re.compile(r"([0-9-]{10})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z")


@dataclass(frozen=True, slots=True)
class PublicPost:
    """What counts of a post as the API has it; the time is RFC 3339 in UTC with milliseconds."""

    post_id: str
    kind: str
    created_at: str
    tags: tuple[str, ...]
    is_retracted: bool


def derive_activity(posts: Iterable[PublicPost]) -> RecordValue:
    """The record of category activity; a post seen twice counts once, a retracted one not at all.

    Raises `record.activity` for a post of an unknown kind or time, and what `parse_value` raises.
    """
    counted = {post.post_id: post for post in posts if not post.is_retracted}.values()
    counts = dict.fromkeys(_KINDS.values(), 0)
    tags: Counter[str] = Counter()
    hours, weekdays, days = [0] * 24, [0] * 7, []
    for post in counted:
        day, hour = _day_and_hour(post)
        counts[_KINDS[post.kind]] += 1
        tags.update(set(post.tags))
        hours[hour] += 1
        weekdays[date.fromisoformat(day).weekday()] += 1
        days.append(day)
    most_used = sorted(tags.items(), key=lambda item: (-item[1], item[0]))[:MAX_TAGS]
    fields: dict[str, Json] = {name: min(count, MAX_COUNT) for name, count in counts.items()}
    if most_used:
        fields["tags"] = [{"tag": tag, "count": min(count, MAX_COUNT)} for tag, count in most_used]
    fields["hours"] = [min(count, MAX_COUNT) for count in hours]
    fields["weekdays"] = [min(count, MAX_COUNT) for count in weekdays]
    if days:
        fields["first"], fields["last"] = min(days), max(days)
    return parse_value(CATEGORY, {"fields": fields})


def _day_and_hour(post: PublicPost) -> tuple[str, int]:
    found = _TIME.fullmatch(post.created_at)
    if found is None or not is_date(found[1]):
        raise refuse("activity", f"Post {post.post_id} has no time in UTC: load the posts again.")
    if post.kind not in _KINDS:
        raise refuse("activity", f"Post {post.post_id} is a {post.kind}, which this program does not count.")
    return found[1], int(found[2])
