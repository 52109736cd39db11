import type { Hex } from '../../api/model.ts'
import { formDigest, formToWallet, tagDomainName } from '../../domain/typedData.ts'
import type { SignRequest } from '../../wallet/signTypedData.ts'

export interface PermitValues {
  chainId: number
  token: Hex
  owner: Hex
  spender: Hex
  value: bigint
  nonce: bigint
  deadline: bigint
}
/** The permit as the market's calls take it. */
export interface Permit {
  deadline: bigint
  v: number
  r: Hex
  s: Hex
}

/** What the wallet signs so that the market may take exactly this much TAG. Source: EIP-2612. */
export function permitRequest({ chainId, token, ...message }: PermitValues): SignRequest {
  const domain = { chainId, contract: token, name: tagDomainName }
  return {
    typed: formToWallet('Permit', message, domain),
    digest: formDigest('Permit', message, domain),
    signer: message.owner,
  }
}

/** The 65 bytes r ‖ s ‖ v in parts. */
export function splitPermit(signature: Hex, deadline: bigint): Permit {
  const hex = signature.slice(2)
  return {
    deadline,
    v: Number.parseInt(hex.slice(128, 130), 16),
    r: `0x${hex.slice(0, 64)}`,
    s: `0x${hex.slice(64, 128)}`,
  }
}
