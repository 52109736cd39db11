"""Who is drawn to measure what a level lets through, and what juries found about them."""

from typing import Any

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.calibration_views import build_calibration
from hashtagspace.api.gateway import current_gateway
from hashtagspace.api.respond import answer_read
from hashtagspace.api.schemas.calibration import Calibration, CalibrationQuery
from hashtagspace.store.reader import Connection

routes = build_blueprint("calibration", "How a level's errors are measured")


@routes.get("/v1/people/calibration", operation_id="getCalibration", responses={200: Calibration})
def get_calibration(query: CalibrationQuery) -> Response:
    """The calibration sample that reports stand on."""
    desk = current_gateway().calibration

    def build(connection: Connection, revision: int) -> dict[str, Any]:
        return build_calibration(desk.look(connection, revision), query.level, query.size, query.epoch)

    return answer_read(build)
