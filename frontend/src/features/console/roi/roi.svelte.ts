import { failureOf, Failure } from '../../../api/failure.ts'
import type { Deal, Offer } from '../../../api/marketModel.ts'
import type { Config } from '../../../api/model.ts'
import { requestJson } from '../../../api/request.ts'
import { addressOf, readMarket } from '../../../chain/readMarket.ts'
import { parseTag } from '../../../ui/amount.ts'
import { chainOf } from '../chainOf.ts'
import { mostAsked, readLevels } from '../report/levels.ts'
import { buildFile, type Place } from './buildFile.ts'
import { buildInputs, filterOf, type Sample } from './buildInputs.ts'
import { computeNumbers } from './computeNumbers.ts'
import { readAudience, type Audience } from './readAudience.ts'
import { readHead } from './readHead.ts'
import { spellNumber } from './spellNumber.ts'

/** What the report of one offer is made of in this browser; nothing of the business's list leaves it. */
export class Roi {
  sample = $state.raw<Sample | null>(null)
  audience = $state.raw<Audience | null>(null)
  /** What was spent on the untargeted, as it was typed. */
  spend = $state('')
  failure = $state.raw<Failure | null>(null)
  loaded = $state(false)
  #listed = $state.raw<ReadonlyMap<string, number>>(new Map())
  #block = $state.raw<Place['block'] | null>(null)
  readonly #config: Config
  readonly #base: string

  constructor(config: Config, base: string) {
    this.#config = config
    this.#base = base
  }

  /** The calibration sample, by the gateway's word; then the block that the chain's part is read at. */
  async load(offer: Offer): Promise<void> {
    try {
      const path = `/v1/people/calibration?level=${filterOf(offer)}`
      const { sample } = await requestJson<{ sample: Sample | null }>(this.#base, path)
      this.sample = sample
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    }
    this.loaded = true
    this.#block = await Promise.resolve()
      .then(() => readHead(chainOf(this.#config).provider))
      .catch(() => null) // without a chain node there is no file for others, and the page says so
  }

  /** Whether there is a block that a second person can read the chain at. */
  get isVerifiable(): boolean {
    return this.#block !== null
  }

  /** The business's list is counted by the levels that the chain has. Raises nothing; `failure` says what went wrong. */
  async take(file: Blob): Promise<void> {
    this.failure = null
    try {
      const audience = await readAudience(new Uint8Array(await file.arrayBuffer()))
      if (audience.rows.length > mostAsked)
        throw new Failure(
          'audience.too_long',
          `A list of more than ${mostAsked} people is for the command line: hashtagspace report --audience.`,
        )
      const reads = readMarket(chainOf(this.#config).provider, this.#config.contracts)
      const levels = await readLevels(
        reads,
        audience.rows.map(({ profileId }) => profileId),
      )
      if (!levels)
        throw new Failure('chain.unreachable', 'The chain node did not tell the levels of your list.')
      this.#listed = levels
      this.audience = audience
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }

  /** Amount of TAG spent on the untargeted; null while none reads. */
  get untargetedSpend(): bigint | null {
    try {
      return this.spend.trim() ? parseTag(this.spend) : null
    } catch {
      return null
    }
  }

  inputs(offer: Offer, deals: readonly Deal[], levels: ReadonlyMap<string, number>) {
    const known = new Map([...levels, ...this.#listed])
    const { sample, audience, untargetedSpend } = this
    return buildInputs({ offer, deals, levels: known, sample, audience, untargetedSpend })
  }

  numbers(offer: Offer, deals: readonly Deal[], levels: ReadonlyMap<string, number>) {
    return computeNumbers(this.inputs(offer, deals, levels)).map(spellNumber)
  }

  /** The file for others to verify; null while the block is not known. */
  file(offer: Offer, deals: readonly Deal[], levels: ReadonlyMap<string, number>) {
    if (!this.#block) return null
    const { network, contracts } = this.#config
    const market = addressOf(contracts, 'DataMarket')
    const place = { chainId: network.chainId, market, offer: offer.offerId, block: this.#block }
    const digest = this.audience?.digest ?? null
    return buildFile(place, this.inputs(offer, deals, levels), this.sample, digest)
  }
}
