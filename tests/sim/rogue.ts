import type { LiveChannel } from '../../src/app/index.ts'
import { feedOf, filedUnder, followOfficers, keysOf, posixSeconds } from '../../src/exchange/index.ts'
import {
  type JsonObject,
  type Leaf,
  SALT_BYTES,
  actIdOf,
  commitBody,
  encodeLeaf,
  instantFromMs,
  leafHash,
  originOf,
  signHead,
} from '../../src/record/index.ts'
import type { SimNode } from './sim-node.ts'

/** An act as somebody writes it who holds the keys and does not ask the node. */
export interface RogueAct {
  readonly type: string
  readonly about?: string
  readonly data: JsonObject
  readonly body?: { readonly bytes: Uint8Array; readonly type: string }
}

/**
 * What nobody admits stops a feed for good, a false statement is shown to people, and a fold that no node knows stops the
 * channel once all agree on it: none is what these trials are about.
 */
const KEPT_OUT = new Set([
  'attest.sign',
  'channel.key.rotate',
  'channel.state',
  'channel.upgrade',
  'channel.upgrade.accept',
])

/**
 * Writes an act into the machine's own feed as its node would, but asks neither vocabulary nor state: what a party with
 * another program, or with ill will, can put on the record. Undefined when it cannot now.
 */
export async function recordUnasked(
  machine: SimNode,
  live: LiveChannel,
  act: RogueAct,
): Promise<{ id: string; seq: number } | undefined> {
  const { node } = machine
  const { held } = live
  const own = feedOf(held, held.self)
  if (node === undefined || KEPT_OUT.has(act.type)) return undefined
  const { clock, highWater, rng, store } = node.needs
  return own.turn.run(async () => {
    const isAble = live.readiness.writable && own.frozen === undefined && own.head?.size === own.tree.size
    const seq = own.tree.size
    const ours = node.signers.forHead(keysOf(held.keys, held.self), seq + 1)
    if (!isAble || ours === undefined) return undefined
    const salt = rng.bytes(SALT_BYTES)
    const deps: Record<string, number> = {}
    for (const [party, feed] of held.feeds) if (party !== held.self) deps[party] = feed.tree.size
    const leaf: Leaf = {
      v: 1,
      type: act.type,
      party: held.self,
      seq,
      made: instantFromMs(clock.now()),
      deps,
      data: act.data,
      ...(act.about === undefined ? {} : { about: act.about }),
      ...(act.body === undefined ? {} : { body: commitBody(salt, act.body.bytes, act.body.type) }),
    }
    const bytes = encodeLeaf(leaf)
    const hash = leafHash(bytes)
    const fresh = {
      bytes,
      hash,
      matter: filedUnder(held.id, leaf, hash),
      ...(act.body === undefined ? {} : { body: { salt, bytes: act.body.bytes } }),
    }
    const tree = own.tree.copy()
    tree.append(hash)
    const place = {
      channel: held.id,
      party: held.self,
      from: seq,
      tiles: tree.takeTiles(),
      root: tree.root(),
    }
    await store.append({ ...place, leaves: [fresh] })
    own.tree = tree
    own.deps = deps
    own.recent.remember(seq, [fresh])
    const admitted = [{ id: actIdOf(hash), leaf }]
    followOfficers(held, own, admitted)
    await highWater.raise(held.id, tree.size, place.root)
    const origin = originOf(held.id, held.self)
    const note = signHead(origin, tree.size, place.root, posixSeconds(clock), ours.head)
    await store.noteHead(held.id, held.self, note)
    own.head = { origin, size: tree.size, root: place.root, note }
    held.moved.own.notify()
    held.moved.any.notify()
    live.admitted(held.self, admitted)
    return { id: actIdOf(hash), seq }
  })
}
