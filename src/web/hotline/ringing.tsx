import type { ReactNode } from 'react'

export function RingingBanner(): ReactNode {
  return null
}
