import { getCategory, type Field, type Noised } from './categories.ts'
import { memberOf } from './plainJson.ts'
import { findNoise, type RecordValue } from './recordValues.ts'

/**
 * Noise for a number: discrete Laplace, sampled exactly from random bytes, without floating point.
 * P(n) is proportional to exp(−|n| / scale), scale = sensitivity / epsilon. Source: Canonne, Kamath, Steinke,
 * "The Discrete Gaussian for Differential Privacy", algorithms 1 and 2. The order in which bytes are consumed is
 * part of the format: the vectors give bytes and say what comes of them.
 */
export type DrawBytes = (length: number) => Uint8Array

/** A fraction above zero in lowest terms. */
export interface Scale {
  readonly numerator: bigint
  readonly denominator: bigint
}

export const randomBytes: DrawBytes = (length) => crypto.getRandomValues(new Uint8Array(length))

/** The scale of a field's noise, exactly. */
export function scaleOf({ sensitivity, epsilon }: Pick<Noised, 'sensitivity' | 'epsilon'>): Scale {
  const [whole = '', part = ''] = epsilon.split('.')
  const unit = 10n ** BigInt(part.length)
  return reduced(BigInt(sensitivity) * unit, BigInt(whole + part))
}

function reduced(numerator: bigint, denominator: bigint): Scale {
  let [a, b] = [numerator, denominator]
  while (b > 0n) [a, b] = [b, a % b]
  return { numerator: numerator / a, denominator: denominator / a }
}

/** One draw; the numerator and denominator of `scale` are below 2^32. */
export function drawNoise(scale: Scale, drawBytes: DrawBytes = randomBytes): number {
  const { numerator: t, denominator: s } = scale
  for (;;) {
    const u = below(t, drawBytes)
    if (!happens(u, t, drawBytes)) continue
    let v = 0n
    while (happens(1n, 1n, drawBytes)) v += 1n
    const size = (u + t * v) / s
    const negative = below(2n, drawBytes) === 1n
    // Zero has one sign only.
    if (!(negative && size === 0n)) return Number(negative ? -size : size)
  }
}

/** True with probability exp(−numerator / denominator), which is from 0 to 1. */
function happens(numerator: bigint, denominator: bigint, drawBytes: DrawBytes): boolean {
  let k = 1n
  while (below(denominator * k, drawBytes) < numerator) k += 1n
  return k % 2n === 1n
}

/**
 * A number from 0 to bound − 1: as many bits as bound − 1 has, from big-endian bytes, until one fits.
 * A bound of 1 takes no byte.
 */
function below(bound: bigint, drawBytes: DrawBytes): bigint {
  if (bound === 1n) return 0n
  const bits = (bound - 1n).toString(2).length
  const size = Math.ceil(bits / 8)
  for (;;) {
    let number = 0n
    for (const byte of drawBytes(size)) number = (number << 8n) | BigInt(byte)
    number >>= BigInt(8 * size - bits)
    if (number < bound) return number
  }
}

/**
 * The record with noise drawn for every number that can have it and has none: save it before it is sold.
 * What was drawn stays, so that the same number asked for again cannot be averaged out.
 */
export function keepNoise(value: RecordValue, drawBytes: DrawBytes = randomBytes): RecordValue {
  let kept = value
  for (const field of getCategory(value.category).fields) {
    const { noised } = field.ladder
    const of = memberOf(value.fields, field.id)
    if (!noised || typeof of !== 'number' || findNoise(kept, field) !== null) continue
    const noise = drawNoise(scaleOf(noised), drawBytes)
    kept = { ...kept, noise: [...kept.noise, { field: field.id, epsilon: noised.epsilon, of, noise }] }
  }
  return kept
}

/** The number with its noise, held within what the field can be, which tells nothing more. */
export function addNoise(field: Field, of: number, noise: number): number {
  return Math.min(Math.max(of + noise, field.least ?? 0), field.most ?? 0)
}

/** What the person and the business are told of the noise. */
export function explainNoise({ about, within, unit }: Noised): string {
  return (
    `your number (${unit}), give or take about ${about}, in 95 of 100 draws at most ${within}; drawn once ` +
    'and kept, so asking again tells no more'
  )
}
