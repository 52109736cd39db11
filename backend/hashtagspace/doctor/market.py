"""The data market: wired to the contracts of its own deployment."""

from collections.abc import Iterator

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.doctor.finding import Finding, fail, ok


def examine_market(rpc: Rpc, deployment: Deployment) -> Iterator[Finding]:
    """DataMarket pays in this TAG and asks these registries; raises `chain.*`."""
    market = "0x" + deployment.data_market.hex()
    levels = "PersonhoodRegistry" if deployment.has_people else "NoLevels"
    wires = {"TOKEN": "TagToken", "PROFILES": "ProfileRegistry", "PERSONHOOD": levels}
    calls = [
        ("eth_call", [{"to": market, "data": "0x" + encode_call("DataMarket", view, ()).hex()}, "latest"])
        for view in wires
    ]
    answers = dict(zip(wires, rpc.batch(calls, str), strict=True))
    wrong = [
        f"its {view} is not {name}"
        for view, name in wires.items()
        if answers[view] != "0x" + bytes(12).hex() + deployment.addresses[name].hex()
    ]
    if wrong:
        yield fail(
            "contracts market",
            f"DataMarket at {market}: {', '.join(wrong)}",
            "correct the deployment file, it names contracts that do not belong together",
        )
    else:
        yield ok("contracts market", f"pays in TagToken, asks ProfileRegistry and {levels}")
