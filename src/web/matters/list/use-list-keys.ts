import { useEffect, useRef } from 'react'

/** What a single key does in a list. */
export interface ListKeys {
  readonly move: (by: number) => void
  readonly toEnd: (end: 'first' | 'last') => void
  readonly select: () => void
  readonly assign: () => void
  readonly follow: () => void
  readonly help: () => void
  readonly leave: () => void
}

/**
 * Drives a list by single keys: never while somebody types, and never with a dialogue open. Readers who speak to their
 * computer can turn the letters off (WCAG 2.1.4); arrows stay.
 */
export function useListKeys(keys: ListKeys, hasLetters: boolean): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event))
        return
      const deed = deedOf(event, latest.current, hasLetters)
      if (deed === undefined) return
      event.preventDefault()
      deed()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [hasLetters])
}

function deedOf(event: KeyboardEvent, keys: ListKeys, hasLetters: boolean): (() => void) | undefined {
  const isInList = event.target instanceof Element && event.target.closest('[data-list-rows]') !== null
  switch (event.key) {
    case 'ArrowDown':
      return isInList ? () => keys.move(1) : undefined
    case 'ArrowUp':
      return isInList ? () => keys.move(-1) : undefined
    case 'Home':
      return isInList ? () => keys.toEnd('first') : undefined
    case 'End':
      return isInList ? () => keys.toEnd('last') : undefined
    case 'Escape':
      return keys.leave
    default:
      return hasLetters ? letterOf(event.key, keys) : undefined
  }
}

function letterOf(key: string, keys: ListKeys): (() => void) | undefined {
  switch (key) {
    case 'j':
      return () => keys.move(1)
    case 'k':
      return () => keys.move(-1)
    case 'x':
      return keys.select
    case 'a':
      return keys.assign
    case 'f':
      return keys.follow
    case '?':
      return keys.help
    default:
      return undefined
  }
}

function isElsewhere({ target }: KeyboardEvent): boolean {
  // A toast is a dialogue too, by its role; it takes no key from anybody.
  if (document.querySelector('.overlay, .popover') !== null) return true
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName)) return true
  return target instanceof HTMLInputElement && target.type !== 'checkbox'
}
