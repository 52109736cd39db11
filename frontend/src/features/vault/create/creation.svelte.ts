import { Failure } from '../../../api/failure.ts'
import type { Method, Unlock } from '../../../vault/wraps.ts'
import { methods } from '../methodWords.ts'

export type CreationStep = 'choose' | 'passphrase' | 'code' | 'sign'
const leastMethods = 2

/** From the choice of two ways in to the vault: what the person set up so far, in this page's memory only. */
export class Creation {
  chosen = $state<Record<Method, boolean>>({ wallet: true, code: true, passphrase: false })
  step = $state<CreationStep>('choose')
  #passphrase = ''
  #code = ''

  readonly steps: CreationStep[] = $derived([
    'choose',
    ...(this.chosen.passphrase ? (['passphrase'] as const) : []),
    ...(this.chosen.code ? (['code'] as const) : []),
    'sign',
  ])
  readonly position = $derived(this.steps.indexOf(this.step))
  readonly enough = $derived(methods.filter((method) => this.chosen[method]).length >= leastMethods)

  next(): void {
    this.step = this.steps[this.position + 1] ?? this.step
  }

  back(): void {
    this.step = this.steps[this.position - 1] ?? 'choose'
  }

  keepPassphrase(text: string): void {
    this.#passphrase = text
    this.next()
  }

  keepCode(code: string): void {
    this.#code = code
    this.next()
  }

  /** The chosen ways in, the wallet's first. Raises `page.unexpected` when one was not set up. */
  async unlocks(wallet: () => Promise<Unlock>): Promise<Unlock[]> {
    const { chosen } = this
    if ((chosen.passphrase && !this.#passphrase) || (chosen.code && !this.#code)) {
      throw new Failure('page.unexpected', 'a way in was not set up')
    }
    return [
      ...(chosen.wallet ? [await wallet()] : []),
      ...(chosen.code ? [{ method: 'code', code: this.#code } as const] : []),
      ...(chosen.passphrase ? [{ method: 'passphrase', passphrase: this.#passphrase } as const] : []),
    ]
  }

  /** Forgets what was typed and shown. */
  forget(): void {
    this.#passphrase = ''
    this.#code = ''
  }
}
