export { filedUnder, posixSeconds, type Admission } from './admit.ts'
export { exportChannel, type ExportOptions, turnsOf } from './archive-export.ts'
export { channelInFile, openCarriedFile, type CarriedFile } from './archive-file.ts'
export { importArchive, type Imported, type ImportedFeed, type ImportOptions } from './archive-import.ts'
export { encodeBatch, MAX_BATCH_LEAVES, parseBatch, type Batch } from './batch.ts'
export { Caller } from './caller.ts'
export { makeTlsIdentity, type TlsIdentity } from './certificate.ts'
export type { AdmittedLeaf, ExchangeContext, ExchangeEvents, Pace } from './context.ts'
export { wantExhibit } from './courier.ts'
export { Door } from './door.ts'
export type {
  Clock,
  Net,
  PeerAddress,
  Rng,
  WireGate,
  WireHandler,
  WireRequest,
  WireResponse,
} from './effects.ts'
export { ExchangeError, type ExchangeErrorCode } from './errors.ts'
export { feedOf, keysOf, resumeChannel, type HeldChannel, type HeldFeed, type Peer } from './held-channel.ts'
export { HttpsNet } from './https.ts'
export { type ActProofMade, proveAct } from './prove-act.ts'
export { keyStep, type KeyStep } from './key-acts.ts'
export { isDisowned, noteTurnHead, takeKeyStep } from './key-turns.ts'
export { checkOfficers, followOfficers } from './officers.ts'
export { OwnSigners } from './own-signers.ts'
export { PeerLink } from './peer-link.ts'
export { systemClock, systemRng } from './real-effects.ts'
export { Serial } from './serial.ts'
export { noSides, OFFERS_MAX, type SideDesk, type SideOffer } from './side-offers.ts'
export { keyIdOf, recipientOf, signRequest, transportSigner, signResponse } from './signature.ts'
