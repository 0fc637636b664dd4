/**
 * Told when this machine loses its network, and when it has one again: a browser goes on believing in the connections that it
 * had. Gives what stops it.
 */
export function onNetwork({
  back,
  gone,
}: {
  readonly back: () => void
  readonly gone: () => void
}): () => void {
  globalThis.addEventListener('offline', gone)
  globalThis.addEventListener('online', back)
  return () => {
    globalThis.removeEventListener('offline', gone)
    globalThis.removeEventListener('online', back)
  }
}
