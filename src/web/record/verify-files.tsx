import { type ReactNode, useState } from 'react'
import { useRead } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import { Button } from '../look/button.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Check } from '../look/field.tsx'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { DropZone } from '../uploads/drop-zone.tsx'
import { type GivenFile, sortFile } from './files.ts'
import { FileOutcome } from './file-outcome.tsx'

/** Any file, from anybody: it is verified as the command does, and nothing of it is sent anywhere. */
export function VerifyFiles({ here }: { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const { channel } = here
  const { data: anchors } = useRead('record.anchors', { params: { channel } })
  const [usesKnown, setUsesKnown] = useState(true)
  const [keys, setKeys] = useState<readonly GivenFile[]>([])
  const [files, setFiles] = useState<readonly File[]>([])
  const take = async (given: readonly File[]): Promise<void> => {
    const sorted = await Promise.all(given.map(sortFile))
    const found = sorted.filter(({ kind }) => kind !== 'file')
    const evidence = sorted.filter(({ kind }) => kind === 'file').map(({ file }) => file)
    setKeys((before) => [
      ...before.filter((one) => !found.some(({ kind, party }) => kind === one.kind && party === one.party)),
      ...found,
    ])
    if (evidence.length > 0) setFiles(evidence)
  }
  const dropped = new Set(keys.flatMap(({ kind, party }) => (kind === 'card' ? [party] : [])))
  const known = usesKnown
    ? Object.entries(anchors?.cards ?? {}).flatMap(([party, card]) => (dropped.has(party) ? [] : [card]))
    : []
  const cards = [...known, ...keys.flatMap(({ kind, text }) => (kind === 'card' ? [text] : []))]
  const policy = keys.find(({ kind }) => kind === 'policy')?.text
  return (
    <Panel title={words('record.verify-file')}>
      <p>{words('record.verify-file-text')}</p>
      <DropZone
        hint={words('record.verify-lead')}
        onPick={(picked) => void take(picked.map(({ file }) => file))}
      />
      <Keys
        here={here}
        usesKnown={usesKnown}
        onUse={setUsesKnown}
        keys={keys}
        onForget={(one) => setKeys(keys.filter((each) => each !== one))}
        isNone={cards.length === 0 && policy === undefined}
      />
      {files.length === 0 && <p className="soft small">{words('record.verify-empty')}</p>}
      {files.map((file, i) => (
        // Another drop takes the place of all of them.
        <FileOutcome
          key={`${i} ${file.name} ${file.size} ${file.lastModified}`}
          file={file}
          cards={cards}
          policy={policy}
          dropped={dropped}
          channel={channel}
        />
      ))}
    </Panel>
  )
}

function Keys({
  here,
  usesKnown,
  onUse,
  keys,
  onForget,
  isNone,
}: {
  readonly here: ChannelHere
  readonly usesKnown: boolean
  readonly onUse: (uses: boolean) => void
  readonly keys: readonly GivenFile[]
  readonly onForget: (one: GivenFile) => void
  /** There is nothing by which a signature could be told to be somebody's. */
  readonly isNone: boolean
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  return (
    <section className="record-keys" aria-label={words('record.verify-keys')}>
      <h3>{words('record.verify-keys')}</h3>
      <Check isSelected={usesKnown} onChange={onUse}>
        {words('record.keys-known', { parties: words.list(here.parties.map(partyName)) })}
      </Check>
      {keys.length > 0 && (
        <ul>
          {keys.map((one) => (
            <li key={`${one.kind} ${one.party}`} className="row">
              <Foreign
                text={words(one.kind === 'policy' ? 'record.keys-policy' : 'record.keys-dropped', {
                  party: one.party,
                  name: one.file.name,
                })}
              />
              <Button
                size="small"
                aria-label={words('record.keys-forget-of', { name: plainForeign(one.file.name) })}
                onPress={() => onForget(one)}
              >
                {words('record.keys-forget')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {isNone && <p className="soft">{words('record.keys-none')}</p>}
    </section>
  )
}
