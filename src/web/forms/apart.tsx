import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { Callout } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { Differences } from './difference-list.tsx'
import type { DraftHold } from './hold.ts'
import { useContent, useKeeping } from './use-draft.tsx'

/** The same draft was written in two places: both texts side by side, and whoever sits here chooses. Neither is lost. */
export function Apart({ hold }: { readonly hold: DraftHold }): ReactNode {
  const keeping = useKeeping(hold)
  return keeping.where === 'apart' ? <Choosing hold={hold} theirs={keeping.theirs.content} /> : null
}

function Choosing({
  hold,
  theirs,
}: {
  readonly hold: DraftHold
  readonly theirs: ReturnType<DraftHold['content']>
}): ReactNode {
  const words = useWords()
  const mine = useContent(hold)
  return (
    <Callout tone="warn" role="alert">
      <p>
        <strong>{words('forms.apart-title')}</strong>
      </p>
      <p>{words('forms.apart-lead')}</p>
      <Differences
        before={theirs}
        after={mine}
        beforeName={words('forms.apart-theirs')}
        afterName={words('forms.apart-mine')}
      />
      <div className="row">
        <Button kind="main" onPress={() => hold.choose('mine')}>
          {words('forms.apart-keep-mine')}
        </Button>
        <Button onPress={() => hold.choose('theirs')}>{words('forms.apart-take-theirs')}</Button>
      </div>
      <p className="soft small">{words('forms.apart-explained')}</p>
    </Callout>
  )
}
