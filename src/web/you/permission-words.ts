import type { ScreenWords } from '../../words/index.ts'

const KNOWN = [
  'read',
  'draft',
  'act',
  'approve',
  'hotline',
  'evidence',
  'directory',
  'constitution',
  'export',
  'expunge',
  'operate',
  'people',
  'audit',
] as const
export type KnownPermission = (typeof KNOWN)[number]

export const isKnownPermission = (permission: string): permission is KnownPermission =>
  KNOWN.some((each) => each === permission)

/** What a permission lets somebody do; its code where this version has no word for it. */
export function permissionWord(permission: string, words: ScreenWords): string {
  return isKnownPermission(permission) ? words(`you.may-${permission}`) : permission
}
