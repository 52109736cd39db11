"""Profiles: who writes, who follows whom, which keys may sign."""

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import (
    Address,
    CursorText,
    Flag,
    HandlePrefix,
    IdOrHandle,
    Limit,
    ProfileId,
)
from hashtagspace.api.schemas.people_scalars import Level
from hashtagspace.api.schemas.scalars import (
    AddressHex,
    Bytes32Hex,
    CidText,
    Count,
    HandleText,
    NextCursor,
    ProfileIdText,
    Time,
)


class Media(Output):
    """A picture or video; show it only after the bytes have been checked against `cid`."""

    cid: CidText
    mime: str
    alt: str
    size: Count


class ProfileCard(Output):
    """The little that a list shows of a profile."""

    profile_id: ProfileIdText
    handle: HandleText
    name: str | None
    avatar: Media | None
    level: Level
    judged_fake: bool


class ProfileCounts(Output):
    """How many posts, followers, and profiles followed."""

    posts: Count
    followers: Count
    following: Count


class ProfileViewer(Output):
    """How the viewer stands to this profile."""

    following: bool


class Profile(Output):
    """A numbered identity as the latest projected block has it; null means not known here."""

    profile_id: ProfileIdText
    handle: HandleText
    name: str | None
    bio: str | None
    avatar: Media | None
    links: list[str]
    custody: AddressHex
    recovery: AddressHex | None
    encryption_key: Bytes32Hex | None
    registered_at: Time
    counts: ProfileCounts
    level: Level = Field(description="Personhood level at the time of the latest block")
    judged_fake: bool = Field(description="Proven fake by a jury; another thing than level 0")
    viewer: ProfileViewer | None = None


class ProfileList(Output):
    """Profiles that match; never more than 100."""

    items: list[Profile]


class FollowEdge(Output):
    """One profile in a list of followers or followed."""

    profile: ProfileCard
    since: Time


class FollowerPage(Output):
    """Followers, latest first."""

    items: list[FollowEdge]
    next_cursor: NextCursor


class FollowedTag(Output):
    """A followed hashtag; `tag` is null while no post here has used it."""

    tag: str | None
    tag_id: Bytes32Hex
    since: Time


class FollowingPage(Output):
    """Profiles followed, latest first; the followed tags come with the first page only."""

    items: list[FollowEdge]
    tags: list[FollowedTag]
    next_cursor: NextCursor


class CustodyPeriod(Output):
    """A wallet that controlled the profile; `until` null means it still does."""

    index: Count
    custody: AddressHex
    since: Time
    until: Time | None


class SessionKey(Output):
    """A key authorised for some kinds until a time; `voidFrom` is set once it is revoked."""

    key: AddressHex
    since: Time
    until: Time
    kinds: list[int] = Field(description="Intent kinds it may sign, by number")
    custody_index: Count
    void_from: Time | None


class ProfileKeys(Output):
    """Everything needed to judge a signature of this profile at any time."""

    profile_id: ProfileIdText
    custodies: list[CustodyPeriod]
    session_keys: list[SessionKey]


class ProfilePath(Input):
    """A profile by id or handle."""

    id_or_handle: IdOrHandle


class ProfileIdPath(Input):
    """A profile by id."""

    profile_id: ProfileId


class ViewerQuery(Input):
    """As seen by whom; changes only the `viewer` member."""

    viewer: ProfileId | None = None


class ProfilesQuery(Input):
    """Exactly one of `custody` and `prefix`."""

    custody: Address | None = None
    prefix: HandlePrefix | None = None
    limit: Limit = 20


class ProfilePostsQuery(Input):
    """A page of a profile's posts; replies only when asked for."""

    cursor: CursorText = None
    limit: Limit = 20
    replies: Flag = False
    viewer: ProfileId | None = None


class EdgesQuery(Input):
    """A page of followers or followed."""

    cursor: CursorText = None
    limit: Limit = 50
