export { allows, PERMISSIONS, SEAT_KINDS, SEAT_PERMISSIONS } from './permissions.ts'
export type { Grant, Permission, Place, Principal, SeatKind } from './permissions.ts'
