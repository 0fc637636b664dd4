import type { TablePart } from '../store/index.ts'

/**
 * What this room keeps in the node's private file. Nothing that lets somebody in stands here in clear: tokens and codes of
 * 32 random bytes are hashed, passwords go through argon2id, TOTP secrets are sealed with a key from outside the file.
 */
export const SIGN_IN_TABLES: TablePart = {
  name: 'sign_in',
  steps: [
    `create table sign_in_user(
       id text primary key, name text not null unique, display text not null, languages text not null,
       zone text not null, made_ms integer not null, disabled_ms integer
     ) without rowid;
     create table sign_in_seat(
       id text primary key, kind text not null, title text not null, agency text, listed text,
       made_ms integer not null, closed_ms integer
     ) without rowid;
     create table sign_in_grant(
       id text primary key, seat text not null, user text not null, channels text not null, matters text,
       deputy integer not null, from_ms integer, until_ms integer
     ) without rowid;
     create index sign_in_grant_user on sign_in_grant(user);
     create index sign_in_grant_seat on sign_in_grant(seat);
     create table sign_in_session(
       id text primary key, token blob not null unique, user text not null, strength text not null,
       agent text not null, made_ms integer not null, used_ms integer not null, ends_ms integer not null
     ) without rowid;
     create index sign_in_session_user on sign_in_session(user, made_ms);
     create index sign_in_session_end on sign_in_session(ends_ms);
     create table sign_in_invitation(
       id text primary key, token blob not null unique, user text not null, made_ms integer not null,
       ends_ms integer not null, uses_left integer not null
     ) without rowid;
     create index sign_in_invitation_user on sign_in_invitation(user);
     create table sign_in_passkey(
       id text primary key, user text not null, officer text not null unique, cose blob not null,
       spki blob not null, algorithm integer not null, counter integer not null, transports text not null,
       label text not null, backed_up integer not null, made_ms integer not null, used_ms integer
     ) without rowid;
     create index sign_in_passkey_user on sign_in_passkey(user);
     create table sign_in_password(
       user text primary key, hash text not null, totp blob not null, last_step integer not null,
       made_ms integer not null
     ) without rowid;
     create table sign_in_recovery(
       user text not null, code blob not null, primary key(user, code)
     ) without rowid;
     create table sign_in_attempt(
       key blob primary key, failures integer not null, last_ms integer not null
     ) without rowid;
     create index sign_in_attempt_last on sign_in_attempt(last_ms);
     create table sign_in_subject(
       issuer text not null, subject text not null, user text not null, made_ms integer not null,
       primary key(issuer, subject)
     ) without rowid;
     create index sign_in_subject_user on sign_in_subject(user);
     create table sign_in_api_key(
       id text primary key, token blob not null unique, user text not null, label text not null,
       scopes text not null, made_ms integer not null, ends_ms integer not null, used_ms integer
     ) without rowid;
     create index sign_in_api_key_user on sign_in_api_key(user);
     create table sign_in_glass(
       id text primary key, code blob not null unique, made_ms integer not null, used_ms integer, reason text
     ) without rowid;
     create table sign_in_spent(mark blob primary key, ends_ms integer not null) without rowid;
     create index sign_in_spent_end on sign_in_spent(ends_ms);
     create table sign_in_event(
       seq integer primary key autoincrement, at_ms integer not null, what text not null, by text not null,
       user text, subject text
     );`,
  ],
}
