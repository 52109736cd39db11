import type { ConsentBody } from '../../api/marketModel.ts'
import type { Hex } from '../../api/model.ts'

/** What a vault keeps of an answer: enough to deliver it, from before it is signed. */
export interface DealSecret {
  dealId: Hex
  offerId: Hex
  nonce: Hex
  receiptSalt: Hex
  selection: string
  consent: ConsentBody
  signature: Hex | null
  envelope: string | null
  terms: Hex
  epochs: number
  createdAt: number
  state: 'prepared' | 'signed' | 'sent' | 'closed'
}
