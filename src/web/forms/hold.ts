import { OfflineError, ProblemError } from '../api/client.ts'
import { after, now } from '../effects/clock.ts'
import type { Journal } from '../effects/journal.ts'
import { type DraftContent, type DraftInfo, isSame, valueAt, withValue } from './content.ts'
import type { Keeping } from './keeping.ts'
import { discardDraft, draftOf, makeDraft, takeBackDraft, versionOf, versionsOf } from './node-drafts.ts'
import { Noting } from './noting.ts'
import { isClosed, saveUpon } from './saving.ts'
import { Steps } from './steps.ts'

/** Long enough to gather a word, short enough that another browser sees it at once. */
const SAVE_MS = 400
const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 10_000
const HTTP_UNAUTHORISED = 401
/** The node itself is in trouble, or asks to wait: tried again. */
const isPassing = ({ problem: { status } }: ProblemError): boolean => status >= 500 || status === 429

export interface HoldNeeds {
  readonly journal: Journal<DraftContent>
  readonly user: string
  readonly channel: string
  /** The reader's seats keep drafts on the node; else they stay in this browser. */
  readonly mayKeep: boolean
  /** The node said that nobody is signed in. */
  readonly onSignedOut: () => void
}

/** How a draft begins in this page. */
export interface HoldStart {
  readonly place: string
  readonly content: DraftContent
  /** As the node has it; undefined while it has none. */
  readonly info?: DraftInfo | undefined
  readonly underWay?: DraftContent | null
  /** What is typed here is older than what the node has, and they differ. */
  readonly theirs?: DraftInfo | undefined
  /** It was typed already, and found in this browser again. */
  readonly isFound?: boolean
}

/**
 * One draft under somebody's hands. Each change is in the browser's journal at once and on the node a moment later; the
 * journal forgets it as soon as the node has confirmed it. It lives outside the components, so that a keystroke draws
 * only the field that it changes.
 */
export class DraftHold {
  /** Stays the same as long as somebody writes, whatever the draft is called meanwhile. */
  readonly key: string
  readonly #needs: HoldNeeds
  readonly #steps = new Steps()
  readonly #noting: Noting
  readonly #listeners = new Set<() => void>()
  readonly #places = new Set<string>()
  #place: string
  #channel: string
  #content: DraftContent
  #confirmed: DraftContent | undefined
  #info: DraftInfo | undefined
  #underWay: DraftContent | null
  #keeping: Keeping = { where: 'nowhere-yet' }
  #pushing: Promise<void> | undefined
  #cancel: () => void = () => undefined
  #retryMs = RETRY_FIRST_MS
  #lostSinceMs: number | undefined
  #isLeft = false

  constructor(
    needs: HoldNeeds,
    { place, content, info, theirs, isFound = false, underWay = null }: HoldStart,
  ) {
    this.#needs = needs
    this.#noting = new Noting(needs.journal, needs.user, () => {
      if (this.#keeping.where === 'browser') this.#say({ where: 'page', sinceMs: this.#keeping.sinceMs })
      else this.#told()
    })
    this.key = place
    this.#place = place
    this.#places.add(place)
    this.#channel = info?.channel ?? needs.channel
    this.#content = content
    this.#info = info
    this.#underWay = underWay
    this.#confirmed = info?.content
    if (theirs !== undefined) this.#keeping = { where: 'apart', theirs }
    else if (info !== undefined && isClosed(info)) this.#keeping = { where: 'closed', info }
    else if (info !== undefined && isSame(content, info.content))
      this.#keeping = { where: 'node', atMs: Date.parse(info.changed) }
    else if (info !== undefined || isFound) {
      this.#keeping = { where: 'on-its-way' }
      this.#later(0)
    }
    if (info !== undefined) void this.#recall(info)
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly content = (): DraftContent => this.#content
  readonly keeping = (): Keeping => this.#keeping
  readonly info = (): DraftInfo | undefined => this.#info
  readonly place = (): string => this.#place
  /** Whether it is, or was, known by this id. */
  readonly isAt = (place: string): boolean => this.#places.has(place)
  readonly channel = (): string => this.#channel
  readonly canUndo = (): boolean => this.#steps.canUndo
  readonly canRedo = (): boolean => this.#steps.canRedo
  readonly keepsNotes = (): boolean => this.#noting.isKept
  at(field: string): unknown {
    return valueAt(this.#content, field)
  }

  /** Undefined takes the field away. */
  set(field: string, value: unknown): void {
    this.change(field, (content) => withValue(content, field, value))
  }

  /** Several fields in one step. `field`: by which further typing is known to go on. */
  change(field: string, made: (content: DraftContent) => DraftContent): void {
    this.#steps.leave(this.#content, field, now())
    this.#become(made(this.#content))
  }

  async undo(): Promise<void> {
    const past = this.#steps.undo()
    const id = this.#info?.id
    if (past === undefined) return
    const earlier =
      'content' in past
        ? past.content
        : id === undefined
          ? undefined
          : await versionOf(id, past.version, false)
    this.#steps.undone(this.#content)
    if (earlier !== undefined) this.#become(earlier)
  }

  redo(): void {
    const next = this.#steps.redo(this.#content)
    if (next !== undefined) this.#become(next)
  }

  /** An earlier version or a text that came too late, as the newest; it can be undone. */
  async bringBack(version: number, isStray: boolean): Promise<void> {
    if (this.#info === undefined) return
    const earlier = await versionOf(this.#info.id, version, isStray)
    this.change('', () => earlier)
  }

  /** Both texts are kept whichever is chosen: the other stays among the versions. */
  choose(whose: 'mine' | 'theirs'): void {
    if (this.#keeping.where !== 'apart') return
    const { theirs } = this.#keeping
    this.#info = theirs
    this.#confirmed = theirs.content
    this.#underWay = null
    this.#keeping = { where: 'on-its-way' }
    this.#steps.leave(whose === 'mine' ? theirs.content : this.#content, '', now())
    if (whose === 'theirs') this.#content = theirs.content
    this.#become(this.#content)
    this.#later(0)
  }

  /** Puts it into another channel: a draft cannot move, so a new one is made there. Resolves with the old one's id. */
  moveTo(channel: string, place: string): string | undefined {
    const old = this.#info?.id
    void this.#needs.journal.erase(this.#needs.user, this.#place).catch(() => undefined)
    this.#channel = channel
    this.#place = place
    this.#places.add(place)
    this.#info = undefined
    this.#confirmed = undefined
    this.#underWay = null
    this.#become(this.#content)
    return old
  }

  /** All of it on the node, now. Throws why not. */
  async flush(): Promise<DraftInfo> {
    this.#cancel()
    await this.#push()
    const { where } = this.#keeping
    if (this.#info !== undefined && !this.#isUnsaved() && (where === 'node' || where === 'closed'))
      return this.#info
    if (this.#keeping.where === 'refused') throw this.#keeping.cause
    throw new OfflineError('What was typed is not on the node yet.')
  }

  /** The node answered something about it: asked for approval, approved, discarded, taken back. */
  adopt(info: DraftInfo): void {
    this.#info = info
    if (isClosed(info)) this.#say({ where: 'closed', info })
    else if (!this.#isUnsaved()) this.#say({ where: 'node', atMs: Date.parse(info.changed) })
    else this.#later(0)
  }

  /** Puts it aside, wherever it is. Gives what takes it back. */
  async discard(): Promise<() => Promise<unknown>> {
    const { journal, user } = this.#needs
    const [place, channel, content] = [this.#place, this.#channel, this.#content]
    this.#cancel()
    await this.#pushing
    const info = this.#info
    if (info === undefined) {
      await journal.erase(user, place)
      this.#isLeft = true
      this.#confirmed = content
      return () => journal.note({ user, place, channel, content, version: 0, underWay: null, atMs: now() })
    }
    if (this.#isUnsaved()) await this.flush()
    this.adopt(await discardDraft(info.id))
    return () => takeBackDraft(info.id)
  }

  /** What it says is on the record by another way than its own: nothing of it waits here any more. */
  async forget(): Promise<void> {
    const { journal, user } = this.#needs
    this.#isLeft = true
    this.#cancel()
    await this.#pushing
    this.#confirmed = this.#content
    await journal.erase(user, this.#place).catch(() => undefined)
  }

  /** Looks whether it was changed from elsewhere; takes that over where nothing waits here. */
  async look(): Promise<void> {
    const before = this.#info
    if (before === undefined || this.#pushing !== undefined || this.#keeping.where !== 'node') return
    const info = await draftOf(before.id).catch(() => undefined)
    if (info === undefined || this.#isUnsaved() || this.#info !== before) return
    if (info.version === before.version && info.state === before.state && !info.discarded) return
    if (!isSame(info.content, this.#content)) this.#steps.leave(this.#content, '', now())
    this.#content = info.content
    this.#confirmed = info.content
    this.adopt(info)
  }

  /** What waits is tried at once: the node is back, or somebody signed in. */
  wake(): void {
    if (this.#isUnsaved()) this.#later(0)
    else void this.look()
  }

  /** The page goes on to something else: what waits is sent at once, and stays noted until it is confirmed. */
  leave(): void {
    this.#isLeft = true
    this.#cancel()
    if (this.#isUnsaved()) void this.#push()
  }

  #become(content: DraftContent): void {
    this.#content = content
    this.#note()
    if (this.#keeping.where === 'apart' || this.#keeping.where === 'closed') return this.#told()
    if (this.#keeping.where === 'signed-out') return this.#told()
    if (this.#lostSinceMs === undefined) {
      this.#keeping = { where: 'on-its-way' }
      this.#later(SAVE_MS)
    }
    this.#told()
  }

  #isUnsaved(): boolean {
    return this.#confirmed === undefined
      ? this.#keeping.where !== 'nowhere-yet'
      : this.#content !== this.#confirmed && !isSame(this.#content, this.#confirmed)
  }

  #later(delayMs: number): void {
    this.#cancel()
    this.#cancel = after(delayMs, () => void this.#push())
  }

  async #push(): Promise<void> {
    // One at a time: each save is upon the version that the one before it made.
    while (this.#pushing !== undefined) await this.#pushing
    const { where } = this.#keeping
    if (where === 'apart' || where === 'closed') return
    if (!this.#isUnsaved()) {
      // What was typed was taken back before it was sent.
      if (where === 'on-its-way') this.#say({ where: 'node', atMs: now() })
      return
    }
    if (!this.#needs.mayKeep) return this.#say({ where: 'here' })
    this.#pushing = this.#pushAll().finally(() => {
      this.#pushing = undefined
    })
    await this.#pushing
  }

  async #pushAll(): Promise<void> {
    try {
      while (this.#isUnsaved()) {
        const sent = this.#content
        const lost = this.#underWay
        this.#underWay = sent
        this.#note()
        const info =
          this.#info === undefined
            ? await makeDraft(this.#channel, sent, lost)
            : await this.#save(this.#info, sent, lost)
        if (info === undefined) return
        this.#confirm(info, sent)
      }
      this.#retryMs = RETRY_FIRST_MS
      this.#lostSinceMs = undefined
      this.#say({ where: 'node', atMs: now() })
    } catch (cause) {
      this.#failed(cause)
    }
  }

  #confirm(info: DraftInfo, sent: DraftContent): void {
    const old = this.#place
    this.#info = info
    this.#confirmed = sent
    this.#underWay = null
    this.#place = info.id
    this.#places.add(info.id)
    this.#note()
    if (old !== info.id) void this.#needs.journal.erase(this.#needs.user, old).catch(() => undefined)
    this.#told()
  }

  /** Undefined when it was changed from elsewhere, which is said. */
  async #save(
    upon: DraftInfo,
    sent: DraftContent,
    lost: DraftContent | null,
  ): Promise<DraftInfo | undefined> {
    const saved = await saveUpon(upon, sent, { lost, user: this.#needs.user })
    if (saved.is === 'kept') return saved.info
    const { theirs } = saved
    if (saved.is === 'apart') this.#say({ where: 'apart', theirs })
    else {
      this.#info = theirs
      this.#say({ where: 'closed', info: theirs })
    }
    return undefined
  }

  #failed(cause: unknown): void {
    const isAway = cause instanceof OfflineError || (cause instanceof ProblemError && isPassing(cause))
    if (isAway) {
      this.#lostSinceMs ??= now()
      this.#say({ where: this.#noting.isKept ? 'browser' : 'page', sinceMs: this.#lostSinceMs })
      if (!this.#isLeft) this.#later(this.#retryMs)
      this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS)
      return
    }
    this.#lostSinceMs = undefined
    if (cause instanceof ProblemError && cause.problem.status === HTTP_UNAUTHORISED) {
      this.#say({ where: 'signed-out' })
      this.#needs.onSignedOut()
      return
    }
    this.#say({ where: 'refused', cause })
  }

  #note(): void {
    this.#noting.note(() =>
      this.#confirmed !== undefined && !this.#isUnsaved()
        ? { erase: this.#place }
        : {
            user: this.#needs.user,
            place: this.#place,
            channel: this.#channel,
            content: this.#content,
            version: this.#info?.version ?? 0,
            underWay: this.#underWay,
            atMs: now(),
          },
    )
  }

  async #recall({ id, version }: DraftInfo): Promise<void> {
    const versions = await versionsOf(id).catch(() => [])
    this.#steps.before(
      versions.filter(({ stray, version: earlier }) => !stray && earlier < version).map((one) => one.version),
    )
    this.#told()
  }

  #say(keeping: Keeping): void {
    this.#keeping = keeping
    this.#told()
  }

  #told(): void {
    for (const listener of this.#listeners) listener()
  }
}
