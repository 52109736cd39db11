"""Campaigns as counts: what the numbers of a report are computed from, in tests and golden vectors."""

from hashtagspace.market.roi import Arm, Inputs, Stratum

TAG = 10**18

WHOLE = Inputs(
    level=1,
    paid=1_234 * TAG + 5 * 10**17,
    paid_accepted=310,
    paid_rejected=12,
    sample_accepted=Stratum(8_000, 97, 3, 0),
    sample_rejected=Stratum(2_000, 58, 42, 0),
    audience=Arm(1_700, 300),
    reached=Arm(1_360, 240, 95, 9),
    held_out=Arm(340, 60, 9, 1),
    untargeted=Arm(800, 200, 30, 11),
    untargeted_spend=1_000 * TAG,
)
SILENT = Inputs(
    level=2,
    paid=640 * TAG,
    paid_accepted=80,
    paid_rejected=0,
    sample_accepted=Stratum(500, 80, 1, 19),
    sample_rejected=Stratum(900, 40, 20, 40),
    audience=Arm(80, 150),
)
NO_SAMPLE = Inputs(level=1, paid=7 * TAG // 3, paid_accepted=2, paid_rejected=1, audience=Arm(2, 1))
NOBODY = Inputs(level=3, paid=0, paid_accepted=0, paid_rejected=0)
ALL_FAKE = Inputs(
    level=1,
    paid=50 * TAG,
    paid_accepted=5,
    paid_rejected=0,
    sample_accepted=Stratum(60, 1, 59, 0),
    sample_rejected=Stratum(100, 10, 50, 40),
    audience=Arm(5, 0),
)
USELESS_FILTER = Inputs(
    level=1,
    paid=100 * TAG,
    paid_accepted=100,
    paid_rejected=0,
    sample_accepted=Stratum(1_000, 70, 30, 0),
    sample_rejected=Stratum(1_000, 71, 29, 0),
    audience=Arm(500, 500),
    reached=Arm(300, 0, 12, 0),
    held_out=Arm(100, 0, 4, 0),
    untargeted=Arm(500, 500, 40, 40),
    untargeted_spend=400 * TAG,
)
NO_FAKE_FOUND = Inputs(
    level=1,
    paid=32 * TAG,
    paid_accepted=32,
    paid_rejected=0,
    sample_accepted=Stratum(40, 32, 0, 8),
    sample_rejected=Stratum(100, 100, 0, 0),
    audience=Arm(31, 1),
)
CAMPAIGN_INPUTS = {
    "whole": WHOLE,
    "silent": SILENT,
    "no_sample": NO_SAMPLE,
    "nobody": NOBODY,
    "all_fake": ALL_FAKE,
    "useless_filter": USELESS_FILTER,
    "no_fake_found": NO_FAKE_FOUND,
}
