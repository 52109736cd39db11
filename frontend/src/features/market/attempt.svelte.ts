import { failureOf, type Failure } from '../../api/failure.ts'

/** One thing a person does that may take a while and may fail: busy once, its failure kept until the next try. */
export class Attempt {
  busy = $state(false)
  failure = $state.raw<Failure | null>(null)

  /** True when `act` came through; while one runs, another does not start. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.failure = null
    try {
      await act()
      return true
    } catch (cause) {
      this.failure = failureOf(cause)
      return false
    } finally {
      this.busy = false
    }
  }
}
