"""Deals and payees as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from hashtagspace.api.encode import hex_of, maybe_hex, rfc3339_seconds
from hashtagspace.store import read_deals
from hashtagspace.store.read_deals import (
    DealEventRecord,
    DealRecord,
    DeletionRecord,
    DeliveryRecord,
    EpochRecord,
)
from hashtagspace.store.read_payees import MovementRecord, PayeeRecord
from hashtagspace.store.reader import Connection

Envelopes = Mapping[tuple[bytes, int], str]


def build_deals(
    connection: Connection,
    records: Sequence[DealRecord],
    final_number: int,
    envelopes: Envelopes,
    most_epochs: int,
) -> list[dict[str, Any]]:
    """The deals in this order; `envelopes` are those of epochs, by (deal, epoch)."""
    ids = [record.deal for record in records]
    if not ids:
        return []
    deliveries = read_deals.map_deliveries(connection, ids)
    epochs = read_deals.map_epochs(connection, ids, most_epochs)
    deletions = read_deals.map_deletions(connection, ids)
    events = read_deals.map_events(connection, ids)
    return [
        {
            **_build_deal(record, final_number),
            "delivery": _build_delivery(deliveries.get(record.deal)),
            "epochs": [_build_epoch(record.deal, one, envelopes) for one in epochs.get(record.deal, ())],
            "deletion": _build_deletion(deletions.get(record.deal)),
            "events": [_build_event(one) for one in events.get(record.deal, ())],
        }
        for record in records
    ]


def build_payee(address: bytes, record: PayeeRecord, movements: Sequence[MovementRecord]) -> dict[str, Any]:
    """What the account earned."""
    return {
        "address": hex_of(address),
        "credited": str(record.credited),
        "withdrawn": str(record.withdrawn),
        "credit": str(record.credited - record.withdrawn),
        "history": [
            {
                "type": "withdrawn" if one.deal is None and one.offer is None else "credited",
                "amount": str(one.amount),
                "dealId": maybe_hex(one.deal),
                "offerId": maybe_hex(one.offer),
                "at": rfc3339_seconds(one.at),
                "txHash": hex_of(one.tx_hash),
            }
            for one in movements
        ],
    }


def _build_deal(record: DealRecord, final_number: int) -> dict[str, Any]:
    return {
        "dealId": hex_of(record.deal),
        "offerId": hex_of(record.offer),
        "profileId": str(record.profile),
        "digest": maybe_hex(record.digest),
        "payee": maybe_hex(record.payee),
        "price": None if record.price is None else str(record.price),
        "state": record.state.word,
        "acceptedAt": None if record.accepted_at is None else rfc3339_seconds(record.accepted_at),
        "until": record.until,
        "vesting": _build_vesting(record),
        "credited": str(record.credited),
        "returned": str(record.returned),
        "withdrawn": _build_withdrawal(record),
        "final": record.last_block <= final_number,
        "acceptFinal": record.accept_block is not None and record.accept_block <= final_number,
    }


def _build_vesting(record: DealRecord) -> dict[str, Any] | None:
    if record.vesting_from is None:
        return None
    return {
        "rest": str(record.vesting_rest),
        "from": record.vesting_from,
        "until": record.vesting_until,
    }


def _build_withdrawal(record: DealRecord) -> dict[str, Any] | None:
    if record.withdrawn_at is None or record.withdrawn_stage is None:
        return None
    return {"at": rfc3339_seconds(record.withdrawn_at), "stage": record.withdrawn_stage.word}


def _build_delivery(record: DeliveryRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {
        "dx": str(record.dx),
        "dParity": record.d_parity,
        "at": rfc3339_seconds(record.at),
        "txHash": hex_of(record.tx_hash),
    }


def _build_epoch(deal: bytes, record: EpochRecord, envelopes: Envelopes) -> dict[str, Any]:
    return {
        "epoch": record.epoch,
        "xx": str(record.xx),
        "xParity": record.x_parity,
        "ctRoot": hex_of(record.ct_root),
        "dx": str(record.dx),
        "dParity": record.d_parity,
        "at": rfc3339_seconds(record.at),
        "txHash": hex_of(record.tx_hash),
        "envelope": envelopes.get((deal, record.epoch)),
    }


def _build_deletion(record: DeletionRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {"statement": hex_of(record.statement), "at": rfc3339_seconds(record.at)}


def _build_event(record: DealEventRecord) -> dict[str, Any]:
    return {
        "type": record.type,
        "at": rfc3339_seconds(record.at),
        "blockNumber": record.block_number,
        "txHash": hex_of(record.tx_hash),
    }
