"""Why a profile has its level; epochs with their roots; cases."""

from typing import Any

from flask import Response

from hashtagspace.api import case_views, epoch_views, personhood_views
from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.gateway import current_gateway
from hashtagspace.api.neighbourhood import build_neighbourhood
from hashtagspace.api.paging import position_of
from hashtagspace.api.respond import answer_read
from hashtagspace.api.schemas.case import CasePage, CasesQuery
from hashtagspace.api.schemas.people_epoch import (
    EpochDetail,
    EpochList,
    EpochPath,
    EpochsQuery,
    Neighbourhood,
    NeighbourhoodQuery,
)
from hashtagspace.api.schemas.personhood import Personhood
from hashtagspace.api.schemas.profile import ProfileIdPath
from hashtagspace.store.read_feeds import END
from hashtagspace.store.reader import Connection

routes = build_blueprint("people", "Personhood levels, and where they come from")
_CASE_ID_BYTES = 8


@routes.get("/v1/profiles/<profileId>/personhood", operation_id="getPersonhood", responses={200: Personhood})
def get_personhood(path: ProfileIdPath) -> Response:
    """A profile's level, why it has it, and what is missing for the next."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        return personhood_views.build_personhood(connection, path.profile_id)

    return answer_read(build)


@routes.get("/v1/people/epochs", operation_id="listEpochs", responses={200: EpochList})
def list_epochs(query: EpochsQuery) -> Response:
    """Epochs, latest first, with the roots that were posted."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        return {"items": epoch_views.list_epochs(connection, query.limit)}

    return answer_read(build)


@routes.get("/v1/people/epochs/<epoch>", operation_id="getEpoch", responses={200: EpochDetail})
def get_epoch(path: EpochPath) -> Response:
    """One epoch: header, draws, posts, disputes."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        return epoch_views.build_epoch(connection, path.epoch)

    return answer_read(build)


@routes.get(
    "/v1/people/epochs/<epoch>/neighbourhood",
    operation_id="getNeighbourhood",
    responses={200: Neighbourhood},
)
def get_neighbourhood(path: EpochPath, query: NeighbourhoodQuery) -> Response:
    """What a browser needs to compute a profile's numbers anew and to hold them against the root."""
    trees = current_gateway().standings

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        return build_neighbourhood(connection, trees, path.epoch, query.profile)

    return answer_read(build)


@routes.get("/v1/people/cases", operation_id="listCases", responses={200: CasePage})
def list_cases(query: CasesQuery) -> Response:
    """Cases, latest first."""
    after = position_of(query.cursor, END, _CASE_ID_BYTES)

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        return case_views.build_page(connection, query, after)

    return answer_read(build)
