import type { TablePart } from '../store/index.ts'

/**
 * The search file's tables. It is derived: whoever deletes it loses an hour of indexing and nothing else.
 * `search_document` keeps each text, because taking a text out of the index needs the tokens that were put in.
 */
export const SEARCH_TABLES: TablePart = {
  name: 'search',
  steps: [
    `
    create table search_fact(name text primary key, value text not null) without rowid;
    -- autoincrement: a place in the order is never given twice, so that a cursor stays true.
    create table search_document(
      place integer primary key autoincrement,
      kind text not null, channel text not null, id text not null,
      matter text, act text, party text, type text, owner text, seat text,
      made integer not null, text text not null
    );
    create unique index search_document_id on search_document(channel, kind, id);
    create index search_document_act on search_document(channel, act) where act is not null;
    -- What was forgotten is not taken again: the reader that feeds the index may lag behind the eraser.
    create table search_forgotten(channel text not null, act text not null, primary key(channel, act)) without rowid;
    create table search_progress(
      channel text not null, party text not null, size integer not null, primary key(channel, party)
    ) without rowid;
    create virtual table search_index using fts5(tokens, content='', columnsize=0, tokenize='ascii');
    insert into search_index(search_index, rank) values('secure-delete', 1);
    -- Merges in smaller pieces than by default: the longest pause fell from 140 to 40 ms at 60,000 documents.
    insert into search_index(search_index, rank) values('automerge', 8);
    insert into search_index(search_index, rank) values('crisismerge', 64);
    `,
  ],
}

/** Raised whenever the same text gives other tokens: an index of another version is made anew. */
export const TOKENS_VERSION = '1'
