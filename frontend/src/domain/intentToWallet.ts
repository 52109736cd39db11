import type { WalletTypedData } from './eip712.ts'
import type { Intent, IntentDomain } from './intent.ts'
import { formToWallet } from './typedData.ts'

/** The argument of `eth_signTypedData_v4` for an intent; its digest is the intent id. */
export function intentToWallet(intent: Intent, domain: IntentDomain): WalletTypedData {
  const { profile, kind, subject, content, createdAt } = intent
  const message = { profile, kind, subject, content, createdAt }
  return formToWallet('Intent', message, { chainId: domain.chainId, contract: domain.postRegistry })
}
