import type { ReactNode } from 'react'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import { type DraftContent, differences } from './content.ts'
import { ShownValue } from './content-view.tsx'
import { labelOf } from './labels.ts'

/** What one text says beside another, field by field; nothing of what they have in common. */
export function Differences({
  before,
  after,
  beforeName,
  afterName,
}: {
  readonly before: DraftContent
  readonly after: DraftContent
  readonly beforeName: string
  readonly afterName: string
}): ReactNode {
  const words = useWords()
  const found = differences(before, after)
  if (found.length === 0) return <p>{words('forms.no-differences')}</p>
  return (
    <Table label={words('forms.differences')} head={[words('forms.field'), beforeName, afterName]}>
      {found.map(({ field, before: old, after: now }) => (
        <tr key={field}>
          <th scope="row">{labelOf(field, words, after.type)}</th>
          <td>
            <ShownValue field={field} value={old} />
          </td>
          <td>
            <ShownValue field={field} value={now} />
          </td>
        </tr>
      ))}
    </Table>
  )
}
