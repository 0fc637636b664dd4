import type { ReactNode } from 'react'
import { Stack } from '../../look/parts.tsx'
import { Deliveries } from './deliveries.tsx'
import { MailServer } from './mail.tsx'
import { UserWays } from './ways.tsx'

/** How people are reached outside the application, and what became of each attempt. */
export function NoticesPart(): ReactNode {
  return (
    <Stack gap="large">
      <Deliveries />
      <UserWays />
      <MailServer />
    </Stack>
  )
}
