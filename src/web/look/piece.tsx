import { type ComponentType, type ReactNode, use } from 'react'
import { fetched } from '../api/code.ts'

/** A part of the screens whose code comes when it is first shown, or `preload`ed. Stands within a Suspense. */
export interface Piece<Props extends object> {
  (props: Props): ReactNode
  readonly preload: () => Promise<void>
}

/**
 * `const Palette = piece(async () => (await import('./palette.tsx')).Palette)`. Nothing is shown in its place when it is not
 * to be had; the frame says that the page is not whole.
 */
export function piece<Props extends object>(load: () => Promise<ComponentType<Props>>): Piece<Props> {
  let found: ComponentType<Props> | undefined
  let coming: Promise<void> | undefined
  const come = async (): Promise<void> => {
    found = await fetched(load)
  }
  const preload = (): Promise<void> => (coming ??= come())
  function Part(props: Props): ReactNode {
    // Once it is here it is shown at once, without a frame that waits.
    if (found === undefined) use(preload())
    const Found = found
    return Found === undefined ? null : <Found {...props} />
  }
  return Object.assign(Part, { preload })
}
