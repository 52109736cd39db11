import { failureOf, type Failure } from '../../../api/failure.ts'
import { deleteValue, readValue, writeValue } from '../../../state/database.ts'
import { plainCopy } from '../../../state/plainCopy.ts'
import type { Granularity } from '../../../market/terms.ts'
import { exactTag } from '../../../ui/amount.ts'
import { fieldsAt } from './catalogue.ts'
import { findCategory } from '../../../market/categories.ts'
import { judgeDraft, judgePrices, type Problem } from './judgeDraft.ts'
import { emptyDraft, maxKindsOf, minKindsOf, type AskDraft, type OfferDraft } from './offerDraft.ts'
import { levelPrices } from './priceCheck.ts'
import { askOf } from './termsOfDraft.ts'

const storeKey = 'offer'
const keepMilliseconds = 400

/** The offer being written: kept in this browser as it is typed, judged as a whole at each change. */
export class DraftState {
  /** What lies in a vouch, 1e-18 TAG; null on a network without people. */
  stake = $state.raw<bigint | null>(null)
  draft = $state<OfferDraft>(emptyDraft(Date.now()))
  /** Whether what is missing is shown: not before the person asked for the preview. */
  tried = $state(false)
  failure = $state.raw<Failure | null>(null)
  loaded = $state(false)
  readonly problems: Problem[] = $derived(judgeDraft(this.draft, Date.now() / 1000, this.stake))
  readonly prices = $derived(judgePrices(this.draft))
  readonly #scope: string
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(scope: string, stake: bigint | null = null) {
    this.#scope = scope
    this.stake = stake
  }

  /** The draft of last time, if there is one; the form starts with it. */
  async load(): Promise<void> {
    try {
      const kept = await readValue<OfferDraft>(this.#scope, 'drafts', storeKey)
      if (kept?.version === 1) this.draft = { ...emptyDraft(Date.now()), ...kept }
    } catch (cause) {
      this.failure = failureOf(cause)
    }
    this.loaded = true
  }

  /** Keeps the draft a moment after the last change. */
  keep(): void {
    clearTimeout(this.#timer)
    const copy = plainCopy(this.draft)
    this.#timer = setTimeout(() => {
      writeValue(this.#scope, 'drafts', storeKey, copy).then(
        () => (this.failure = null),
        (cause: unknown) => (this.failure = failureOf(cause)),
      )
    }, keepMilliseconds)
  }

  /** A new form; who the business is stays filled in, for the next offer is by the same one. */
  async startOver(): Promise<void> {
    clearTimeout(this.#timer)
    const { controller, jurisdiction, language, withdrawalMethod, withdrawalUrl } = plainCopy(this.draft)
    const kept = { controller, jurisdiction, language, withdrawalMethod, withdrawalUrl }
    this.draft = { ...emptyDraft(Date.now()), ...kept }
    this.tried = false
    await deleteValue(this.#scope, 'drafts', storeKey)
    this.keep()
  }

  problemOf(field: string): string | null {
    return this.problems.find((problem) => problem.field === field)?.sentence ?? null
  }

  /** What to show under a field: nothing before the preview was asked for. */
  hintOf(field: string): string | null {
    return this.tried ? this.problemOf(field) : null
  }

  findAsk(category: string, granularity: Granularity): AskDraft | null {
    return this.draft.asks.find((ask) => ask.category === category && ask.granularity === granularity) ?? null
  }

  /** Asks for a kind at a granularity, or no longer. The price of the other asks is the first suggestion. */
  toggleAsk(category: string, granularity: Granularity): void {
    const { asks } = this.draft
    const before = countKinds(asks)
    if (this.findAsk(category, granularity)) {
      this.draft.asks = asks.filter((ask) => ask.category !== category || ask.granularity !== granularity)
    } else {
      const price =
        asks.findLast((ask) => ask.granularity === granularity)?.price ?? asks.at(-1)?.price ?? '2'
      const fields = granularity === 'yesno' ? firstQuestions(category) : []
      this.draft.asks = [...asks, { category, granularity, price, fields, questions: [] }]
    }
    this.#fitKinds(before)
  }

  /** All prices within the rule, by one click. */
  levelPrices(): void {
    const read = this.draft.asks.map((ask) => askOf({ ...ask, price: ask.price.trim() || '1' }))
    const levelled = levelPrices(read, { least: minKindsOf(this.draft), most: maxKindsOf(this.draft) })
    this.draft.asks = this.draft.asks.map((ask, at) => ({
      ...ask,
      price: exactTag(levelled.asks[at]?.price ?? 0n).replace(/[, A-Z]/g, ''),
    }))
    this.draft.minKinds = String(levelled.least)
    this.draft.maxKinds = String(levelled.most)
  }

  /** People sell the whole set or nothing: one set of kinds, which no price needs to hide. */
  sellTogether(): void {
    const count = String(countKinds(this.draft.asks))
    this.draft.minKinds = count
    this.draft.maxKinds = count
  }

  /** The numbers of kinds stay within what is asked for; one kind may be left out, unless the business said else. */
  #fitKinds(before: number): void {
    const count = countKinds(this.draft.asks)
    const wasUsual = maxKindsOf(this.draft) === usualMost(before)
    if (wasUsual || !(maxKindsOf(this.draft) <= count)) this.draft.maxKinds = String(usualMost(count))
    if (minKindsOf(this.draft) > maxKindsOf(this.draft)) this.draft.minKinds = this.draft.maxKinds
  }
}

const countKinds = (asks: readonly AskDraft[]): number => new Set(asks.map(({ category }) => category)).size
const usualMost = (count: number): number => Math.max(1, count - 1)

/** A yes/no ask starts with one field: each one brings a question to fill in. */
function firstQuestions(categoryId: string): string[] {
  const category = findCategory(categoryId)
  const [first] = category ? fieldsAt(category, 'yesno') : []
  return first ? [first.id] : []
}
