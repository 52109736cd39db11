import { type Failure, failureOf } from '../../api/failure.ts'
import type { Granularity, TermsDocument } from '../../market/terms.ts'
import { vault } from '../../state/vault.svelte.ts'
import { chosenAsks, faultOf, sumOf, type Choice } from './choice.ts'
import { listAnswering, previewKind, type KindPreview, type OpenRecord } from './previewKind.ts'

/** What a person chooses of one offer. Nothing is chosen to begin with: a consent is given, not left standing. */
export class Choosing {
  choice = $state.raw<Choice>(new Map())
  failure = $state.raw<Failure | null>(null)
  /** The record that answers a category, where several could. */
  #picks = $state.raw<ReadonlyMap<string, string>>(new Map())
  readonly terms: TermsDocument
  readonly day: string

  constructor(terms: TermsDocument, day = new Date().toISOString().slice(0, 10)) {
    this.terms = terms
    this.day = day
  }

  get sum(): bigint {
    return sumOf(this.terms, this.choice)
  }
  get fault(): string | null {
    return faultOf(this.terms, this.choice)
  }

  /** Sells a category at a granularity, or (null) not at all. */
  choose(category: string, granularity: Granularity | null): void {
    const next = new Map(this.choice)
    if (granularity) next.set(category, granularity)
    else next.delete(category)
    this.choice = next
  }

  pick(category: string, recordId: string): void {
    this.#picks = new Map([...this.#picks, [category, recordId]])
  }

  /** What an ask would get, from the record picked for its category or the latest that answers. */
  preview(ask: TermsDocument['asks'][number], records: readonly OpenRecord[]): KindPreview {
    const answering = listAnswering(ask, records)
    const picked = answering.find(({ recordId }) => recordId === this.#picks.get(ask.category))
    return previewKind(ask, picked ?? answering[0] ?? null, this.day)
  }

  /** Draws the noise that an older record lacks and keeps it; what it hides is then the same for ever. */
  async drawNoise({ recordId, title, value }: OpenRecord): Promise<void> {
    this.failure = null
    try {
      // Safety: record ids are the vault's own.
      await vault.changeRecord(recordId as `0x${string}`, { title, value })
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }

  /** The chosen kinds as they would be sent; null while one of them cannot be. */
  kinds(records: readonly OpenRecord[]) {
    const previews = chosenAsks(this.terms, this.choice).map((ask) => this.preview(ask, records))
    const ready = previews.flatMap((preview) => (preview.state === 'ready' ? [preview.data] : []))
    return ready.length === previews.length ? ready : null
  }
}
