import type { ChannelKeys } from './cosignature.ts'
import { RecordError } from './errors.ts'
import type { FeedKeys, NoteKey } from './feed-keys.ts'
import { parseVkey, vkey } from './note.ts'
import type { VerifierKey } from './note.ts'
import { recode } from './recode.ts'
import type { PartyId } from './types.ts'

/** C2SP tlog-policy: whose keys make a checkpoint valid, so that other makers' tools can check a proof of one act. */

/** Two keys of each of the 63 other parties, of about 2,000 bytes, and their groups. */
const MAX_POLICY_BYTES: number = 256 * 1024
/** Two witnesses and a group per party, one group of all. The format asks for at least 32 of each. */
const MAX_POLICY_NAMES = 3 * 64 + 1

/** Upper case, so that it can never be a party's. */
const EVERYONE = 'EVERYONE'

export interface Policy {
  readonly logs: readonly VerifierKey[]
  readonly witnesses: ReadonlyMap<string, VerifierKey>
  /** Members of a group, and how many of them it takes. */
  readonly groups: ReadonlyMap<string, { readonly threshold: number; readonly members: readonly string[] }>
  /** A witness, a group, or `none`. */
  readonly quorum: string
}

/**
 * The policy under which a head of `party` counts as received by everyone else: every other party's two receipt keys.
 * The format takes any one log key as enough; the comment says that this record does not.
 * Throws RecordError `origin-mismatch` when the party has no keys in the channel.
 */
export function policyFor(party: PartyId, keys: ChannelKeys): string {
  const feed = keys.get(party)
  if (feed === undefined) throw new RecordError('origin-mismatch', `${party} must be a party of the channel`)
  const others = [...keys.values()].filter((other) => other !== feed)
  const lines = [
    '# Both log keys must have signed. A tool that is content with one checks less than the record asks for.',
    `log ${vkeyOf(feed.head.name, feed.head.ed25519)}`,
    `log ${vkeyOf(feed.head.name, feed.head.mldsa44)}`,
    ...others.flatMap(witnessLines),
    ...(others.length === 0
      ? ['quorum none']
      : [`group ${EVERYONE} all ${others.map(groupName).join(' ')}`, `quorum ${EVERYONE}`]),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * Reads a policy file. URLs are allowed and dropped. Throws RecordError `policy-malformed`.
 */
export function parsePolicy(text: string): Policy {
  if (text.length > MAX_POLICY_BYTES) throw malformed(`a policy must be at most ${MAX_POLICY_BYTES} bytes`)
  if (!/^[\t\n\x20-\x7e\u0080-\uffff]*$/.test(text) || !text.endsWith('\n')) {
    throw malformed('a policy must be lines without control characters')
  }
  const draft = new PolicyDraft()
  text.split('\n').forEach((line, i) => {
    const items = line.split(/[ \t]+/).filter((item) => item !== '')
    if (items.length > 0 && items[0]?.startsWith('#') !== true) draft.take(items, i + 1)
  })
  return draft.finish()
}

/** Whether the witnesses whose cosignatures were verified meet the policy's quorum. */
export function meetsQuorum(policy: Policy, cosigned: ReadonlySet<string>): boolean {
  const met = (name: string): boolean => {
    const group = policy.groups.get(name)
    // Groups name only earlier ones, so this ends.
    return group === undefined ? cosigned.has(name) : group.members.filter(met).length >= group.threshold
  }
  return policy.quorum === 'none' || met(policy.quorum)
}

/** A policy being read: names are known only from the line that defines them on. */
class PolicyDraft {
  readonly #logs: VerifierKey[] = []
  readonly #witnesses = new Map<string, VerifierKey>()
  readonly #groups = new Map<string, { threshold: number; members: string[] }>()
  readonly #grouped = new Set<string>()
  #quorum: string | undefined

  take(items: readonly string[], line: number): void {
    const [keyword, ...rest] = items
    const where = `line ${line}`
    if (keyword === 'log') this.#log(rest, where)
    else if (keyword === 'witness') this.#witness(rest, where)
    else if (keyword === 'group') this.#group(rest, where)
    else if (keyword === 'quorum') this.#setQuorum(rest, where)
    else throw malformed(`${where} must begin with log, witness, group or quorum`)
  }

  finish(): Policy {
    if (this.#quorum === undefined) throw malformed('a policy must have a quorum line')
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum }
  }

  #log(items: readonly string[], where: string): void {
    const [text, ...url] = items
    if (text === undefined || url.length > 1) throw malformed(`${where} must be a log key and at most a URL`)
    this.#logs.push(this.#key(text, this.#logs, where))
  }

  #witness(items: readonly string[], where: string): void {
    const [name, text, ...url] = items
    if (name === undefined || text === undefined || url.length > 1) {
      throw malformed(`${where} must be a witness name, its key and at most a URL`)
    }
    this.#claim(name, where)
    this.#witnesses.set(name, this.#key(text, [...this.#witnesses.values()], where))
  }

  #group(items: readonly string[], where: string): void {
    const [name, count, ...members] = items
    if (name === undefined || count === undefined || members.length === 0) {
      throw malformed(`${where} must be a group name, a threshold and members`)
    }
    for (const member of members) {
      if (!this.#isDefined(member))
        throw malformed(`${where} must name only witnesses and groups defined before`)
      if (this.#grouped.has(member)) throw malformed(`${where} must not use ${member} a second time`)
      this.#grouped.add(member)
    }
    this.#claim(name, where)
    this.#groups.set(name, { threshold: thresholdOf(count, members.length, where), members })
  }

  #setQuorum(items: readonly string[], where: string): void {
    const [name, ...rest] = items
    if (name === undefined || rest.length > 0) throw malformed(`${where} must name one quorum`)
    if (this.#quorum !== undefined) throw malformed(`${where} must not be a second quorum`)
    if (name !== 'none' && !this.#isDefined(name))
      throw malformed(`${where} must name what is defined before`)
    this.#quorum = name
  }

  #isDefined(name: string): boolean {
    return this.#witnesses.has(name) || this.#groups.has(name)
  }

  #claim(name: string, where: string): void {
    if (name === 'none' || this.#isDefined(name)) throw malformed(`${where} must have a name of its own`)
    if (this.#witnesses.size + this.#groups.size >= MAX_POLICY_NAMES) {
      throw malformed(`a policy must have at most ${MAX_POLICY_NAMES} witnesses and groups`)
    }
  }

  /** The same key under two names would count twice. */
  #key(text: string, others: readonly VerifierKey[], where: string): VerifierKey {
    const key = recode('policy-malformed', () => parseVkey(text))
    if (others.some((other) => Buffer.compare(other.publicKey, key.publicKey) === 0)) {
      throw malformed(`${where} must not list a key a second time`)
    }
    return key
  }
}

function thresholdOf(count: string, members: number, where: string): number {
  if (count === 'all') return members
  if (count === 'any') return 1
  const threshold = /^[1-9][0-9]{0,3}$/.test(count) ? Number(count) : 0
  if (threshold < 1 || threshold > members) {
    throw malformed(`${where} must have a threshold of all, any, or from 1 to its ${members} members`)
  }
  return threshold
}

function witnessLines(party: FeedKeys): string[] {
  const { name, ed25519, mldsa44 } = party.receipt
  const group = groupName(party)
  return [
    `witness ${group}/ed25519 ${vkeyOf(name, ed25519)}`,
    `witness ${group}/mldsa44 ${vkeyOf(name, mldsa44)}`,
    `group ${group} all ${group}/ed25519 ${group}/mldsa44`,
  ]
}

/** With a slash, so that a party called `none` does not become the format's predefined name. */
function groupName(party: FeedKeys): string {
  return `${party.party}/receipt`
}

function vkeyOf(name: string, key: NoteKey): string {
  return vkey(name, key.type, key.raw)
}

function malformed(message: string): RecordError {
  return new RecordError('policy-malformed', message)
}
