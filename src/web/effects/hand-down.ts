import { after } from './clock.ts'

/** A slow disk asks for it late. */
const KEPT_MS = 60_000

/** Hands a text to whoever reads as a file. */
export function handDown(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
  follow(address, name)
  after(KEPT_MS, () => URL.revokeObjectURL(address))
}

/** Has the browser fetch a file of our own node. */
export function follow(address: string, name = ''): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
