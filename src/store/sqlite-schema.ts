import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from './errors.ts'
import { pragmaNumber } from './sqlite-open.ts'

/** Raised when the tables change; a store with a greater number was written by a newer release. */
export const SCHEMA_VERSION = 7
/** 'ENTT' in the header of the file, so that another program's database is never written to. */
const APPLICATION_ID = 0x454e5454

/**
 * Rows of one feed (or channel) are neighbours: key = owner * KEY_SPAN + position. 2^36 positions allow 68 billion
 * acts per feed, and leave 2^17 owners below 2^53, the largest integer that a JavaScript number holds exactly.
 */
export const KEY_SPAN: number = 2 ** 36
export const OWNERS_MAX: number = 2 ** 17 - 1
/** Tile key = feed * KEY_SPAN + level * LEVEL_SPAN + index. */
export const LEVEL_SPAN: number = 2 ** 32

/** Due instant of what has no deadline: it stands behind all that has one, in the same index. Past any date. */
export const NEVER_MS: number = 2 ** 53 - 1

/**
 * Numbers of changes left out at each start. A power cut may take back numbers that were given after the last durable
 * write, and others hold them as cursors; far fewer than this are given between two such writes.
 */
const CHANGES_PER_START = 2 ** 20

/** Figures count what was opened in a span of time. */
const OPENED_INDEX =
  'create index if not exists fold_opened on fold(channel, kind, opened_ms) where opened_ms is not null;'

/** Exhibits are listed by who brought them, the newest first. */
const NAMED_INDEX =
  'create index if not exists exhibit_named on exhibit(channel, named_by, named_at, sealed);'

/** Every act that names an exhibit: `exhibit` keeps the first one alone. */
const NAME_TABLE = `
create table exhibit_name(
  channel integer not null, sealed text not null, named_by text not null, named_at integer not null,
  primary key(channel, sealed, named_by, named_at)) without rowid;
`

/** Destroyed by the word of this party, and here until a seal comes off. */
const SHUT_TABLE = `
create table exhibit_shut(channel integer not null, sealed text not null, primary key(channel, sealed)) without rowid;
`

/** What a store of before has been told of its exhibits, read from the leaves once. */
const NAMES_FOUND = `
insert into exhibit_name
  select e.channel, e.sealed, f.party, l.k % ${KEY_SPAN}
  from leaf l cross join feed f on f.no = l.k / ${KEY_SPAN}
    cross join json_each(
      case when instr(l.bytes, cast('"exhibits"' as blob)) > 0 then cast(l.bytes as text) else '{}' end,
      '$.data.exhibits') named
    cross join exhibit e on e.channel = f.channel
      and e.sealed = case named.type when 'object' then json_extract(named.value, '$.sealed') end
  where exists(select 1 from exhibit)
  on conflict do nothing;
insert into exhibit_name select channel, sealed, named_by, named_at from exhibit where true on conflict do nothing;
`

/** All of it is derived from the leaves: a change of these tables drops them, and the next start folds again. */
const FOLD_TABLES = `
create table fold(
  k integer primary key, channel integer not null, kind text not null, status text not null, on_clock text,
  due_ms integer not null, lapses_ms integer, opened_ms integer, changed integer not null, state text not null);
create index fold_kind on fold(channel, kind);
create index fold_status on fold(channel, kind, status);
create index fold_clock on fold(channel, on_clock, due_ms) where on_clock is not null;
create index fold_lapses on fold(channel, lapses_ms) where lapses_ms is not null;
create unique index fold_changed on fold(channel, changed);
${OPENED_INDEX}
create table tally(
  channel integer not null, kind text not null, status text not null, on_clock text not null, count integer not null,
  primary key(channel, kind, status, on_clock)) without rowid;
create table thread(matter integer not null, part integer not null, acts text not null, primary key(matter, part)) without rowid;
`

/** Acts of a feed about its own keys, each with the head that ends with it. */
const KEY_TABLE = `
create table key_act(feed integer not null, seq integer not null, head text, primary key(feed, seq)) without rowid;
`

/**
 * `body` is keyed by a running number, never by feed: a table that only grows at its end never moves a row between
 * pages, and a moved row leaves a stale copy that expunging could not reach.
 */
const TABLES = `
create table channel(
  no integer primary key, id text not null unique, genesis blob not null, charter blob not null,
  self text not null, cards text not null, status text not null, folded text,
  changed integer not null default 0);
create table feed(
  no integer primary key, channel integer not null references channel(no), party text not null,
  size integer not null, root blob not null,
  frozen_reason text, frozen_proof text, frozen_at integer, unique(channel, party));
create table head(feed integer primary key references feed(no), note text not null);
create table receipt(
  feed integer not null, by text not null, size integer not null, at integer not null, note text not null,
  primary key(feed, by));
create table leaf(k integer primary key, bytes blob not null, matter integer, body integer);
create index leaf_matter on leaf(matter) where matter is not null;
create table body(no integer primary key, salt blob not null, bytes blob not null);
create table tile(k integer primary key, bytes blob not null);
create table matter(k integer primary key, id blob not null);
create table exhibit(
  channel integer not null, sealed text not null, sealed_bytes integer not null, held_bytes integer not null,
  complete integer not null, named_by text not null, named_at integer not null, checked integer not null,
  primary key(channel, sealed)) without rowid;
${NAMED_INDEX}
`

/** What brings a store of each earlier version to the next: what is derived is made anew, the rest is never touched. */
const STEPS: readonly string[] = [
  `drop table fold;
   alter table channel add column changed integer not null default 0;
   update channel set folded = null;
   ${FOLD_TABLES}`,
  KEY_TABLE,
  OPENED_INDEX,
  NAMED_INDEX,
  NAME_TABLE + NAMES_FOUND,
  SHUT_TABLE,
]

/** Brings the file of the record to the current schema. Throws StoreError `store-version-unknown` or `store-damaged`. */
export function adoptStore(db: DatabaseSync): void {
  const version = pragmaNumber(db, 'user_version')
  const owner = pragmaNumber(db, 'application_id')
  if (owner !== APPLICATION_ID) return makeStore(db, owner, version)
  if (version < 1 || version > SCHEMA_VERSION) {
    throw new StoreError(
      'store-version-unknown',
      `the store has schema version ${version}; this release knows ${SCHEMA_VERSION}`,
    )
  }
  for (const step of STEPS.slice(version - 1)) db.exec(step)
  if (version !== SCHEMA_VERSION) db.exec(`pragma user_version=${SCHEMA_VERSION}`)
  db.exec(`update channel set changed = (changed / ${CHANGES_PER_START} + 1) * ${CHANGES_PER_START}`)
}

function makeStore(db: DatabaseSync, owner: number, version: number): void {
  const { n } = db.prepare('select count(*) as n from sqlite_schema').get() ?? {}
  if (owner !== 0 || version !== 0 || n !== 0) {
    throw new StoreError('store-damaged', 'the file is a database, but not one of Entente')
  }
  db.exec(TABLES)
  db.exec(KEY_TABLE)
  db.exec(NAME_TABLE)
  db.exec(SHUT_TABLE)
  db.exec(FOLD_TABLES)
  db.exec(`pragma application_id=${APPLICATION_ID}`)
  db.exec(`pragma user_version=${SCHEMA_VERSION}`)
}
