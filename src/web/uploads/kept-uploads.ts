import { createStore, del, set, values } from 'idb-keyval'
import type { Segment } from './same-file.ts'

/** What this browser remembers of a file on its way, so that it goes on after a reload. Never anything of its content. */
export interface KeptUpload {
  readonly id: string
  readonly user: string
  readonly name: string
  readonly bytes: number
  readonly lastModifiedMs: number
  readonly malware: boolean
  /** By the officer: it stays so after a reload. */
  readonly isPaused: boolean
  /** To be removed from the node as soon as that can be done. */
  readonly isCancelled: boolean
  readonly segments: readonly Segment[]
  /** By which the browser reads the file again, where it has such handles. */
  readonly handle: FileSystemFileHandle | undefined
}

/** A browser may be told to keep nothing; uploads work all the same until the page is left. */
export class KeptUploads {
  readonly #store = createStore('entente-uploads', 'uploads')

  async of(user: string): Promise<KeptUpload[]> {
    const all = await values<KeptUpload>(this.#store).catch((): KeptUpload[] => [])
    return all.filter((kept) => kept.user === user)
  }

  async keep(upload: KeptUpload): Promise<void> {
    await set(upload.id, upload, this.#store).catch(() => undefined)
  }

  async forget(id: string): Promise<void> {
    await del(id, this.#store).catch(() => undefined)
  }
}
