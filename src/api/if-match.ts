import { ApiError } from './errors.ts'

/** A version as an ETag, and back. */
export function tagOf(version: number): string {
  return `"v${version}"`
}

/**
 * The version that a change is for: who has not seen the newest must not overwrite it.
 * Throws ApiError `precondition-required`, `precondition-failed` for what is no version of ours.
 */
export function versionIn(ifMatch: string | undefined): number {
  if (ifMatch === undefined)
    throw new ApiError('precondition-required', 'if-match: must be the ETag of the version that you saw.', {
      field: 'if-match',
    })
  const version = /^"v(\d{1,9})"$/.exec(ifMatch)?.[1]
  if (version === undefined)
    throw new ApiError('precondition-failed', 'if-match: is not the ETag of a version.', {
      field: 'if-match',
    })
  return Number(version)
}
