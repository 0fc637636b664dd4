import type { ReactNode } from 'react'
import type { ScreenKey, ScreenWords } from '../../words/index.ts'
import { type DraftContent, differences } from '../forms/content.ts'
import { plainForeign } from '../look/foreign.tsx'
import { Panel } from '../look/parts.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import { type CodeNames, useCodeNames } from './code-names.ts'

type Group = Parameters<ScreenWords['term']>[0]

/** What stands over each field in the form, and what its codes are of. */
const FIELDS: Readonly<Record<string, readonly [label: ScreenKey, codes?: Group]>> = {
  functions: ['directory.functions', 'function'],
  languages: ['directory.languages'],
  country: ['directory.country'],
  'calendar.timeZone': ['directory.zone'],
  'calendar.workingDays': ['directory.working-days'],
  'calendar.officeHours.from': ['directory.office-from'],
  'calendar.officeHours.to': ['directory.office-until'],
  'calendar.country': ['directory.holidays-country'],
  'calendar.region': ['directory.holidays-region'],
  'calendar.extraHolidays': ['directory.days-off'],
  'calendar.extraWorkingDays': ['directory.days-on'],
  'requires.fields': ['directory.req-fields', 'demand'],
  'requires.kinds': ['directory.req-kinds', 'kind'],
  'requires.judicialFor': ['directory.req-judicial', 'kind'],
  'requires.dualCriminalityFor': ['directory.req-dual', 'kind'],
  'requires.instruments': ['directory.req-instruments', 'instrument'],
  'requires.identifierTypes': ['directory.req-identifiers', 'identifier'],
  'requires.offencesExcluded': ['directory.req-excluded', 'offence'],
  'requires.languages': ['directory.req-languages'],
  'requires.identifiersMax': ['directory.req-identifiers-max'],
  'requires.periodDaysMax': ['directory.req-period-max'],
}

/** What an entry changes in the one on the record: one that was begun yesterday would take back what a colleague published since. */
export function EntryChange({
  standing,
  written,
}: {
  readonly standing: DraftContent
  readonly written: DraftContent
}): ReactNode {
  const words = useWords()
  const codes = useCodeNames()
  const rows = differences(withLists(standing), withLists(written))
    .map(({ field, before, after }) => ({
      field,
      label: labelOf(field, words, codes),
      texts: [before, after].map((value) => textOf(field, value, words, codes)),
    }))
    .filter(({ texts: [before, after] }) => before !== after)
  if (rows.length === 0) return null
  return (
    <Panel title={words('directory.entry-change')}>
      <Table
        label={words('directory.entry-change')}
        head={[words('forms.field'), words('directory.entry-stands'), words('directory.entry-written')]}
      >
        {rows.map(({ field, label, texts: [before, after] }) => (
          <tr key={field}>
            <th scope="row">{label}</th>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </Table>
    </Panel>
  )
}

/** No demands at all and none of each kind mean the same. */
const withLists = (content: DraftContent): DraftContent => ({
  ...content,
  data: { ...content.data, requires: content.data['requires'] ?? {} },
})

function labelOf(field: string, words: ScreenWords, { languages }: CodeNames): string {
  const [, language] = /^form\.names\.(.+)$/.exec(field) ?? []
  if (language !== undefined)
    return words('forms.label-of', { whose: words('directory.names'), what: languages([language]) })
  const known = FIELDS[field.replace(/^data\./, '')]
  return known === undefined ? plainForeign(field) : words(known[0])
}

function textOf(
  field: string,
  value: unknown,
  words: ScreenWords,
  { country, languages, weekday }: CodeNames,
): string {
  const [, group] = FIELDS[field.replace(/^data\./, '')] ?? []
  const one = (each: unknown): string => {
    if (typeof each === 'number') return field.endsWith('.workingDays') ? weekday(each) : String(each)
    if (typeof each !== 'string') return plainForeign(JSON.stringify(each))
    if (group !== undefined && words.knows(group, each)) return words.term(group, each)
    if (field.endsWith('.languages')) return languages([each])
    return field.endsWith('.country') && each !== '' ? country(each) : plainForeign(each)
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const given = list.filter((each) => each !== undefined && each !== null && each !== '')
  return given.length === 0 ? words('forms.nothing') : words.listed(given.map(one))
}
