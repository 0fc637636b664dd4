import { type ReactNode, useState } from 'react'
import { call, type Reply } from '../../api/client.ts'
import { useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Callout, Panel, Stack } from '../../look/parts.tsx'
import { refusalText } from '../../look/refusal.tsx'
import { useWords } from '../../look/words.tsx'
import { type TextFile, TextFiles } from '../text-file.tsx'
import { CardFacts } from './own-card.tsx'

/** A card that the node has read, with its text to found with. */
export interface ReadCard {
  readonly text: string
  readonly info: Reply<'cards.read'>
}

/** Twenty parties are the most that a mechanism of this kind has had. */
const OTHERS_MAX = 19

/** The cards of the others: whose each is, once all its proofs were checked. */
export function CardList({
  cards,
  onChange,
}: {
  readonly cards: readonly ReadCard[]
  readonly onChange: (cards: readonly ReadCard[]) => void
}): ReactNode {
  const words = useWords()
  const { data: own } = useNeeded('cards.own', {})
  const [refused, setRefused] = useState<readonly { readonly file: string; readonly why: string }[]>([])
  const [isBusy, setBusy] = useState(false)
  const refusalOf = (info: ReadCard['info'], held: readonly ReadCard[]): string | undefined => {
    if (info.ours || info.party === own.party) return words('founding.card-own')
    if (held.some((one) => one.info.party === info.party)) return words('founding.card-twice')
    return held.length >= OTHERS_MAX ? words('founding.card-many', { most: OTHERS_MAX }) : undefined
  }
  const read = async (files: readonly TextFile[]): Promise<boolean> => {
    setBusy(true)
    let held = cards
    const faults: { file: string; why: string }[] = []
    for (const { name, text } of files) {
      try {
        const info = await call('cards.read', { body: { card: text } })
        const why = refusalOf(info, held)
        if (why === undefined) held = [...held, { text, info }]
        else faults.push({ file: name, why })
      } catch (cause) {
        faults.push({ file: name, why: refusalText(cause, words) })
      }
    }
    setBusy(false)
    setRefused(faults)
    onChange(held)
    return faults.length === 0
  }
  return (
    <Panel title={words('founding.cards')}>
      <p>{words('founding.cards-lead')}</p>
      {cards.map(({ info }) => (
        <div key={info.party} className="founding-card">
          <CardFacts card={info} />
          <Button
            size="small"
            aria-label={words('founding.card-remove', { name: plainForeign(info.name) })}
            onPress={() => onChange(cards.filter((one) => one.info.party !== info.party))}
          >
            {words('operator.remove')}
          </Button>
        </div>
      ))}
      {refused.length > 0 && (
        <Callout tone="bad" role="alert">
          {refused.map(({ file, why }, i) => (
            <p key={i}>{words('founding.card-refused', { file: plainForeign(file), why })}</p>
          ))}
        </Callout>
      )}
      <Stack>
        <TextFiles
          hint={words('founding.cards-hint')}
          pasteLabel={words('founding.cards-paste')}
          isBusy={isBusy}
          onRead={read}
        />
      </Stack>
    </Panel>
  )
}
