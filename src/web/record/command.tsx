import type { ReactNode } from 'react'
import { useWords } from '../look/words.tsx'

/** The command by which a file is checked on a machine that has never heard of this node. */
export function Command({
  file,
  cards,
}: {
  readonly file: string
  readonly cards: readonly string[]
}): ReactNode {
  const words = useWords()
  const command = ['entente verify', file, ...cards.map((card) => `--card ${card}`)].join(' ')
  return (
    <div className="record-command">
      <p className="soft small">{words('record.carry-check')}</p>
      <pre className="code" tabIndex={0}>
        {command}
      </pre>
    </div>
  )
}
