import { montgomery } from '@noble/curves/abstract/montgomery'
import { Keccak } from '@noble/hashes/sha3'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { joinBytes } from '../domain/joinBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { wipe } from './derivation.ts'

/** The bytes of a public key and of what is sent. */
export const [publicKeyBytes, sentBytes] = [1216, 1120]
const [latticePublic, latticeSent] = [1184, 1088]
const label = utf8('\\.//^\\')
const prime = 2n ** 255n - 19n

/** X25519. Source: RFC 7748. */
const curve = montgomery({
  P: prime,
  type: 'x25519',
  powPminus2: inverse,
  adjustScalarBytes: clamp,
  randomBytes: (length = 32) => crypto.getRandomValues(new Uint8Array(length)),
})

/** What both sides know after an encapsulation, and the bytes sent for it. */
export interface Encapsulated {
  readonly shared: Uint8Array
  readonly sent: Uint8Array
}

/** The public key of 32 secret bytes. Source: draft-connolly-cfrg-xwing-kem. */
export function xWingPublicKey(seed: Uint8Array): Uint8Array {
  const { secretLattice, secretCurve, publicLattice } = expandSeed(seed)
  const key = joinBytes(publicLattice, curve.getPublicKey(secretCurve))
  wipe(secretLattice, secretCurve)
  return key
}

/** A fresh shared secret for the holder of a key. Throws for a malformed key; only vectors give `eseed`. */
export function encapsulate(publicKey: Uint8Array, eseed = fresh(64)): Encapsulated {
  const curvePublic = publicKey.subarray(latticePublic)
  const lattice = ml_kem768.encapsulate(publicKey.subarray(0, latticePublic), eseed.subarray(0, 32))
  const curveSent = curve.getPublicKey(eseed.subarray(32))
  const curveShared = curve.getSharedSecret(eseed.subarray(32), curvePublic)
  const shared = combine(lattice.sharedSecret, curveShared, curveSent, curvePublic)
  wipe(eseed, lattice.sharedSecret, curveShared)
  return { shared, sent: joinBytes(lattice.cipherText, curveSent) }
}

/** The shared secret of what was sent; a forged lattice part gives another secret, a low point throws. */
export function decapsulate(sent: Uint8Array, seed: Uint8Array): Uint8Array {
  const { secretLattice, secretCurve } = expandSeed(seed)
  const curveSent = sent.subarray(latticeSent)
  const lattice = ml_kem768.decapsulate(sent.subarray(0, latticeSent), secretLattice)
  const curveShared = curve.getSharedSecret(secretCurve, curveSent)
  const shared = combine(lattice, curveShared, curveSent, curve.getPublicKey(secretCurve))
  wipe(secretLattice, secretCurve, lattice, curveShared)
  return shared
}

function combine(lattice: Uint8Array, shared: Uint8Array, sent: Uint8Array, key: Uint8Array): Uint8Array {
  return sponge(0x06, 32, joinBytes(lattice, shared, sent, key, label))
}

function expandSeed(seed: Uint8Array) {
  const expanded = sponge(0x1f, 96, seed)
  const lattice = ml_kem768.keygen(expanded.subarray(0, 64))
  const secretCurve = expanded.slice(64)
  wipe(expanded)
  return { secretLattice: lattice.secretKey, publicLattice: lattice.publicKey, secretCurve }
}

/** SHA3-256 (suffix 0x06) or SHAKE256 (0x1f) out of the sponge that Keccak-256 brings anyway. */
function sponge(suffix: number, length: number, input: Uint8Array): Uint8Array {
  return new Keccak(136, suffix, length).update(input).digest()
}

function clamp(scalar: Uint8Array): Uint8Array {
  scalar[0] = (scalar[0] ?? 0) & 248
  scalar[31] = ((scalar[31] ?? 0) & 127) | 64
  return scalar
}

/** 1/x by Fermat: the steps depend on the prime alone. */
function inverse(x: bigint): bigint {
  let [result, square] = [1n, x]
  for (let exponent = prime - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}

function fresh(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
