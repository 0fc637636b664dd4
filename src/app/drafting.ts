import { createHash } from 'node:crypto'
import {
  type ActMade,
  type DraftChecked,
  type DraftPort,
  type Upload,
  type Uploads,
  isUndone,
} from '../api/index.ts'
import type { Desk } from '../desk/index.ts'
import type { RequestCheck } from '../instruments/index.ts'
import type { Draft, DraftContent, PrivateSide, Viewer } from '../private/index.ts'
import { type ChannelId, type JsonObject, isActId } from '../record/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { type ApiNode, madeOf } from './api-node.ts'
import { termsOf } from './channel-terms.ts'
import type { Draft as ActDraft } from './draft.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import { locateAct } from './locate.ts'
import { refusalOf } from './refusal.ts'
import { type RequestDesk, openChannel } from './request-desk.ts'
import type { OpenedNode } from './serve.ts'
import { workedOut } from './worked-out.ts'

const OPENS_REQUEST = 'request.open'
/** What sealing adds to a file at most, for a check before it is sealed: age's header for twenty parties and its frames. */
const SEALING_BYTES = 64 * 1024
const NO_HASH = '0'.repeat(64)

export interface DraftingNeeds {
  readonly opened: OpenedNode
  readonly api: ApiNode
  readonly side: PrivateSide
  readonly file: SqliteFile
  readonly uploads: Uploads
  readonly requests: RequestDesk
  readonly desk: Desk
}

/** Brings drafts into the record: checked, approved where the charter wants it, completed, and once only. */
export class Drafting implements DraftPort {
  readonly #needs: DraftingNeeds

  constructor(needs: DraftingNeeds) {
    this.#needs = needs
  }

  async check(id: ChannelId, content: DraftContent): Promise<DraftChecked> {
    const { node } = this.#needs.opened
    const channel = openChannel(node, id)
    const { approvals } = await termsOf(node, channel.id)
    const none = { faults: [], left: 0, partner: null }
    try {
      const whole = await this.#rehearsed(channel, content)
      const checked = content.type === OPENS_REQUEST ? await this.#checkRequest(channel, whole) : none
      const refusal = await channel.ready(whole).then(
        () => null,
        (cause: unknown) => toldOf(cause),
      )
      const { data } = whole
      return { needsApproval: approvals.includes(content.type), ...none, ...checked, refusal, data }
    } catch (cause) {
      const refusal = toldOf(cause)
      return { needsApproval: approvals.includes(content.type), ...none, refusal, data: content.data }
    }
  }

  async ask(viewer: Viewer, id: string, version: number): Promise<Draft> {
    const { desk, file, side } = this.#needs
    const { channel, content } = await side.drafts.get(viewer, id)
    await this.#wholeFiles(content)
    const asked = await side.approvals.ask(viewer, id, version)
    const matter = content.about !== undefined && isActId(content.about) ? content.about : null
    await file.write(() =>
      desk.notifications.put({
        key: `approval/${id}/${version}`,
        kind: 'approval-asked',
        urgency: 'routine',
        audience: { to: 'permission', permission: 'approve', channel, matter },
        channel,
        matter,
        dueMs: null,
        facts: {},
      }),
    )
    return asked
  }

  async submit(viewer: Viewer, id: string, version: number, despite: boolean): Promise<ActMade> {
    const { opened, side } = this.#needs
    const draft = await side.drafts.get(viewer, id)
    // The answer to an earlier call was lost on its way: the act is there.
    if (draft.state === 'submitted' && draft.version === version && draft.act !== undefined)
      return this.#madeBefore(draft.channel, draft.act)
    const channel = openChannel(opened.node, draft.channel)
    await this.#wholeFiles(draft.content)
    if (draft.content.type === OPENS_REQUEST && !despite) await this.#requireComplete(channel, draft.content)
    const { approvals } = await termsOf(opened.node, channel.id)
    const needsApproval = approvals.includes(draft.content.type)
    const taken = await side.approvals.take(viewer, id, version, needsApproval)
    return this.#make(channel, taken)
  }

  /** The draft is locked: either it is in the record and says so, or its author gets it back. */
  async #make(channel: LiveChannel, { id, content }: Draft): Promise<ActMade> {
    const { api, opened, side, uploads } = this.#needs
    try {
      const data = await workedOut(opened.node, channel, content)
      return await uploads.useNamed(content.exhibits ?? [], async (files) => {
        const made = await api.make(channel.id, actOf(content, data), files, 'recorded', 0)
        // Before the files are let go: whatever fails from here on, the draft knows its act.
        await side.approvals.submitted(id, made.id)
        return made
      })
    } catch (cause) {
      // A fault leaves open whether it is in the record: the next start looks. What was refused was not done.
      if (isUndone(refusalOf(cause))) await side.approvals.refused(id).catch(() => undefined)
      throw cause
    }
  }

  async #madeBefore(id: ChannelId, act: string): Promise<ActMade> {
    const channel = openChannel(this.#needs.opened.node, id)
    const { party, seq } = await locateAct(this.#needs.opened, channel, act, 'act')
    const stored = await channel.readAct(party, seq)
    if (stored === undefined)
      throw new AppError('act-unknown', 'act: is not held here any more.', { field: 'act' })
    return madeOf(channel, stored)
  }

  async #requireComplete(channel: LiveChannel, content: DraftContent): Promise<void> {
    const { faults, left } = await this.#checkRequest(channel, await this.#rehearsed(channel, content))
    const [first, ...more] = faults.filter(({ force }) => force === 'must')
    if (first === undefined) return
    const rest = more.length + left
    throw new AppError(
      'request-incomplete',
      `${first.field}: ${first.code}${rest === 0 ? '' : `, and ${rest} more`}; check the draft, or send it all the same.`,
      { field: first.field },
    )
  }

  async #checkRequest(
    channel: LiveChannel,
    { data, body }: ActDraft,
  ): Promise<RequestCheck & { readonly partner: DraftChecked['partner'] }> {
    const form: unknown = body === undefined ? {} : JSON.parse(new TextDecoder().decode(body.bytes))
    return this.#needs.requests.check(channel.id, data, form)
  }

  /** The act as it would be, with a stand-in for each file that is not sealed yet. */
  async #rehearsed(channel: LiveChannel, content: DraftContent): Promise<ActDraft> {
    const files = await this.#wholeFiles(content)
    const data = await workedOut(this.#needs.opened.node, channel, content)
    if (files.length === 0) return actOf(content, data)
    const exhibits = files.map(({ id, bytes, mediaType }) => ({
      hmac: NO_HASH,
      mediaType,
      plainBytes: bytes,
      sealed: createHash('sha256').update(id).digest('hex'),
      sealedBytes: bytes + SEALING_BYTES,
    }))
    const slips = files.map(({ name }) => ({ name, salt: NO_HASH }))
    return actOf({ ...content, body: { ...content.body, exhibits: slips } }, { ...data, exhibits })
  }

  /** Throws ApiError `upload-unknown`, `upload-incomplete`. */
  #wholeFiles({ exhibits }: DraftContent): Promise<readonly Upload[]> {
    return this.#needs.uploads.whole(exhibits ?? [])
  }
}

/** A draft as the act that it is to become. */
function actOf({ type, about, body }: DraftContent, data: JsonObject): ActDraft {
  return {
    type,
    data,
    ...(about === undefined ? {} : { about }),
    ...(body === undefined
      ? {}
      : { body: { type: 'application/json', bytes: new TextEncoder().encode(JSON.stringify(body)) } }),
  }
}

/** A refusal as data; a fault of the software is thrown on. */
function toldOf(cause: unknown): NonNullable<DraftChecked['refusal']> {
  const refusal = refusalOf(cause)
  if (refusal.room === 'fault') throw cause
  return refusal
}
