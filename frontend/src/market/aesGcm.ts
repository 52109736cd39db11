/** AES-256-GCM: ciphertext ‖ tag over the plaintext, bound to `about`. The key and iv make each other's only use. */
export async function sealAes(
  key: Uint8Array,
  iv: Uint8Array,
  plain: Uint8Array,
  about: Uint8Array = new Uint8Array(),
): Promise<Uint8Array> {
  const sealing = await importKey(key, 'encrypt')
  return new Uint8Array(await crypto.subtle.encrypt(parameters(iv, about), sealing, buffered(plain)))
}

/** The plaintext, or null when key, iv, text or bytes are others than those that were sealed. */
export async function openAes(
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
  about: Uint8Array = new Uint8Array(),
): Promise<Uint8Array | null> {
  const opening = await importKey(key, 'decrypt')
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, about), opening, buffered(ciphertext)))
  } catch {
    return null
  }
}

async function importKey(key: Uint8Array, use: KeyUsage): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', buffered(key), 'AES-GCM', false, [use])
}

function parameters(iv: Uint8Array, about: Uint8Array): AesGcmParams {
  return { name: 'AES-GCM', iv: buffered(iv), additionalData: buffered(about) }
}

/** WebCrypto takes no view of shared memory, which the type of a view may be. */
function buffered(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer> // Safety: nothing here is ever made over a SharedArrayBuffer.
}
