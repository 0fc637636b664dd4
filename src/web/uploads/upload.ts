import { call } from '../api/client.ts'
import { now } from '../effects/clock.ts'
import { drawId } from '../effects/draw.ts'
import type { KeptUpload, KeptUploads } from './kept-uploads.ts'
import { Pace } from './pace.ts'
import { type Picked, readAgain } from './picked.ts'
import { differenceOf, digestOf, marksOf, type Segment } from './same-file.ts'
import { troubleOf, waitMsAfter } from './trouble.ts'
import type { NamedUpload, UploadState, UploadView } from './upload-state.ts'
import { alone, type Slots, waitFor, whenOnline, within } from './waits.ts'

/** The node ends a request after two minutes; a segment that takes so long is sent anew, smaller. */
const SEGMENT_LIMIT_MS = 110_000
const ELSEWHERE_ASK_MS = 3_000
const SETTLE_MS = 1_000

export interface UploadNeeds {
  readonly user: string
  readonly kept: KeptUploads
  readonly slots: Slots
  readonly changed: () => void
  /** A file that was announced while the line broke: the node may know it, and its answer was lost. */
  readonly lostAnswer: (name: string, bytes: number) => Promise<string | undefined>
}

/** What is known of one when the page begins. */
export type Known =
  | {
      readonly picked: Picked
      readonly malware: boolean
      /** Told once the node expects it. */
      readonly begun: (named: NamedUpload) => void
    }
  | {
      readonly held: { id: string; name: string; bytes: number; receivedBytes: number; malware: boolean }
      readonly kept: KeptUpload | undefined
    }

interface Prepared extends Segment {
  readonly content: Blob
}

/** One file on its way to the node. It owns its state; whoever shows it is told of each change. */
export class Upload {
  readonly key: string = drawId()
  readonly #needs: UploadNeeds
  readonly #pace = new Pace()
  #id: string | undefined
  #name: string
  #bytes: number
  #receivedBytes = 0
  #malware: boolean
  #state: UploadState
  #kept: KeptUpload | undefined
  #file: File | undefined
  #handle: FileSystemFileHandle | undefined
  #begun: (named: NamedUpload) => void = () => undefined
  /** The file in hand is the one of which all was sent so far. */
  #isSame: boolean
  /** The node was asked to expect it, whether or not its answer came. */
  #isAnnounced = false
  #running = new AbortController()

  constructor(needs: UploadNeeds, known: Known) {
    this.#needs = needs
    if ('picked' in known) {
      const { file, handle } = known.picked
      this.#name = file.name
      this.#bytes = file.size
      this.#malware = known.malware
      this.#file = file
      this.#handle = handle
      this.#begun = known.begun
      this.#isSame = true
      this.#state = { is: 'beginning' }
      return
    }
    const { held, kept } = known
    this.#id = held.id
    this.#name = held.name
    this.#bytes = held.bytes
    this.#receivedBytes = held.receivedBytes
    this.#malware = held.malware
    this.#kept = kept
    this.#handle = kept?.handle
    this.#isSame = false
    this.#state = stateOfKnown(held, kept)
  }

  get view(): UploadView {
    return {
      key: this.key,
      id: this.#id,
      name: this.#name,
      bytes: this.#bytes,
      receivedBytes: this.#receivedBytes,
      malware: this.#malware,
      state: this.#state,
    }
  }

  get id(): string | undefined {
    return this.#id
  }

  /** Sends what is missing, until the node holds all of it, it is paused, or it cannot go on. */
  start(): void {
    this.#running.abort()
    this.#running = new AbortController()
    void this.#run(this.#running.signal)
  }

  /** Goes on after a reload by itself when it may: it was not paused, and the browser still lets it be read. */
  async wake(): Promise<void> {
    if (this.#state.is !== 'file-needed' || this.#kept?.isPaused === true) return
    await this.#readAgain(false)
  }

  pause(): void {
    this.#running.abort()
    this.#become({ is: 'paused' })
    void this.#keep({ isPaused: true })
    // What had arrived of the segment that was broken off counts; the node is still writing it down.
    void this.#settle(this.#running)
  }

  /** At a press of the officer, since the browser may ask whether the file may be read. */
  async resume(): Promise<void> {
    void this.#keep({ isPaused: false })
    if (this.#file !== undefined) this.start()
    else await this.#readAgain(true)
  }

  /** The same file, picked again. Another one is refused when it is held against what was sent. */
  pickAgain({ file, handle }: Picked): void {
    this.#file = file
    this.#handle = handle
    this.#isSame = false
    void this.#keep({ isPaused: false, handle })
    this.start()
  }

  /** The node refused its name: it is sent under another, and is still called on this computer what it was. */
  rename(name: string): void {
    this.#name = name
    this.start()
  }

  stop(): void {
    this.#running.abort()
  }

  keepCancelled(isCancelled: boolean): void {
    void this.#keep({ isCancelled })
  }

  /** What the node says of it in its list. */
  told(receivedBytes: number): void {
    if (this.#state.is === 'sending' || this.#receivedBytes === receivedBytes) return
    this.#receivedBytes = receivedBytes
    if (receivedBytes === this.#bytes && this.#state.is !== 'checking') this.#state = { is: 'whole' }
    this.#needs.changed()
  }

  async #readAgain(ask: boolean): Promise<void> {
    const handle = this.#handle
    const file = handle === undefined ? 'pick' : await readAgain(handle, ask)
    if (file === 'pick' || file === 'allow') {
      this.#become({ is: 'file-needed', how: file })
      return
    }
    this.#file = file
    this.#isSame = false
    this.start()
  }

  async #run(signal: AbortSignal): Promise<void> {
    try {
      if (this.#id !== undefined) this.#become({ is: 'queued' })
      const free = await this.#needs.slots.take(signal)
      try {
        const name = `entente-upload-${this.#id ?? this.key}`
        while (!(await alone(name, () => this.#untilWhole(signal)))) {
          this.#become({ is: 'elsewhere' })
          await waitFor(ELSEWHERE_ASK_MS, signal)
          await this.#ask(signal).catch(() => undefined)
        }
      } finally {
        free()
      }
    } catch (cause) {
      // Paused, cancelled, or begun anew: whoever did that has said what it is now.
      if (!signal.aborted) this.#become({ is: 'refused', cause })
    }
  }

  async #untilWhole(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const before = this.#receivedBytes
      try {
        await this.#announced(signal)
        await this.#ask(signal)
        if (!(await this.#holdAgainstSent(signal))) return
        await this.#send(signal)
        this.#become({ is: 'whole' })
        return
      } catch (cause) {
        signal.throwIfAborted()
        const trouble = troubleOf(cause)
        if (trouble.ends) {
          this.#become(trouble.state)
          return
        }
        failures = this.#receivedBytes > before ? 1 : failures + 1
        this.#pace.slower()
        const delayMs = waitMsAfter(failures)
        this.#become({ is: 'waiting', why: trouble.why, untilMs: now() + delayMs })
        await waitFor(delayMs, signal, whenOnline)
      }
    }
  }

  async #announced(signal: AbortSignal): Promise<void> {
    const file = this.#file
    if (this.#id !== undefined || file === undefined) return
    const lost = this.#isAnnounced ? await this.#needs.lostAnswer(this.#name, this.#bytes) : undefined
    this.#isAnnounced = true
    const [name, bytes] = [this.#name, this.#bytes]
    const body = { name, bytes, malware: this.#malware }
    this.#id = lost ?? (await call('uploads.begin', { body, signal })).id
    this.#kept = {
      ...marksOf(file),
      id: this.#id,
      user: this.#needs.user,
      malware: this.#malware,
      isPaused: false,
      isCancelled: false,
      segments: [],
      handle: this.#handle,
    }
    await this.#keep({})
    this.#begun({ upload: this.#id, name, bytes })
    this.#become({ is: 'queued' })
  }

  async #settle(paused: AbortController): Promise<void> {
    await waitFor(SETTLE_MS, new AbortController().signal)
    if (this.#running === paused) await this.#ask(new AbortController().signal).catch(() => undefined)
  }

  async #ask(signal: AbortSignal): Promise<void> {
    if (this.#id === undefined) return
    const { receivedBytes } = await call('uploads.get', { params: { upload: this.#id }, signal })
    this.#receivedBytes = receivedBytes
    this.#needs.changed()
  }

  async #holdAgainstSent(signal: AbortSignal): Promise<boolean> {
    if (this.#isSame || this.#file === undefined || this.#kept === undefined) return this.#isSame
    this.#become({ is: 'checking', checkedBytes: 0 })
    const checked = (checkedBytes: number): void => this.#become({ is: 'checking', checkedBytes })
    const differs = await differenceOf(this.#file, this.#kept, this.#receivedBytes, checked, signal)
    if (differs === undefined) {
      this.#isSame = true
      return true
    }
    this.#file = undefined
    this.#become({ is: 'file-differs', by: differs })
    return false
  }

  async #send(signal: AbortSignal): Promise<void> {
    const pace = this.#pace
    pace.begin(now(), this.#receivedBytes)
    this.#become({ is: 'sending', bytesPerSecond: undefined })
    let next: Promise<Prepared> | undefined
    while (this.#receivedBytes < this.#bytes) {
      const ready = await next
      const isNext = ready !== undefined && ready.from === this.#receivedBytes
      const segment = isNext ? ready : await this.#prepare(this.#receivedBytes)
      // Known before the first byte of it can arrive: a page may be closed at any moment.
      await this.#keep({ segments: [...(this.#kept?.segments ?? []), plainOf(segment)] })
      // Read and hashed while this one is on the line. Whether it can be read is looked at when its turn comes.
      next = segment.to < this.#bytes ? this.#prepare(segment.to) : undefined
      next?.catch(() => undefined)
      const beganMs = now()
      this.#receivedBytes = await within(SEGMENT_LIMIT_MS, signal, (late) => this.#put(segment, late))
      const { from, to } = segment
      pace.take(now(), this.#receivedBytes, now() - beganMs, to - from)
      signal.throwIfAborted()
      this.#become({ is: 'sending', bytesPerSecond: pace.bytesPerSecond })
    }
  }

  /**
   * The piece goes to the line as a part of the file, which the browser streams from the disk: handed over as bytes, each
   * would pass between its processes in small parts, ten times slower. It refuses to read on once the file was changed.
   */
  async #prepare(from: number): Promise<Prepared> {
    const file = this.#file ?? new Blob()
    const to = Math.min(this.#bytes, from + this.#pace.segmentBytes)
    const content = file.slice(from, to)
    return { from, to, content, sha256: await digestOf(content) }
  }

  async #put({ content, from, to }: Prepared, signal: AbortSignal): Promise<number> {
    const answer = await call('uploads.put', {
      params: { upload: this.#id ?? '' },
      headers: { 'content-range': `bytes ${from}-${to - 1}/${this.#bytes}` },
      // The contract's bytes, as a browser has them.
      body: content as never,
      signal,
    })
    return answer.receivedBytes
  }

  async #keep(changed: Partial<KeptUpload>): Promise<void> {
    if (this.#kept === undefined) return
    this.#kept = { ...this.#kept, ...changed }
    await this.#needs.kept.keep(this.#kept)
  }

  #become(state: UploadState): void {
    this.#state = state
    this.#needs.changed()
  }
}

const plainOf = ({ from, sha256, to }: Prepared): Segment => ({ from, sha256, to })

function stateOfKnown(
  { bytes, receivedBytes }: { bytes: number; receivedBytes: number },
  kept: KeptUpload | undefined,
): UploadState {
  if (receivedBytes === bytes) return { is: 'whole' }
  if (kept === undefined) return { is: 'foreign' }
  if (kept.isPaused) return { is: 'paused' }
  return { is: 'file-needed', how: kept.handle === undefined ? 'pick' : 'allow' }
}
