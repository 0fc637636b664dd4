import { call, type Reply } from '../api/client.ts'
import { after } from '../effects/clock.ts'
import { KeptUploads } from './kept-uploads.ts'
import type { Picked } from './picked.ts'
import { Upload, type UploadNeeds } from './upload.ts'
import type { NamedUpload, UploadView } from './upload-state.ts'
import { Slots } from './waits.ts'

type Held = Reply<'uploads.list'>['items'][number]

/** More at once would only share the line. */
const AT_ONCE = 2
/** Longer than the notice that offers to take it back stands, also when somebody rests on it. */
const CANCEL_AFTER_MS = 60_000

/** All files of one person that are on their way from this page. */
export class Uploads {
  readonly #kept = new KeptUploads()
  readonly #uploads = new Map<string, Upload>()
  /** Cancelled, and taken back until the node is told. */
  readonly #leaving = new Map<string, () => void>()
  readonly #listeners = new Set<() => void>()
  readonly #needs: UploadNeeds
  #views: readonly UploadView[] = []
  #isTelling = false
  #looking: Promise<void> | undefined

  constructor(user: string) {
    this.#needs = {
      user,
      kept: this.#kept,
      slots: new Slots(AT_ONCE),
      changed: () => this.#tell(),
      lostAnswer: (name, bytes) => this.#lostAnswer(name, bytes),
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly views = (): readonly UploadView[] => this.#views

  /** Begins to send a file; `begun` is told as soon as the node expects it. */
  add(picked: Picked, malware: boolean, begun: (named: NamedUpload) => void): Upload {
    const upload = new Upload(this.#needs, { picked, malware, begun })
    this.#uploads.set(upload.key, upload)
    upload.start()
    this.#tell()
    return upload
  }

  find(key: string): Upload | undefined {
    return this.#uploads.get(key)
  }

  /** Compares with what the node holds: finds what an earlier page began, forgets what was used or removed. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  /** Gone from sight at once, and from the node a little later; `restore` takes it back until then. */
  cancel(key: string): void {
    const upload = this.#uploads.get(key)
    if (upload === undefined) return
    upload.stop()
    upload.keepCancelled(true)
    this.#leaving.set(
      key,
      after(CANCEL_AFTER_MS, () => void this.#remove(key)),
    )
    this.#tell()
  }

  restore(key: string): void {
    this.#leaving.get(key)?.()
    this.#leaving.delete(key)
    const upload = this.#uploads.get(key)
    upload?.keepCancelled(false)
    if (upload !== undefined && upload.view.state.is !== 'whole') void upload.resume()
    this.#tell()
  }

  async #lookOnce(): Promise<void> {
    const known = new Set([...this.#uploads.values()].map(({ id }) => id))
    // Before the list: what another tab begins between the two is not taken for gone.
    const kept = new Map((await this.#kept.of(this.#needs.user)).map((each) => [each.id, each]))
    const { items } = await call('uploads.list')
    const held = new Set(items.map(({ id }) => id))
    for (const id of kept.keys()) if (!held.has(id)) await this.#kept.forget(id)
    for (const [key, upload] of this.#uploads)
      if (upload.id !== undefined && known.has(upload.id) && !held.has(upload.id)) this.#forget(key)
    for (const item of items) {
      const mine = [...this.#uploads.values()].find(({ id }) => id === item.id)
      if (mine !== undefined) mine.told(item.receivedBytes)
      else if (kept.get(item.id)?.isCancelled === true) await this.#removeById(item.id)
      else this.#found(item, kept.get(item.id))
    }
    this.#tell()
  }

  #found(held: Held, kept: Awaited<ReturnType<KeptUploads['of']>>[number] | undefined): void {
    const upload = new Upload(this.#needs, { held, kept })
    this.#uploads.set(upload.key, upload)
    void upload.wake()
  }

  async #lostAnswer(name: string, bytes: number): Promise<string | undefined> {
    const { items } = await call('uploads.list')
    const known = new Set([...this.#uploads.values()].map(({ id }) => id))
    const plain = name.normalize('NFC')
    return items.find((item) => {
      const isLikely = item.name === plain && item.bytes === bytes && item.receivedBytes === 0
      return isLikely && !known.has(item.id)
    })?.id
  }

  async #remove(key: string): Promise<void> {
    const id = this.#uploads.get(key)?.id
    this.#leaving.delete(key)
    this.#forget(key)
    if (id !== undefined) await this.#removeById(id)
    this.#tell()
  }

  async #removeById(upload: string): Promise<void> {
    try {
      await call('uploads.remove', { params: { upload } })
      await this.#kept.forget(upload)
    } catch {
      // It stays marked as cancelled, and goes when the page is next opened.
    }
  }

  #forget(key: string): void {
    this.#uploads.get(key)?.stop()
    this.#uploads.delete(key)
  }

  /** Once for all changes of one turn: a fast line has many. */
  #tell(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    queueMicrotask(() => {
      this.#isTelling = false
      this.#views = [...this.#uploads.entries()]
        .filter(([key]) => !this.#leaving.has(key))
        .map(([, { view }]) => view)
      for (const listener of this.#listeners) listener()
    })
  }
}

const byUser = new Map<string, Uploads>()

/** One for each person who signs in on this page; another's go on no longer. */
export function uploadsOf(user: string): Uploads {
  const found = byUser.get(user) ?? new Uploads(user)
  byUser.set(user, found)
  return found
}

/** How long all of it takes from now; undefined while the rate is not known. */
export function leftMs({ bytes, receivedBytes, state }: UploadView): number | undefined {
  if (state.is !== 'sending' || state.bytesPerSecond === undefined || state.bytesPerSecond <= 0)
    return undefined
  return ((bytes - receivedBytes) / state.bytesPerSecond) * 1_000
}
