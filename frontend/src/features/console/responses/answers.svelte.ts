import { failureOf, type Failure } from '../../../api/failure.ts'
import type { Market } from '../../../api/market.ts'
import type { SaleResponse } from '../../../api/marketModel.ts'
import type { Hex } from '../../../api/model.ts'
import type { Access } from '../access.ts'
import { listAll } from '../listAll.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import { checkResponse, type CheckedResponse, type CheckSources } from './checkResponse.ts'

const sideBySide = 2

/** The answers to one offer, each checked as it comes; checked ones are not checked again unless they changed. */
export class Answers {
  /** Latest first; those that wait for the check are counted in `waiting`. */
  checked = $state.raw<readonly CheckedResponse[]>([])
  waiting = $state(0)
  loaded = $state(false)
  failure = $state.raw<Failure | null>(null)
  /** Every answer as it lies with the gateway, accepted ones included. */
  responses = $state.raw<readonly SaleResponse[]>([])
  readonly #found = new Map<string, CheckedResponse>()
  readonly #api: Pick<Market, 'listResponses'>
  readonly #sources: CheckSources
  #busy = false

  constructor(api: Pick<Market, 'listResponses'>, sources: CheckSources) {
    this.#api = api
    this.#sources = sources
  }

  /** Reads the answers that lie with the gateway and checks the new ones. A refused access raises; the rest is shown. */
  async load(offer: OwnOffer, secrets: OfferSecrets, access: Access): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      const responses = await listAll((cursor) =>
        this.#api.listResponses(offer.id, access, { cursor, limit: 50 }),
      )
      this.responses = responses
      this.failure = null
      await this.#check(offer, secrets, responses)
    } catch (cause) {
      this.failure = failureOf(cause)
      if (/^access\.|^signature\./.test(this.failure.code)) throw this.failure
    } finally {
      this.loaded = true
      this.#busy = false
    }
  }

  /** Looks at one answer again, such as after a node was away. */
  async again(offer: OwnOffer, secrets: OfferSecrets, dealId: Hex): Promise<void> {
    const response = this.responses.find((known) => known.dealId === dealId)
    if (!response) return
    this.#found.set(nameOf(response), await checkResponse(offer, secrets, response, this.#sources))
    this.#show()
  }

  async #check(offer: OwnOffer, secrets: OfferSecrets, responses: readonly SaleResponse[]): Promise<void> {
    const open = responses.filter(({ deal }) => deal === null)
    const due = open.filter((response) => {
      const verdict = this.#found.get(nameOf(response))?.verdict
      return verdict === undefined || verdict === 'unknown'
    })
    this.waiting = due.filter((response) => !this.#found.has(nameOf(response))).length
    this.#show()
    const next = async (): Promise<void> => {
      for (let response = due.shift(); response; response = due.shift()) {
        this.#found.set(nameOf(response), await checkResponse(offer, secrets, response, this.#sources))
        this.waiting = Math.max(0, this.waiting - 1)
        this.#show()
      }
    }
    await Promise.all(Array.from({ length: sideBySide }, next))
    this.waiting = 0
  }

  #show(): void {
    this.checked = this.responses
      .filter(({ deal }) => deal === null)
      .flatMap((response) => this.#found.get(nameOf(response)) ?? [])
  }
}

/** A person may replace an answer: another signature or envelope is another answer. */
const nameOf = ({ dealId, signature, envelope }: SaleResponse): string => `${dealId}:${signature}:${envelope}`
