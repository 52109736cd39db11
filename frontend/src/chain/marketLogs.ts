import type { Hex } from '../api/model.ts'
import {
  dataMarketConsentGivenEvent,
  dataMarketItemSkippedEvent,
  dataMarketOfferOpenedEvent,
} from './marketAbi.gen.ts'
import type { Receipt } from './readReceipt.ts'
import { signatureHash } from './selector.ts'

const topicOf = {
  opened: signatureHash(dataMarketOfferOpenedEvent),
  given: signatureHash(dataMarketConsentGivenEvent),
  skipped: signatureHash(dataMarketItemSkippedEvent),
}
type Found = { topics: string[]; data: string }

/** Which deals a transaction accepted, and which it left out with the contract's reason (IMarketTypes.Fault). */
export function readAccepted(
  receipt: Receipt,
  market: Hex,
): { accepted: Hex[]; skipped: { dealId: Hex; fault: number }[] } {
  return {
    accepted: logsOf(receipt, market, topicOf.given).map(dealOf),
    skipped: logsOf(receipt, market, topicOf.skipped).map((log) => ({
      dealId: dealOf(log),
      fault: Number(log.data),
    })),
  }
}

/** The id of the offer that a transaction opened, or null. */
export function readOpened(receipt: Receipt, market: Hex): Hex | null {
  const [log] = logsOf(receipt, market, topicOf.opened)
  return log ? dealOf(log) : null
}

function logsOf({ logs }: Receipt, market: Hex, topic: Hex): Found[] {
  return logs.filter(({ address, topics }) => address === market.toLowerCase() && topics[0] === topic)
}

function dealOf({ topics }: Found): Hex {
  return (topics[1] ?? '0x') as Hex // Safety: an indexed bytes32 is the second topic; it is only compared.
}
