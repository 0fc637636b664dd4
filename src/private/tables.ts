import type { TablePart } from '../store/index.ts'

/** The private side's tables in the node's own file. Times are milliseconds since 1970. */
export const PRIVATE_TABLES: TablePart = {
  name: 'private',
  steps: [
    `
    -- One row: numbers every change of a draft or note, so that search can ask for what it has not seen.
    create table private_change(one integer primary key check(one = 1), last integer not null);
    insert into private_change values(1, 0);
    create table private_gone(change integer primary key, kind text not null, channel text not null, id text not null);

    create table private_draft(
      id text primary key, channel text not null, author text not null, seat text,
      version integer not null, state text not null, content text not null, digest text not null,
      editor text not null, made integer not null, changed integer not null, discarded integer,
      reason text, act text, change integer not null
    ) without rowid;
    create index private_draft_author on private_draft(author, changed, id);
    create index private_draft_seat on private_draft(seat, changed, id) where seat is not null;
    create index private_draft_state on private_draft(state, changed, id);
    create index private_draft_discarded on private_draft(discarded) where discarded is not null;
    create index private_draft_act on private_draft(act) where act is not null;
    create index private_draft_change on private_draft(change);
    -- Earlier versions, and (stray = 1) texts that came too late and would have overwritten another's.
    create table private_draft_version(
      draft text not null references private_draft(id) on delete cascade,
      version integer not null, stray integer not null, editor text not null, began integer not null,
      content text not null, primary key(draft, stray, version)
    ) without rowid;
    create table private_approval(
      draft text not null references private_draft(id) on delete cascade,
      at integer not null, approver text not null, version integer not null, digest text not null,
      primary key(draft, version, approver)
    ) without rowid;

    create table private_note(
      id text primary key, channel text not null, matter text not null, author text not null, version integer not null,
      editor text not null, made integer not null, changed integer not null, text text not null, change integer not null
    ) without rowid;
    create index private_note_matter on private_note(channel, matter, made, id);
    create index private_note_change on private_note(change);
    create table private_note_version(
      note text not null references private_note(id) on delete cascade,
      version integer not null, editor text not null, changed integer not null, text text not null,
      primary key(note, version)
    ) without rowid;

    create table private_assignment(
      channel text not null, matter text not null, holder_kind text not null, holder text not null,
      due integer, note text not null, by text not null, at integer not null,
      primary key(channel, matter, holder_kind, holder)
    ) without rowid;
    create index private_assignment_holder on private_assignment(holder_kind, holder, at, channel, matter);
    create table private_restriction(
      channel text not null, matter text not null, seat text not null, by text not null, at integer not null,
      primary key(channel, matter, seat)
    ) without rowid;
    create table private_follow(
      user text not null, channel text not null, matter text not null, at integer not null,
      primary key(user, channel, matter)
    ) without rowid;
    create index private_follow_matter on private_follow(channel, matter);
    create table private_seen(
      user text not null, channel text not null, list text not null, cursor text not null, at integer not null,
      primary key(user, channel, list)
    ) without rowid;
    create table private_filter(
      user text not null, id text not null, name text not null, query text not null, at integer not null,
      primary key(user, id)
    ) without rowid;

    create table private_log(
      seq integer primary key, at integer not null, user text not null, matter text, entry text not null,
      hash text not null
    );
    create index private_log_user on private_log(user, seq);
    create index private_log_matter on private_log(matter, seq) where matter is not null;
    `,
  ],
}
