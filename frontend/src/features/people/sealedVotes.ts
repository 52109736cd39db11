import { Failure } from '../../api/failure.ts'
import type { Config, Hex } from '../../api/model.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { bytesOfUint } from '../../domain/bytesOfUint.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { joinBytes } from '../../domain/joinBytes.ts'
import { keccak256 } from '../../domain/keccak256.ts'
import { readPreference, writePreference } from '../../state/preferences.ts'
import { networkScope } from '../../state/scope.ts'

export interface SealedVote {
  vote: number
  salt: Hex
}

/** keccak256(abi.encode(case, juror, vote, salt)): seals a vote until it is opened. */
export function sealVote(caseId: string, juror: string, { vote, salt }: SealedVote): Hex {
  const numbers = [BigInt(caseId), BigInt(juror), BigInt(vote)].map((value) => bytesOfUint(value, 32))
  return hexOfBytes(keccak256(joinBytes(...numbers, bytesOfHex(salt, 32))))
}

const nameOf = (config: Config, caseId: string, juror: string): string =>
  `votes:${networkScope(config)}:${caseId}:${juror}`

/** Every vote that this browser has sealed in the case, whether it reached the chain or not. */
export function listVotes(config: Config, caseId: string, juror: string): SealedVote[] {
  try {
    // Safety: written by `keepVote` below; a broken text counts as none.
    const kept = JSON.parse(readPreference(nameOf(config, caseId, juror)) ?? '[]') as SealedVote[]
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}

/** The vote is kept beside the earlier ones: any of them may be the one on the chain. Raises `page.storage`. */
export function keepVote(config: Config, caseId: string, juror: string, sealed: SealedVote): void {
  const votes = [...listVotes(config, caseId, juror), sealed]
  writePreference(nameOf(config, caseId, juror), JSON.stringify(votes))
  if (!listVotes(config, caseId, juror).some(({ salt }) => salt === sealed.salt))
    throw new Failure('page.storage')
}

/** The vote that the chain's commitment seals; null where this browser does not have it. */
export function findVote(config: Config, caseId: string, juror: string, commitment: Hex): SealedVote | null {
  return (
    listVotes(config, caseId, juror).find((sealed) => sealVote(caseId, juror, sealed) === commitment) ?? null
  )
}
