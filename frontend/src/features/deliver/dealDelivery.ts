import { parseConsent, type Consent } from '../../api/consentBody.ts'
import { Failure, failureOf } from '../../api/failure.ts'
import type { CallStatus, Hex } from '../../api/model.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { judgeDelivery, type DeliveryFacts, type StopCode, type Verdict } from './judgeDelivery.ts'
import type { RelayWish } from '../relay/relayCall.ts'

/** A delivery that is ready to be carried, by a gateway or by the person's own wallet. */
export type DeliveryCall = RelayWish & { data: Hex }

/** What a delivery needs from the world. */
export interface DeliveryPorts {
  digestOf(consent: Consent): Hex
  /** Raises `deliver.needs_source` when nobody can be asked about the chain. */
  readFacts(own: { offer: Hex; profile: bigint; digest: Hex }): Promise<DeliveryFacts>
  build(secret: DealSecret, consent: Consent, epoch: number): Promise<DeliveryCall>
  /** What has to reach the gateway before the call: the envelope of an epoch. */
  announce(secret: DealSecret, epoch: number): Promise<void>
  relay(call: DeliveryCall): Promise<CallStatus>
  getCall(callId: string): Promise<CallStatus>
  /** The vault marks the deal as closed: nothing is left to deliver. */
  close(secret: DealSecret): Promise<void>
  nowMilliseconds(): number
}

export type DeliveryState =
  | { is: 'waiting'; why: 'not_accepted' | 'not_final' | 'next_epoch'; fromSeconds: number | null }
  | { is: 'working' }
  | { is: 'sent'; lastSafeSecond: number }
  | { is: 'failed'; failure: Failure; lastSafeSecond: number | null; call: DeliveryCall | null }
  | { is: 'stopped'; code: StopCode }
  | { is: 'delivered' }

const patienceMilliseconds = 90_000
const pausesMilliseconds = [10_000, 30_000, 60_000, 180_000]

/**
 * One deal on its way to its buyer. `step` looks at the chain and does what is due, as often as it is called: a
 * key is sent once, watched on the chain and not in the gateway's word, and sent again when it does not arrive.
 */
export class DealDelivery {
  state: DeliveryState = { is: 'waiting', why: 'not_accepted', fromSeconds: null }
  readonly #secret: DealSecret
  readonly #consent: Consent
  #built: { epoch: number; call: DeliveryCall } | null = null
  #sent: { epoch: number; callId: string; at: number } | null = null
  /** The epoch whose key a gateway took and the chain did not show: its word is not enough any more. */
  #silent: number | null = null
  #closed = false
  #failures = 0
  #quietUntil = 0

  constructor(secret: DealSecret) {
    this.#secret = secret
    this.#consent = parseConsent(secret.consent)
  }

  get #validUntil(): number {
    return Number(this.#consent.validUntil)
  }

  async step(ports: DeliveryPorts): Promise<DeliveryState> {
    if (this.#closed) return this.state
    try {
      const { offer, profile } = this.#consent
      const facts = await ports.readFacts({ offer, profile, digest: ports.digestOf(this.#consent) })
      const verdict = judgeDelivery(facts, this.#validUntil)
      this.state = await this.#act(verdict, facts, ports)
    } catch (cause) {
      this.state = this.#fail(cause, null, ports)
    }
    return this.state
  }

  async #act(verdict: Verdict, facts: DeliveryFacts, ports: DeliveryPorts): Promise<DeliveryState> {
    switch (verdict.act) {
      case 'wait':
        return { is: 'waiting', why: verdict.why, fromSeconds: verdict.fromSeconds }
      case 'stop':
        if (isOver(facts, this.#validUntil)) await this.#close(ports)
        return { is: 'stopped', code: verdict.code }
      case 'done':
        if (isOver(facts, this.#validUntil)) await this.#close(ports)
        return { is: 'delivered' }
      case 'deliver':
        return this.#deliver(verdict, ports)
    }
  }

  async #deliver(
    { epoch, lastSafeSecond }: Extract<Verdict, { act: 'deliver' }>,
    ports: DeliveryPorts,
  ): Promise<DeliveryState> {
    const now = ports.nowMilliseconds()
    try {
      if (this.#sent?.epoch === epoch) {
        await this.#requireCarried(this.#sent.callId, ports)
        if (now - this.#sent.at < patienceMilliseconds) return this.#onItsWay(epoch, lastSafeSecond)
        this.#sent = null
        this.#silent = epoch
      }
      if (now < this.#quietUntil) return this.state
      if (this.#built?.epoch !== epoch)
        this.#built = { epoch, call: await ports.build(this.#secret, this.#consent, epoch) }
      await ports.announce(this.#secret, epoch)
      if (ports.nowMilliseconds() / 1000 > lastSafeSecond) return { is: 'stopped', code: 'deliver.too_late' }
      const { callId } = await ports.relay(this.#built.call)
      this.#sent = { epoch, callId, at: ports.nowMilliseconds() }
      this.#failures = 0
      return this.#onItsWay(epoch, lastSafeSecond)
    } catch (cause) {
      return this.#fail(cause, lastSafeSecond, ports)
    }
  }

  /** With a gateway that was silent before, the person is told and may send it: a key that is not mined is given away. */
  #onItsWay(epoch: number, lastSafeSecond: number): DeliveryState {
    if (this.#silent !== epoch) return { is: 'sent', lastSafeSecond }
    const failure = new Failure('relay.silent')
    return { is: 'failed', failure, lastSafeSecond, call: this.#built?.call ?? null }
  }

  /** Raises the gateway's reason when it gave the call up; a gateway that is away says nothing. */
  async #requireCarried(callId: string, ports: DeliveryPorts): Promise<void> {
    const status = await ports.getCall(callId).catch(() => null)
    if (status?.state !== 'rejected') return
    this.#sent = null
    throw new Failure(status.problem?.code ?? 'call.invalid', status.problem?.detail ?? '')
  }

  #fail(cause: unknown, lastSafeSecond: number | null, ports: DeliveryPorts): DeliveryState {
    const pause = pausesMilliseconds[Math.min(this.#failures, pausesMilliseconds.length - 1)] ?? 0
    this.#failures += 1
    this.#quietUntil = ports.nowMilliseconds() + pause
    return { is: 'failed', failure: failureOf(cause), lastSafeSecond, call: this.#built?.call ?? null }
  }

  async #close(ports: DeliveryPorts): Promise<void> {
    await ports.close(this.#secret)
    this.#closed = true
  }
}

/** Nothing is left to deliver by what can no longer be undone. */
function isOver(facts: DeliveryFacts, validUntil: number): boolean {
  const { state, withdrawn } = facts.final
  if (state === 'none') return withdrawn || facts.headSeconds > validUntil
  if (state === 'accepted') return false
  return state !== 'subscribed' || judgeDelivery({ ...facts, latest: facts.final }).act === 'done'
}
