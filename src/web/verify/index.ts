export { verifyStream } from './verify-stream.ts'
export type { VerifyOptions } from './verify-stream.ts'
export type { VerifyProgress, VerifyRequest } from './messages.ts'
export type { VerifiedMatter, VerifiedMatters } from '../../channel/index.ts'
