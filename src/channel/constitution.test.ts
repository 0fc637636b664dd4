import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ACT_EXAMPLES } from '../acts/index.ts'
import type { AdmittedAct, FoldContext } from '../acts/index.ts'
import { canonicalise } from '../record/index.ts'
import type { JsonObject } from '../record/index.ts'
import { extendMatter, foldMatter, newMatter, refoldMatter } from './fold.ts'
import type { FoldedMatter } from './fold.ts'
import { encodeMatter } from './matter-row.ts'
import type { Progress } from './progress.ts'
import {
  arrival,
  byMatter,
  CHANNEL,
  choiceLists,
  hexOf,
  moveLists,
  partyCounts,
  World,
} from './record.testkit.ts'
import type { Move } from './record.testkit.ts'

interface Known {
  readonly agency: string
  readonly contact: string
  readonly officer: string
  readonly proposal: string
  readonly seat: string
  readonly to: string
}
type Choice = readonly [type: string, data: (known: Known) => JsonObject, about?: 'agency' | 'contact']

const AGENCY: JsonObject = { ...ACT_EXAMPLES['directory.agency.list'] }
const CHOICES: readonly Choice[] = [
  ['channel.amend', () => ({ terms: { contactChecks: { answerHours: 4, everyDays: 7 } } })],
  ['channel.amend', () => ({ terms: { sideChannels: false } })],
  ['channel.amend.accept', ({ proposal }) => ({ to: proposal })],
  ['channel.amend.accept', ({ proposal }) => ({ to: proposal })],
  ['channel.admit', () => ({ keys: hexOf(7), party: 'fr' })],
  ['channel.admit.accept', ({ proposal }) => ({ to: proposal })],
  ['channel.upgrade', () => ({ fold: 2 })],
  ['channel.upgrade.accept', ({ proposal }) => ({ to: proposal })],
  ['channel.suspend', () => ({ ground: 'policy' })],
  ['channel.resume', () => ({})],
  ['channel.rename', () => ({})],
  ['channel.succeed', () => ({ channel: hexOf(8) })],
  ['channel.key.revoke', () => ({ keys: hexOf(9), reason: 'lost' })],
  ['channel.leave', () => ({ reason: 'other' })],
  ['directory.agency.list', () => AGENCY],
  ['directory.agency.update', () => AGENCY, 'agency'],
  ['directory.seat.open', () => ({ function: 'cert', hours: 'always', languages: ['en'] }), 'agency'],
  [
    'directory.officer.appoint',
    ({ seat }) => ({ ...ACT_EXAMPLES['directory.officer.appoint'], seat }),
    'agency',
  ],
  ['directory.officer.relieve', ({ officer }) => ({ officer, reason: 'other' }), 'agency'],
  ['directory.duty.set', ({ seat }) => ({ seat, shifts: [] }), 'agency'],
  ['directory.seat.close', ({ seat }) => ({ seat }), 'agency'],
  ['directory.contact.check', ({ to }) => ({ answerBy: '2030-01-01T00:00:00.000Z', to, wants: 'person' })],
  ['directory.contact.answer', () => ({ how: 'machine' }), 'contact'],
  ['directory.contact.answer', () => ({ how: 'person' }), 'contact'],
  ['directory.contact.answer', () => ({ how: 'person' }), 'contact'],
]
const WORDY = /^(?:channel\.(?:amend|rename)|directory\.(?:agency\.(?:list|update)|seat\.open))$/
/** Which act's id the later ones mean. */
const NAMED: readonly (readonly [RegExp, keyof Known])[] = [
  [/^channel\.(?:amend|admit|upgrade)$/, 'proposal'],
  [/agency\.list$/, 'agency'],
  [/seat\.open$/, 'seat'],
  [/officer\.appoint$/, 'officer'],
  [/contact\.check$/, 'contact'],
]

function constitutionOf(partyCount: number, moves: readonly Move[]): World {
  const world = new World(partyCount)
  let owner = 0
  const known = {
    agency: hexOf(1),
    contact: hexOf(1),
    officer: hexOf(1),
    proposal: hexOf(1),
    seat: hexOf(1),
    to: '',
  }
  for (const { actor, candour, other, pick, what } of moves) {
    if (what === 'sync') world.sync(actor % partyCount, other % partyCount)
    else {
      const [type, data, about] = CHOICES[pick % CHOICES.length] ?? ['', () => ({})]
      known.to = world.context.parties[(actor + 1) % partyCount] ?? ''
      const body = WORDY.test(type) ? 'application/json' : undefined
      const said = { type, data: data(known), about: about === undefined ? undefined : known[about], body }
      // Mostly the owner speaks of its agency, and sometimes somebody who may not.
      const speaker = about === 'agency' && other > 0 ? owner : actor % partyCount
      const { id } = world.say(speaker, candour, said)
      if (type === 'directory.agency.list') owner = speaker
      for (const [pattern, name] of NAMED) if (pattern.test(type)) known[name] = id
    }
  }
  return world
}

/** What a node has folded that admits the acts one by one in this order. */
function foldedInOrder(order: readonly AdmittedAct[], context: FoldContext): Map<string, FoldedMatter> {
  const matters = new Map<string, FoldedMatter>()
  for (const [place, act] of order.entries()) {
    for (const id of byMatter([act]).keys()) {
      const matter = matters.get(id) ?? newMatter(id, context)
      const extension = extendMatter(matter, [act], context, [])
      if (extension.kind === 'upgrade-needed') throw new Error('upgrade needed')
      const held = byMatter(order.slice(0, place + 1)).get(id) ?? []
      const from = extension.kind === 'refold' ? extension.from : []
      const tail = held.filter(({ leaf }) => leaf.seq >= (from[context.parties.indexOf(leaf.party)] ?? 0))
      matters.set(
        id,
        extension.kind === 'folded'
          ? extension.matter
          : refoldMatter(matter, extension.start, tail, context, []).matter,
      )
    }
  }
  return matters
}

function scratch(id: string, acts: readonly AdmittedAct[], context: FoldContext): Progress {
  const folded = foldMatter(id, acts, context)
  if (folded.kind !== 'folded') throw new Error(folded.kind)
  return folded.matter.now
}

describe('the channel and its directory', () => {
  it('are the same on every node, in whatever order the acts came', () => {
    const seen = new Set<string>()
    const property = fc.property(
      fc.tuple(partyCounts, moveLists(80), choiceLists),
      ([count, moves, choices]) => {
        const world = constitutionOf(count, moves)
        const node = foldedInOrder(arrival(world, choices), world.context)
        for (const [id, acts] of byMatter(world.acts)) {
          const expected = scratch(id, acts, world.context)
          const matter = node.get(id)
          expect(matter?.now).toEqual(expected)
          const row = matter === undefined ? '' : encodeMatter(matter)
          expect(row).toBe(canonicalise(JSON.parse(row)))
          const { state } = expected
          if (state?.kind === 'channel' && state.terms !== null) seen.add('amended')
          if (state?.kind === 'agency' && state.officers.length > 0) seen.add('staffed')
          if (state?.kind === 'contact' && state.person !== null) seen.add('answered')
        }
      },
    )
    fc.assert(property, { numRuns: 200 })
    expect(seen).toEqual(new Set(['amended', 'answered', 'staffed']))
  })

  it('hold nothing that a member has neither proposed nor accepted, having seen it', () => {
    const property = fc.property(fc.tuple(partyCounts, moveLists(80)), ([count, moves]) => {
      const world = constitutionOf(count, moves)
      const acts = byMatter(world.acts).get(CHANNEL) ?? []
      const { state } = scratch(CHANNEL, acts, world.context)
      if (state?.kind !== 'channel') return
      const enacted = [
        ...state.admissions.map(({ act }) => act),
        ...(state.terms === null ? [] : [state.terms.act]),
      ]
      for (const id of enacted) {
        const proposal = acts.find((act) => act.id === id)?.leaf
        for (const party of world.context.parties) {
          const consents = acts.some(
            ({ leaf }) =>
              leaf.party === party &&
              leaf.data['to'] === id &&
              (leaf.deps[proposal?.party ?? ''] ?? 0) > (proposal?.seq ?? 0),
          )
          const left = state.left.some(({ by }) => by === party)
          expect(party === proposal?.party || consents || left).toBe(true)
        }
      }
    })
    fc.assert(property, { numRuns: 120 })
  })
})
