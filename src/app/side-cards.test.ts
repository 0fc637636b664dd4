import { describe, expect, it } from 'vitest'
import {
  type Card,
  encodeCard,
  feedKeys,
  instantFromMs,
  makeCard,
  makeRotation,
  signersFromSeeds,
  withRotation,
} from '../record/index.ts'
import { DEFAULT_LIMITS } from './founding.ts'
import { cardBody, cardInForce, standingOf } from './side-cards.ts'

const CHANNEL = 'c'.repeat(64)
/** Of the rotation in the feed. */
const SEQ = 7

function made(party: string, number: number, name = party): { card: Card; head: Head } {
  const seed = (role: number): Buffer => Buffer.alloc(32, number * 16 + role)
  const signers = signersFromSeeds({
    head: { ed25519: seed(1), mldsa44: seed(2) },
    receipt: { ed25519: seed(3), mldsa44: seed(4) },
    transport: { ed25519: Buffer.alloc(32, party) },
  })
  const content = { party, name, url: '', made: instantFromMs(0), tls: '0'.repeat(64) }
  const card = makeCard({ ...content, age: `age1${'q'.repeat(58)}` }, signers)
  return { card, head: { head: signers.head, signers } }
}
interface Head {
  readonly head: ReturnType<typeof signersFromSeeds>['head']
  readonly signers: ReturnType<typeof signersFromSeeds>
}

describe('the card of a member that has changed its keys', () => {
  const [first, second, third, other] = [made('cn', 1), made('cn', 2), made('cn', 3), made('us', 4)]
  const rotation = makeRotation(
    CHANNEL,
    { document: first.card.keys, head: first.head.head },
    { document: second.card.keys, signers: second.head.signers },
  )
  const changed = withRotation(feedKeys(CHANNEL, first.card.keys), SEQ, JSON.parse(JSON.stringify(rotation)))
  const held = { keys: new Map([['cn', changed]]) }
  const row = { cards: { cn: encodeCard(first.card) } }

  it('is the one that its act carries', async () => {
    const asked: number[] = []
    const card = await cardInForce(held, row, 'cn', (seq) => {
      asked.push(seq)
      return Promise.resolve(Buffer.from(encodeCard(second.card)))
    })
    expect([card, asked]).toEqual([second.card, [SEQ]])
  })

  it.each([
    ['nothing', undefined],
    ['no card', '{}'],
    ['its former card', encodeCard(first.card)],
    ['a card of keys that are not in force', encodeCard(third.card)],
    ['the card of another', encodeCard(other.card)],
    ['a card that its keys did not sign', encodeCard(made('cn', 2, 'cn').card).replace('"cn"', '"sg"')],
  ])('is missing when that is %s', async (_what, text) => {
    const bytes = text === undefined ? undefined : Buffer.from(text)
    await expect(cardInForce(held, row, 'cn', () => Promise.resolve(bytes))).rejects.toMatchObject({
      code: 'side-keys-changed',
      field: 'parties',
    })
  })

  it('counts by its keys: in force, replaced, or not known here', () => {
    const standings = [first, second, third].map(({ card }) => standingOf(held, 'cn', card))
    expect(standings).toEqual(['replaced', 'in-force', 'unknown'])
    expect(standingOf(held, 'us', other.card)).toBe('unknown')
  })

  it('is left out where bodies are too small for it', () => {
    expect(cardBody(second.card, { limits: DEFAULT_LIMITS })?.type).toBe('application/json')
    expect(cardBody(second.card, { limits: { ...DEFAULT_LIMITS, bodyBytes: 1_000 } })).toBeUndefined()
  })
})
