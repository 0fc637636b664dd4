/**
 * What the pure rooms use of `node:crypto`, over the noble libraries, for browsers: the same arguments, the same verdicts,
 * the same refusals. `browserRooms` gives it to them by that name.
 */
export { createHash, createHmac, hash } from './digest.ts'
export type { Hash, Hmac } from './digest.ts'
export { createPrivateKey, createPublicKey } from './key-object.ts'
export { sign, verify } from './signatures.ts'
