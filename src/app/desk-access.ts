import type { PrivateSide } from '../private/index.ts'
import type { SignIn } from '../sign-in/index.ts'
import { AppError } from './errors.ts'
import type { OpenedNode } from './serve.ts'

/** Who the people of a node are, and where they come in. */
export interface DeskAccess {
  readonly signIn: SignIn
  readonly origin: string
}

/**
 * For an operator's commands: by the open door, or over the folder itself while nobody is let in.
 * Throws AppError `desk-absent`.
 */
export async function deskOf(opened: OpenedNode): Promise<DeskAccess> {
  const door = opened.door()
  if (door !== undefined) return door
  const { desk } = opened.config
  if (desk === undefined) throw absent()
  const origin = desk.origin === '' ? `http://localhost:${desk.port}` : desk.origin
  const { signInAt } = await import('./officers-door.ts')
  return { signIn: signInAt(opened, desk, origin), origin }
}

/** Throws AppError `desk-absent`. */
export function sideOf({ side }: OpenedNode): PrivateSide {
  if (side === undefined) throw absent()
  return side
}

function absent(): AppError {
  return new AppError('desk-absent', 'D: this node has no desk; its config.json has no "desk".', {
    field: 'D',
  })
}
