import { Failure } from './failure.ts'
import type { ConsentBody } from './marketModel.ts'
import type { Hex } from './model.ts'

/** A consent as contract calls and typed data take it; the members are the contract's. */
export interface Consent {
  readonly offer: Hex
  readonly profile: bigint
  readonly payee: Hex
  readonly price: bigint
  readonly validUntil: bigint
  readonly terms: Hex
  readonly receipt: Hex
  readonly qx: bigint
  readonly qParity: number
  readonly xx: bigint
  readonly xParity: number
  readonly ctRoot: Hex
  readonly ptRoot: Hex
  readonly salt: Hex
}

const word = /^0x[0-9a-f]{64}$/
const address = /^0x[0-9a-f]{40}$/
const decimal = /^(0|[1-9][0-9]{0,77})$/

/** The consent that travelled. Raises `consent.malformed`, which names the member. */
export function parseConsent(body: Readonly<Record<string, unknown>> | ConsentBody): Consent {
  const members = body as Readonly<Record<string, unknown>> // Safety: each member is checked.
  const hex = (name: keyof ConsentBody, form: RegExp): Hex => {
    const value = String(members[name]).toLowerCase()
    if (!form.test(value)) throw new Failure('consent.malformed', name)
    return value as Hex // Safety: both patterns are hex.
  }
  const number = (name: keyof ConsentBody): bigint => {
    const value = String(members[name])
    if (!decimal.test(value)) throw new Failure('consent.malformed', name)
    return BigInt(value)
  }
  const parity = (name: keyof ConsentBody): number => {
    const value = number(name)
    if (value > 1n) throw new Failure('consent.malformed', name)
    return Number(value)
  }
  return {
    offer: hex('offer', word),
    profile: number('profile'),
    payee: hex('payee', address),
    price: number('price'),
    validUntil: number('validUntil'),
    terms: hex('terms', word),
    receipt: hex('receipt', word),
    qx: number('qx'),
    qParity: parity('qParity'),
    xx: number('xx'),
    xParity: parity('xParity'),
    ctRoot: hex('ctRoot', word),
    ptRoot: hex('ptRoot', word),
    salt: hex('salt', word),
  }
}

/** The consent as it travels: numbers as decimal text. */
export function spellConsent(consent: Consent): ConsentBody {
  const { profile, price, validUntil, qx, qParity, xx, xParity } = consent
  return {
    ...consent,
    profile: String(profile),
    price: String(price),
    validUntil: String(validUntil),
    qx: String(qx),
    qParity: String(qParity),
    xx: String(xx),
    xParity: String(xParity),
  }
}
