import { hash } from 'node:crypto'
import type {
  CardInfo,
  CardRead,
  CharterGiven,
  CharterInfo,
  FoundingDetail,
  FoundingInfo,
  FoundingPort,
  OwnCard,
} from '../api/index.ts'
import { DEFAULT_TERMS, parseCharter } from '../instruments/index.ts'
import {
  type Card,
  type ChannelId,
  canonicalise,
  fingerprintOf,
  instantFromMs,
  keyDocumentHash,
  parseGenesis,
} from '../record/index.ts'
import { cardIn } from './card-in.ts'
import { DEFAULT_LIMITS, formatFounding } from './founding.ts'
import type { KnownFounding } from './known-founding.ts'
import { parseJson } from './secrets.ts'
import type { OpenedNode } from './serve.ts'

const ID_CHARACTERS = 8

/** Founding as the officers' door sees it. Whoever calls has been allowed to. */
export class ApiFounding implements FoundingPort {
  readonly #opened: OpenedNode

  constructor(opened: OpenedNode) {
    this.#opened = opened
  }

  ownCard(): OwnCard {
    const { node } = this.#opened
    const text = node.encodedCard()
    const bytes = Buffer.from(text).toString('base64')
    return { ...viewCard(node.card), text, bytes, file: `${node.card.keys.party}.card` }
  }

  readCard(text: string): CardRead {
    const card = cardIn(text, 'card')
    return { ...viewCard(card), ours: card.keys.party === this.#opened.config.party }
  }

  defaults(): ReturnType<FoundingPort['defaults']> {
    return { terms: DEFAULT_TERMS, limits: DEFAULT_LIMITS }
  }

  readCharter(given: CharterGiven): CharterInfo {
    return viewCharter(charterBytes(given))
  }

  async list(): Promise<FoundingInfo[]> {
    return (await this.#opened.foundings.list()).map((known) => this.#view(known))
  }

  async one(id: ChannelId): Promise<FoundingDetail> {
    const known = await this.#opened.foundings.one(id)
    const { cards, charter, genesis } = known.founding
    return {
      ...this.#view(known),
      charter: viewCharter(charter),
      cards: [...cards.values()].map(viewCard),
      limits: parseGenesis(genesis).data.limits,
    }
  }

  async file(id: ChannelId): Promise<{ name: string; text: string }> {
    const { founding } = await this.#opened.foundings.one(id)
    const parties = [...founding.cards.keys()].join('-')
    return { name: `${parties}-${id.slice(0, ID_CHARACTERS)}.founding.json`, text: formatFounding(founding) }
  }

  async propose(cards: readonly string[], charter: CharterGiven): Promise<FoundingInfo> {
    const bytes = charterBytes(charter)
    return this.#view(await this.#opened.foundings.propose(cards, bytes, (at) => `cards[${at}]`))
  }

  async take(file: string): Promise<FoundingInfo> {
    return this.#view(await this.#opened.foundings.take(file))
  }

  async confirm(id: ChannelId, fingerprint: readonly number[]): Promise<FoundingInfo> {
    return this.#view(await this.#opened.foundings.confirm(id, fingerprint))
  }

  async accept(id: ChannelId): Promise<FoundingInfo> {
    return this.#view(await this.#opened.foundings.accept(id))
  }

  withdraw(id: ChannelId): Promise<void> {
    return this.#opened.foundings.withdraw(id)
  }

  #view({ agreed, confirmedMs, founding, state, takenMs }: KnownFounding): FoundingInfo {
    const parties = [...founding.cards.values()].map(({ keys, name }) => ({
      id: keys.party,
      name,
      agreed: agreed.includes(keys.party),
    }))
    return {
      channel: founding.id,
      // Whoever writes the genesis stands first in it.
      by: parties[0]?.id === this.#opened.config.party ? 'us' : 'them',
      state,
      parties,
      missing: parties.filter((party) => !party.agreed).map(({ id }) => id),
      founded: parseGenesis(founding.genesis).made,
      fingerprint: fingerprintOf(founding.id),
      confirmed: confirmedMs === null ? null : instantFromMs(confirmedMs),
      taken: instantFromMs(takenMs),
    }
  }
}

function viewCard({ keys, made, name, url }: Card): CardInfo {
  const document = keyDocumentHash(keys)
  return {
    party: keys.party,
    name,
    address: url,
    made,
    keys: document,
    fingerprint: fingerprintOf(document),
  }
}

function viewCharter(bytes: Uint8Array): CharterInfo {
  const { form, terms, text, title } = parseCharter(bytes)
  return { form, title, text, terms, sha256: hash('sha256', bytes, 'hex'), bytes: bytes.length }
}

/** What a form says becomes the document that all parties sign. */
function charterBytes(given: CharterGiven): Uint8Array {
  const { file, terms, text, title } = given
  if (file !== undefined) return Buffer.from(file, 'utf8')
  const document = { entente: 'charter/1', title, text, terms }
  // Through text: what was left out of the terms is left out of the document.
  return Buffer.from(canonicalise(parseJson(JSON.stringify(document))), 'utf8')
}
