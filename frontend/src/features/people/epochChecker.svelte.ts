import { Failure, failureOf } from '../../api/failure.ts'
import type { Config } from '../../api/model.ts'
import { openPeople } from '../../api/people.ts'
import { readPeople } from '../../chain/readPeople.ts'
import { checkEpoch, type EpochCheck } from '../../personhood/checkEpoch.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { pickChainSource } from '../../verify/chainSource.ts'
import { readNeighbourhood } from './readNeighbourhood.ts'

/** Holds the numbers that the gateway shows against the root that the chain keeps, read from the person's own source. */
export class EpochChecker {
  check = $state.raw<EpochCheck | null>(null)
  source = $state('')
  busy = $state(false)
  failure = $state.raw<Failure | null>(null)

  async start(config: Config, epoch: number, profileId: string): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.failure = null
    try {
      const { provider, name } = pickChainSource(config, gateway.name)
      this.source = name
      if (!provider) throw new Failure('people.source', sourceless)
      const [final, told] = await Promise.all([
        readPeople(provider, config.contracts).finalRoot(epoch),
        openPeople(gateway.api.base).getNeighbourhood(epoch, profileId),
      ])
      if (!final) throw new Failure('people.open', `The root of epoch ${epoch} is not final yet. ${waiting}`)
      this.check = checkEpoch(readNeighbourhood(told), final)
    } catch (cause) {
      this.check = null
      this.failure = failureOf(cause)
    } finally {
      this.busy = false
    }
  }
}

const sourceless =
  'There is nobody but this gateway to ask about the chain. Connect a wallet, or name a node of your own in Settings.'
const waiting = 'Until then anybody can dispute it, and there is nothing to hold the numbers against.'
