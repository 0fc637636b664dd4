import { type RefObject, useEffect, useEffectEvent } from 'react'

/** Escape, before anything else hears it, where `isMeant` says that nobody else would. */
export function useEscape(isOpen: boolean, isMeant: () => boolean, onClose: () => void): void {
  const leave = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isMeant()) return
    event.stopPropagation()
    onClose()
  })
  useEffect(() => {
    if (!isOpen) return undefined
    const pressed = (event: KeyboardEvent): void => leave(event)
    document.addEventListener('keydown', pressed, { capture: true })
    return () => document.removeEventListener('keydown', pressed, { capture: true })
  }, [isOpen])
}

/**
 * For a dialog: React Aria hears the keys that are pressed in it, and moves the focus into it, for whoever uses a screen
 * reader only when every movement on the page has ended. Until then what is behind is dead, and Escape would go nowhere.
 */
export function useEarlyEscape(
  isOpen: boolean,
  dialog: RefObject<HTMLElement | null>,
  onClose: () => void,
): void {
  // Of two that are open the one behind is dead too.
  useEscape(isOpen, () => isNowhere() && dialog.current?.closest('[inert]') === null, onClose)
}

function isNowhere(): boolean {
  const { activeElement, body } = document
  return activeElement === null || activeElement === body || activeElement.closest('[inert]') !== null
}
