import type { Consent } from '../../../api/consentBody.ts'
import type { Hex } from '../../../api/model.ts'
import { readValue, writeValue } from '../../../state/database.ts'

const storeKey = 'commitments'

/**
 * The key commitments that this business has seen, each with the first consent it came with. A seller who uses one
 * again would sell the same key twice: one buyer could open what another paid for. All of it becomes public with the
 * sale, so it may lie in the browser.
 */
export class Commitments {
  readonly #scope: string
  readonly #seen = new Map<string, Hex>()
  #loaded: Promise<void> | null = null

  constructor(scope: string) {
    this.#scope = scope
  }

  /** Whether the consent of this digest is the first one that came with its commitment; it is noted. */
  async isFresh({ xx }: Pick<Consent, 'xx'>, digest: Hex): Promise<boolean> {
    await (this.#loaded ??= this.#load())
    // X and −X have one x and one key.
    const name = xx.toString(16)
    const first = this.#seen.get(name)
    if (first !== undefined) return first === digest
    this.#seen.set(name, digest)
    await writeValue(this.#scope, 'drafts', storeKey, [...this.#seen])
    return true
  }

  async #load(): Promise<void> {
    const kept = await readValue<[string, Hex][]>(this.#scope, 'drafts', storeKey)
    for (const [name, digest] of kept ?? []) this.#seen.set(name, digest)
  }
}
