import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from './errors.ts'
import { pragmaNumber } from './sqlite-open.ts'

/** Raised when the tables change; a store with a greater number was written by a newer release. */
export const SCHEMA_VERSION = 1
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

/**
 * `body` is keyed by a running number, never by feed: a table that only grows at its end never moves a row between
 * pages, and a moved row leaves a stale copy that expunging could not reach.
 */
const TABLES = `
create table channel(
  no integer primary key, id text not null unique, genesis blob not null, charter blob not null,
  self text not null, cards text not null, status text not null, folded text);
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
create table fold(
  k integer primary key, channel integer not null, kind text not null, state text not null,
  on_clock text, due_ms integer);
create index fold_due on fold(channel, on_clock, due_ms) where due_ms is not null;
create table exhibit(
  channel integer not null, sealed text not null, sealed_bytes integer not null, held_bytes integer not null,
  complete integer not null, named_by text not null, named_at integer not null, checked integer not null,
  primary key(channel, sealed)) without rowid;
`

/** Brings the file of the record to the current schema. Throws StoreError `store-version-unknown` or `store-damaged`. */
export function adoptStore(db: DatabaseSync): void {
  const version = pragmaNumber(db, 'user_version')
  const owner = pragmaNumber(db, 'application_id')
  if (owner === APPLICATION_ID && version === SCHEMA_VERSION) return
  if (owner === APPLICATION_ID) {
    throw new StoreError(
      'store-version-unknown',
      `the store has schema version ${version}; this release knows ${SCHEMA_VERSION}`,
    )
  }
  const { n } = db.prepare('select count(*) as n from sqlite_schema').get() ?? {}
  if (owner !== 0 || version !== 0 || n !== 0) {
    throw new StoreError('store-damaged', 'the file is a database, but not one of Entente')
  }
  db.exec(TABLES)
  db.exec(`pragma application_id=${APPLICATION_ID}`)
  db.exec(`pragma user_version=${SCHEMA_VERSION}`)
}
