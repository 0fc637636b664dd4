import type { ReactNode } from 'react'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import type { Timing } from './given.ts'
import { NumberLink } from './number-link.tsx'
import { bucketText, spanText } from './texts.ts'

/** What a plot of times shows, as numbers. */
export function TimingTable({
  timing,
  label,
}: {
  readonly timing: Timing
  readonly label: string
}): ReactNode {
  const words = useWords()
  const { buckets, medianMs, p90Ms } = timing
  return (
    <Table label={label} head={[words('figures.took'), { number: words('figures.matters') }]}>
      {buckets.map((bucket, i) => {
        const span = bucketText(buckets[i - 1]?.upToMs ?? 0, bucket.upToMs, words)
        return (
          <tr key={bucket.key}>
            <th scope="row">{span}</th>
            <td className="number">
              <NumberLink of={bucket} name={words.listed([label, span])} />
            </td>
          </tr>
        )
      })}
      <tr>
        <th scope="row">{words('figures.median')}</th>
        <td className="number">{medianMs === null ? '–' : spanText(medianMs, words)}</td>
      </tr>
      <tr>
        <th scope="row">{words('figures.p90')}</th>
        <td className="number">{p90Ms === null ? '–' : spanText(p90Ms, words)}</td>
      </tr>
    </Table>
  )
}
