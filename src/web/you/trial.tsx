import { type ReactNode, useState } from 'react'
import { call } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { useWords } from '../look/words.tsx'
import { Refused, useDeed } from '../sign-in/deed.tsx'
import { Attempts } from './attempts.tsx'

/** A notice that is only a trial, and what came of it by each way. */
export function Trial({ hasWays }: { readonly hasWays: boolean }): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  const [notice, setNotice] = useState<string>()
  const go = async (): Promise<void> => {
    await call('notices.trial')
    const { items } = await call('notices.list', { query: { limit: NEWEST } })
    setNotice(items.find(({ kind }) => kind === 'trial')?.id)
  }
  if (!hasWays) return null
  return (
    <div className="stack">
      <p className="small">{words('you.trial-explain')}</p>
      <div className="row">
        <Button isBusy={isBusy} onPress={() => void run(go)}>
          {words('you.trial')}
        </Button>
      </div>
      <Refused of={fault} />
      {notice !== undefined && <Attempts notice={notice} />}
    </div>
  )
}

/** Others may have come in between. */
const NEWEST = 20
