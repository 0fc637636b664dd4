import { type Desk, newKey, requestTo, type Seated, until } from '../api/desks.ts'
import type { Stage } from './stage.ts'

const HOUR_MS = 3_600_000

/** Matters between the two parties of a stage, made through their doors. */
export class MadeMatters {
  readonly #stage: Stage
  readonly #asker: Seated
  readonly #asked: Seated
  #kinds: readonly (readonly [string, string])[] | undefined

  constructor(stage: Stage, asker: Seated, asked: Seated) {
    this.#stage = stage
    this.#asker = asker
    this.#asked = asked
  }

  /** A request of ours that the other side's node holds. */
  async opened(form: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { body, data, type } = await requestTo('cn')
    const json = { ...(body.json as object), ...form }
    const identifiers = (form['identifiers'] ?? [{ type: 'ipv4' }]) as { type: string }[]
    const { matter } = await this.#asker.client.call('acts.make', {
      params: { channel: this.#stage.channel },
      body: {
        type,
        data: { ...data, identifiers: [{ count: identifiers.length, type: identifiers[0]?.type ?? 'ipv4' }] },
        body: { type: 'application/json', json },
        until: 'received',
      },
      key: newKey(),
    })
    await this.held(this.#asked, matter)
    return matter
  }

  /** Waits until somebody's node has folded the matter. */
  held({ client }: Seated, matter: string): Promise<void> {
    const params = { channel: this.#stage.channel, matter }
    return until('the matter is there', () =>
      client.call('matters.get', { params }).then(
        () => true,
        () => false,
      ),
    )
  }

  async act(
    { client }: Seated,
    about: string,
    type: string,
    data: Readonly<Record<string, never>> | object = {},
    text?: string,
  ): Promise<string> {
    const { id } = await client.call('acts.make', {
      params: { channel: this.#stage.channel },
      body: {
        type,
        about,
        data: { ...data },
        ...(text === undefined ? {} : { body: { type: 'text/plain', text } }),
        until: 'received',
      },
      key: newKey(),
    })
    return id
  }

  /** One matter of each kind that both sides hold. */
  async everyKind(): Promise<readonly (readonly [string, string])[]> {
    if (this.#kinds !== undefined) return this.#kinds
    const request = await this.opened()
    await this.act(this.#asked, request, 'request.ask', { what: ['facts'] }, 'Which mailbox?')
    const marks = { handling: [], tlp: 'AMBER' }
    const found = await Promise.all([
      this.#openedBy(
        this.#stage.us,
        'case.open',
        { marks, offences: [] },
        { title: 'A case', number: 'C-1' },
      ),
      this.#openedBy(
        this.#stage.us,
        'lead.give',
        { exhibits: [], identifiers: [{ count: 1, type: 'domain' }], marks, offences: [], to: 'cn' },
        { text: 'A name', identifiers: [{ type: 'domain', value: 'a.example' }] },
      ),
      this.#openedBy(
        this.#stage.us,
        'call.place',
        {
          drill: true,
          reason: 'other',
          severity: 'moderate',
          steps: [{ at: new Date(Date.now() + HOUR_MS).toISOString(), line: 'seat' }],
          to: 'cn',
          unansweredAt: new Date(Date.now() + 2 * HOUR_MS).toISOString(),
        },
        { text: 'A drill' },
      ),
    ])
    const [opening, lead, call] = found
    this.#kinds = [
      ['request', request],
      ['case', opening],
      ['lead', lead],
      ['call', call],
    ]
    for (const [, matter] of this.#kinds) await this.held(this.#asked, matter)
    return this.#kinds
  }

  async #openedBy(desk: Desk, type: string, data: object, json: unknown): Promise<string> {
    const { client } = await desk.seated('coordinator')
    const { matter } = await client.call('acts.make', {
      params: { channel: this.#stage.channel },
      body: {
        type,
        data: { ...data },
        body: { type: 'application/json', json },
        until: 'received',
      },
      key: newKey(),
    })
    return matter
  }
}
