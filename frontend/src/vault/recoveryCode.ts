import { sha256 } from '@noble/hashes/sha2'
import { uintOfBytes } from '../domain/uintOfBytes.ts'
import { refuse } from './refuse.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const [codeBytes, codeCharacters, checkCharacters] = [20, 32, 4]

/** A fresh recovery code: 160 random bits and a check group, shown once and kept nowhere. */
export function createCode(): string {
  return spellCode(crypto.getRandomValues(new Uint8Array(codeBytes)))
}

/** Nine groups of four characters; the last one checks the others. */
export function spellCode(secret: Uint8Array): string {
  const text = base32(secret, codeCharacters) + checkOf(secret)
  return text.match(/.{4}/g)?.join('-') ?? ''
}

/**
 * The 20 bytes of a code as a person writes it: spaces and hyphens anywhere, either case, O for 0, I or L for 1.
 * Raises `vault.code_malformed`, or `vault.code_check` for a slip of the pen.
 */
export function readCode(text: string): Uint8Array {
  const plain = text.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
  if (
    plain.length !== codeCharacters + checkCharacters ||
    [...plain].some((sign) => !alphabet.includes(sign))
  ) {
    throw refuse(
      'code_malformed',
      'A recovery code has nine groups of four letters and digits; compare it with what you wrote down.',
    )
  }
  const secret = bytesOf(plain.slice(0, codeCharacters))
  if (checkOf(secret) !== plain.slice(codeCharacters)) {
    throw refuse(
      'code_check',
      'A character of the recovery code is wrong; compare it with what you wrote down.',
    )
  }
  return secret
}

function checkOf(secret: Uint8Array): string {
  return base32(sha256(secret).subarray(0, 5), 8).slice(0, checkCharacters)
}

function base32(bytes: Uint8Array, characters: number): string {
  let value = uintOfBytes(bytes)
  let text = ''
  for (let at = 0; at < characters; at++) {
    text = alphabet.charAt(Number(value & 31n)) + text
    value >>= 5n
  }
  return text
}

function bytesOf(text: string): Uint8Array {
  let value = 0n
  for (const sign of text) value = (value << 5n) | BigInt(alphabet.indexOf(sign))
  const bytes = new Uint8Array(codeBytes)
  for (let at = codeBytes - 1; at >= 0; at--) {
    bytes[at] = Number(value & 255n)
    value >>= 8n
  }
  return bytes
}
