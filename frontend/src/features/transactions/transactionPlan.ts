import type { Hex } from '../../api/model.ts'
import type { Transaction } from '../../chain/sendTransaction.ts'
import type { Provider } from '../../wallet/provider.ts'
import type { PreviewRow } from '../calls/plan.ts'

/** A transaction that the account itself pays for: how it reads, and how it is made. */
export interface TransactionPlan {
  title: string
  /** What becomes true, in one sentence. */
  outcome: string
  rows: PreviewRow[]
  /** The account that sends and pays. */
  from: Hex
  /** Function and arguments, as they are called. */
  call: { name: string; arguments: unknown }
  /** Whether a signature comes before the transaction: the wallet then asks twice. */
  signsFirst?: boolean
  /** The encoded call, made when the person has agreed; `onSigning` hears when the wallet is asked for a signature. */
  build: (provider: Provider, onSigning: () => void) => Promise<Transaction>
}
