import { type ComponentType, type ReactNode, use, useEffect } from 'react'
import { fetched } from '../api/code.ts'

/** A part of the screens whose code comes when it is first shown, or `preload`ed. Stands within a Suspense. */
export interface Piece<Props extends object> {
  (props: Props): ReactNode
  readonly preload: () => Promise<void>
}

/**
 * `const Palette = piece(async () => (await import('./palette.tsx')).Palette, Closed)`. When it is not to be had, the frame
 * says that the page is not whole, and `Missing` stands in its place, or nothing.
 */
export function piece<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Missing?: ComponentType<Props>,
): Piece<Props> {
  let found: ComponentType<Props> | undefined
  let coming: Promise<void> | undefined
  const come = async (): Promise<void> => {
    found = (await fetched(load)) ?? Missing
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

/** In the place of what was opened and is not to be had: it is closed again. */
export function Closed({ onClose }: { readonly onClose: () => void }): ReactNode {
  useEffect(onClose, [onClose])
  return null
}
