import type { Hex } from './hex.ts'

declare const brand: unique symbol

/** A text that went through its parser; plain text does not pass for it. */
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

/** Decimal text of a number from 1 to 2^63−1; never a JavaScript number. */
export type ProfileId = Branded<string, 'ProfileId'>
/** The EIP-712 digest of an intent: post id, Merkle leaf. */
export type IntentId = Branded<Hex, 'IntentId'>
/** The sha2-256 of content, 32 bytes. */
export type Digest = Branded<Hex, 'Digest'>
/** CIDv1 in lower-case base32, raw or dag-pb, sha2-256. */
export type Cid = Branded<string, 'Cid'>
/** A hashtag in its one spelling, without its sign. */
export type Tag = Branded<string, 'Tag'>
