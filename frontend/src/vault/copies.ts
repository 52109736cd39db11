import { Failure } from '../api/failure.ts'
import { openDatabase } from '../state/database.ts'
import { decodeManifest } from './manifest.ts'
import type { VaultCopies, VaultCopy } from './ports.ts'
import { isSame } from './snapshot.ts'

interface Kept extends VaultCopy {
  writtenAt: number
}

/** Copies in the browser's own database, one of each vault of each profile. */
export function openCopies(scope: string): VaultCopies {
  return {
    async list(profile) {
      const database = await openDatabase(scope)
      const all = await settle(database.transaction('vaults').objectStore('vaults').getAll())
      const own = (all as Kept[]).filter((kept) => kept.profile === profile) // Safety: written below alone.
      return own.sort((a, b) => b.writtenAt - a.writtenAt)
    },
    async write(copy, blobs, replaces) {
      const database = await openDatabase(scope)
      return writeCopy(database.transaction(['vaults', 'blobs'], 'readwrite'), copy, blobs, replaces)
    },
    async findBlob(cid) {
      const database = await openDatabase(scope)
      const found: unknown = await settle(database.transaction('blobs').objectStore('blobs').get(cid))
      return ArrayBuffer.isView(found) ? new Uint8Array(found as Uint8Array) : null // Safety: written below alone.
    },
    async keepBlob(cid, bytes) {
      const database = await openDatabase(scope)
      const transaction = database.transaction('blobs', 'readwrite')
      transaction.objectStore('blobs').put(bytes, cid)
      await finished(transaction)
    },
  }
}

/** Reading and writing are one transaction, so that two tabs never overwrite each other unseen. */
async function writeCopy(
  transaction: IDBTransaction,
  copy: VaultCopy,
  blobs: ReadonlyMap<string, Uint8Array>,
  replaces: Uint8Array | null,
): Promise<boolean> {
  const name = `${copy.profile}/${copy.commitment}`
  const [vaults, files] = [transaction.objectStore('vaults'), transaction.objectStore('blobs')]
  const read = vaults.get(name)
  let isWritten = false
  read.onsuccess = () => {
    const before = read.result as Kept | undefined // Safety: written here alone.
    if (!isSame(before?.manifest ?? null, replaces)) return
    isWritten = true
    const needed = new Set(decodeManifest(copy.manifest).blobs)
    for (const cid of before ? decodeManifest(before.manifest).blobs : []) {
      if (!needed.has(cid)) files.delete(cid)
    }
    for (const [cid, bytes] of blobs) files.put(bytes, cid)
    vaults.put({ ...copy, writtenAt: Date.now() } satisfies Kept, name)
  }
  await finished(transaction)
  return isWritten
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = transaction.onabort = () =>
      reject(new Failure('page.storage', String(transaction.error)))
  })
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Failure('page.storage', String(request.error)))
  })
}
