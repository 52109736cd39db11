import type { Hex } from '../../../domain/hex.ts'
import { computeNumbers, type Inputs } from './computeNumbers.ts'
import type { Sample } from './buildInputs.ts'
import { limits } from './roiWords.ts'
import { spellNumber } from './spellNumber.ts'

/** Where the chain's part was read. */
export interface Place {
  readonly chainId: number
  readonly market: Hex
  readonly offer: Hex
  readonly block: { readonly number: number; readonly hash: Hex; readonly time: number }
}

/** The report as `hashtagspace report --verify` takes it: everybody recomputes it from the chain. */
export function buildFile(
  { chainId, market, offer, block }: Place,
  inputs: Inputs,
  sample: Sample | null,
  audienceDigest: Hex | null,
) {
  const { paid, untargetedSpend, ...counts } = inputs
  const drawn = sample ? [...sample.accepted.drawn, ...sample.rejected.drawn] : []
  return {
    type: 'roi-report',
    version: 1,
    network: { chainId, market },
    offer,
    block,
    calibration: sample && { epoch: sample.epoch, size: sample.size },
    inputs: {
      ...counts,
      paid: String(paid),
      untargetedSpend: untargetedSpend === null ? null : String(untargetedSpend),
    },
    audienceDigest,
    drawn: drawn.map(({ profileId, verdict }) => ({ profile: profileId, verdict })),
    numbers: computeNumbers(inputs).map(spellNumber),
    limits,
  }
}
