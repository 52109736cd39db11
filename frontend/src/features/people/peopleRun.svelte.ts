import { Failure, failureOf } from '../../api/failure.ts'
import type { Config, Hex } from '../../api/model.ts'
import { encodeCall } from '../../chain/encodeCall.ts'
import { followTransaction } from '../../chain/followTransaction.ts'
import { peopleContract, readPeople } from '../../chain/readPeople.ts'
import { sendTransaction } from '../../chain/sendTransaction.ts'
import { tagTokenApprove, tagTokenPermit } from '../../chain/tokenAbi.gen.ts'
import { peopleDigest, peopleToWallet } from '../../personhood/forms.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { peopleTrust } from '../../state/peopleTrust.svelte.ts'
import { formatTag } from '../../ui/amount.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import type { Provider } from '../../wallet/provider.ts'
import { signTypedData } from '../../wallet/signTypedData.ts'
import { permitRequest, splitPermit } from '../relay/permit.ts'
import { followRelayed, relayCall, wishFor, type RelayWish } from '../relay/relayCall.ts'
import type { PeoplePlan, PeopleReads, SignedAct } from './peoplePlan.ts'

/**
 * `permit`: the wallet is asked to let the contract take the amount; `allowing`: that is on its way; `wallet`: it is
 * asked for the act itself; `asked` and `sent` belong to a transaction of its own.
 */
export type PeopleStage =
  | 'preview'
  | 'checking'
  | 'permit'
  | 'allowing'
  | 'wallet'
  | 'sending'
  | 'asked'
  | 'waiting'
  | 'done'
  | 'failed'

const deadlineSeconds = 3_600
const seenAttempts = 15
const seenPauseMilliseconds = 1_000
const working: readonly PeopleStage[] = [
  'checking',
  'permit',
  'allowing',
  'wallet',
  'sending',
  'asked',
  'waiting',
]

/**
 * One act from the preview to a block: carried by the gateway for free, or by the person's own transactions. What the
 * contract may take is exactly what the preview says; where it was allowed before, nobody is asked again.
 */
export class PeopleRun {
  stage = $state<PeopleStage>('preview')
  failure = $state.raw<Failure | null>(null)
  readonly plan: PeoplePlan
  readonly #pauseMilliseconds: number
  #signed: { act: SignedAct; signature: Hex } | null = null
  readonly busy = $derived(working.includes(this.stage))

  constructor(plan: PeoplePlan, pauseMilliseconds = seenPauseMilliseconds) {
    this.plan = plan
    this.#pauseMilliseconds = pauseMilliseconds
  }

  /** Signs once or twice and has the gateway carry it. True when the chain shows it. */
  relay(): Promise<boolean> {
    return this.#run(async (config, _, reads) => {
      await this.#permit(config, reads)
      const { act, signature } = await this.#sign(config, reads)
      await this.#carry(config, act.toWish(signature), 'waiting')
      await this.#seen(() => act.isDone(reads))
    })
  }

  /** The same signed call by the account's own transaction, which pays the network's fee. True when it is in a block. */
  sendDirectly(): Promise<boolean> {
    return this.#run(async (config, provider, reads) => {
      const contract = this.#contract(config)
      if (await this.#lacksAllowance(config, reads)) {
        const token = peopleContract(config.contracts, 'TagToken')
        await this.#transact(provider, token, encodeCall(tagTokenApprove, [contract, this.plan.takes]))
      }
      const { act, signature } = await this.#sign(config, reads)
      if (!(await act.isDone(reads))) await this.#transact(provider, contract, act.toWish(signature).data)
    })
  }

  async #run(
    act: (config: Config, provider: Provider, reads: PeopleReads) => Promise<void>,
  ): Promise<boolean> {
    if (this.busy || this.stage === 'done') return false
    this.failure = null
    this.stage = 'checking'
    try {
      const { config } = gateway
      if (!config) throw new Failure('gateway.unreachable')
      if (!peopleTrust.isTrusted(config)) throw new Failure('people.contracts')
      await connection.useNetwork(config)
      const { wallet, account } = connection
      if (!wallet) throw new Failure('wallet.disconnected')
      if (account !== this.plan.signer.toLowerCase())
        throw new Failure('wallet.other_account', this.plan.signer)
      const reads = readPeople(wallet.provider, config.contracts)
      await this.#compare(reads)
      await act(config, wallet.provider, reads)
      this.stage = 'done'
      return true
    } catch (cause) {
      this.failure = failureOf(cause)
      if (this.failure.code.startsWith('revert.Signature')) this.#signed = null
      this.stage = 'failed'
      return false
    }
  }

  /** What the preview says of numbers and names is what the chain says: a gateway told it until now. */
  async #compare(reads: PeopleReads): Promise<void> {
    const { about, price, takes } = this.plan
    if (about && (await reads.profileOfHandle(about.handle)) !== BigInt(about.profileId))
      throw new Failure('people.other_profile', about.handle)
    if (price && (await price(reads)) !== takes) throw new Failure('people.other_price')
  }

  /**
   * The act and its signature: prepared and asked for once. A second try sends the same bytes, so that nothing that
   * was signed can happen twice.
   */
  async #sign(config: Config, reads: PeopleReads): Promise<{ act: SignedAct; signature: Hex }> {
    this.stage = 'checking'
    const soon = BigInt(Math.floor(Date.now() / 1000))
    if (this.#signed && this.#signed.act.deadline > soon) return this.#signed
    const act = await this.plan.prepare(reads, await findDeadline(reads))
    const domain = { chainId: config.network.chainId, contract: this.#contract(config) }
    const digest = peopleDigest(act.form, act.message, domain)
    this.stage = 'wallet'
    const typed = peopleToWallet(act.form, act.message, domain)
    const signature = await signTypedData({ typed, digest, signer: this.plan.signer }, config)
    this.#signed = { act, signature }
    return this.#signed
  }

  /** Waits until the wallet's own node shows it; a gateway's word alone is no end. */
  async #seen(isThere: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < seenAttempts; attempt += 1) {
      if (await isThere()) return
      await new Promise((resolve) => setTimeout(resolve, this.#pauseMilliseconds))
    }
    throw new Failure('people.unseen')
  }

  #contract({ contracts }: Config): Hex {
    return peopleContract(contracts, this.plan.contract)
  }

  /** Whether the contract may not yet take the amount. Raises `people.no_tag` where there is too little of it. */
  async #lacksAllowance(config: Config, reads: PeopleReads): Promise<boolean> {
    const { signer, takes } = this.plan
    if (takes === 0n) return false
    const [balance, allowance] = await Promise.all([
      reads.balance(signer),
      reads.allowance(signer, this.#contract(config)),
    ])
    if (balance < takes)
      throw new Failure(
        'people.no_tag',
        `Your account has ${formatTag(balance)} and this takes ${formatTag(takes)}.`,
      )
    return allowance < takes
  }

  async #permit(config: Config, reads: PeopleReads): Promise<void> {
    if (!(await this.#lacksAllowance(config, reads))) return
    const { signer: owner, takes: value } = this.plan
    const spender = this.#contract(config)
    const [deadline, nonce] = await Promise.all([findDeadline(reads), reads.permitNonce(owner)])
    const token = peopleContract(config.contracts, 'TagToken')
    this.stage = 'permit'
    const { chainId } = config.network
    const request = permitRequest({ chainId, token, owner, spender, value, nonce, deadline })
    const { v, r, s } = splitPermit(await signTypedData(request, config), deadline)
    const wish = wishFor(tagTokenPermit, [owner, spender, value, deadline, v, r, s], {
      owner,
      spender,
      value: String(value),
      deadline: Number(deadline),
      ...{ v, r, s },
    })
    await this.#carry(config, wish, 'allowing')
    await this.#seen(async () => !(await this.#lacksAllowance(config, reads)))
  }

  async #carry(config: Config, wish: RelayWish, waiting: PeopleStage): Promise<void> {
    this.stage = 'sending'
    const { callId } = await relayCall(gateway.api.base, config, wish)
    this.stage = waiting
    await followRelayed(gateway.api.base, callId)
  }

  async #transact(provider: Provider, to: Hex, data: Hex): Promise<void> {
    this.stage = 'checking'
    const hash = await sendTransaction(
      provider,
      { from: this.plan.signer, to, data },
      () => (this.stage = 'asked'),
    )
    this.stage = 'waiting'
    await followTransaction(provider, hash)
  }
}

/** An hour from now, by the later of the two clocks: the contract goes by the chain's. */
async function findDeadline(reads: PeopleReads): Promise<bigint> {
  const now = Math.max(Math.floor(Date.now() / 1000), await reads.headSeconds())
  return BigInt(now + deadlineSeconds)
}
