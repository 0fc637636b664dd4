import type { TablePart } from '../store/index.ts'

/** Everything that the desk must remember across a crash. Codes, ids and instants: nothing here was written by a person. */
export const DESK_TABLES: TablePart = {
  name: 'desk',
  steps: [
    `
create table desk_timer(
  key text primary key,
  at integer not null,
  wake integer not null,
  kind text not null,
  payload text not null,
  paced integer not null,
  tries integer not null default 0
) without rowid;
create index desk_timer_wake on desk_timer(wake);
create index desk_timer_tried on desk_timer(wake) where tries > 0;
create table desk_firing(
  seq integer primary key,
  key text not null,
  at integer not null,
  kind text not null,
  fired integer not null,
  late integer not null,
  unique(key, at)
);

create table desk_notice(
  seq integer primary key autoincrement,
  key text not null unique,
  id text not null unique,
  made integer not null,
  kind text not null,
  urgency text not null,
  channel text,
  matter text,
  due integer,
  audience text not null,
  facts text not null,
  gaps text,
  wake integer,
  tries integer not null default 0
);
create index desk_notice_wake on desk_notice(wake) where wake is not null;
create table desk_inbox(
  seq integer primary key autoincrement,
  user text not null,
  notice integer not null references desk_notice(seq) on delete cascade,
  zones text not null,
  seen integer,
  unique(notice, user)
);
create index desk_inbox_user on desk_inbox(user, seq);
create table desk_way(
  no integer primary key autoincrement,
  owner text not null,
  kind text not null,
  least text not null,
  config text not null,
  secret text
);
create index desk_way_owner on desk_way(owner);
create table desk_setting(name text primary key, value text not null) without rowid;
create table desk_delivery(
  no integer primary key autoincrement,
  id text not null unique,
  notice integer not null references desk_notice(seq) on delete cascade,
  user text not null,
  language text not null,
  zones text not null,
  way integer references desk_way(no) on delete set null,
  way_kind text not null,
  state text not null,
  tries integer not null default 0,
  wake integer,
  ended integer
);
create index desk_delivery_notice on desk_delivery(notice);
create index desk_delivery_way on desk_delivery(way, wake) where state = 'waiting';
create index desk_delivery_wake on desk_delivery(wake) where state = 'waiting';
create index desk_delivery_of_way on desk_delivery(way);
create index desk_delivery_sending on desk_delivery(no) where state = 'sending';
create index desk_delivery_dead on desk_delivery(no) where state = 'dead';
create table desk_attempt(
  no integer primary key autoincrement,
  delivery integer not null references desk_delivery(no) on delete cascade,
  begun integer not null,
  took integer,
  result text not null,
  code text not null
);
create index desk_attempt_delivery on desk_attempt(delivery);
create index desk_attempt_open on desk_attempt(no) where result = 'begun';

create table desk_deed(
  key text primary key,
  channel text not null,
  draft text not null,
  wake integer,
  tries integer not null default 0,
  act text,
  made integer not null,
  code text
) without rowid;
create index desk_deed_wake on desk_deed(wake) where wake is not null;

create table desk_cursor(channel text primary key, changed integer not null) without rowid;
`,
  ],
}
