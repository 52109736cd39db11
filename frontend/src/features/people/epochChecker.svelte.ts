import { Failure, failureOf } from '../../api/failure.ts'
import type { Config } from '../../api/model.ts'
import { openPeople } from '../../api/people.ts'
import { readPeople } from '../../chain/readPeople.ts'
import { checkEpoch, checkLevel, type EpochCheck, type FinalRoot } from '../../personhood/checkEpoch.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { pickChainSource } from '../../verify/chainSource.ts'
import { readNeighbourhood } from './readNeighbourhood.ts'

interface Shown {
  profileId: string
  level: number
  judgedFake: boolean
}

/** Holds the numbers that the gateway shows against the root that the chain keeps, read from the person's own source. */
export class EpochChecker {
  check = $state.raw<EpochCheck | null>(null)
  /** Whose root was asked for: the latest may still be disputed, then it is the one before. */
  epoch = $state(0)
  source = $state('')
  busy = $state(false)
  failure = $state.raw<Failure | null>(null)

  /** `shown` is what the page says of the profile. */
  async start(config: Config, epoch: number, shown: Shown): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.failure = null
    try {
      const { provider, name } = pickChainSource(config, gateway.name)
      this.source = name
      if (!provider) throw new Failure('people.source', sourceless)
      const { profileId } = shown
      const id = BigInt(profileId)
      const reads = readPeople(provider, config.contracts)
      const [[checked, final], seat, level, isFake] = await Promise.all([
        findFinal(reads, epoch),
        reads.seat(id),
        reads.level(id),
        reads.isFake(id),
      ])
      const told = await openPeople(gateway.api.base).getNeighbourhood(checked, profileId)
      const { steps, proven } = checkEpoch(readNeighbourhood(told), final, { profileId, seat })
      this.epoch = checked
      this.check = { steps: [checkLevel(shown, { level, isFake }), ...steps], proven }
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

/** The epoch itself, or else the one before it, with the root that the chain keeps. Raises `people.open`. */
async function findFinal(
  reads: Pick<ReturnType<typeof readPeople>, 'finalRoot'>,
  epoch: number,
): Promise<[epoch: number, root: FinalRoot]> {
  for (const asked of [epoch, epoch - 1]) {
    const final = asked > 0 ? await reads.finalRoot(asked) : null
    if (final) return [asked, final]
  }
  throw new Failure('people.open', `The root of epoch ${epoch} is not final yet. ${waiting}`)
}
