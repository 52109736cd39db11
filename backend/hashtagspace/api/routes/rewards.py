"""Tips that a profile received, and the pool of an epoch."""

from typing import Any

from flask import Response

from hashtagspace.api import reward_views
from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.paging import position_of
from hashtagspace.api.respond import answer_read
from hashtagspace.api.schemas.reward import RewardEpoch, RewardPath, TipPage, TipsPath, TipsQuery
from hashtagspace.store.read_feeds import END
from hashtagspace.store.reader import Connection

routes = build_blueprint("rewards", "Tips, and what sponsors add to those of real people")
_PLACE_BYTES = 8


@routes.get("/v1/profiles/<profileId>/tips", operation_id="listTips", responses={200: TipPage})
def list_tips(path: TipsPath, query: TipsQuery) -> Response:
    """Tips that a profile received, latest first."""
    after = position_of(query.cursor, END, _PLACE_BYTES)

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        return reward_views.build_tips(connection, path.profile_id, after, query.limit)

    return answer_read(build)


@routes.get("/v1/rewards/<epoch>", operation_id="getReward", responses={200: RewardEpoch})
def get_reward(path: RewardPath) -> Response:
    """The pool of an epoch, and who has how much of it."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        return reward_views.build_reward(connection, path.epoch)

    return answer_read(build)
