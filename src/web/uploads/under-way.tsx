import { type ReactNode, Suspense } from 'react'
import { useReader } from '../look/reader.tsx'
import { WholeWords } from '../shell/whole-words.tsx'
import { piece } from '../look/piece.tsx'

const UnderWayButton = piece(async () => (await import('./under-way-button.tsx')).UnderWayButton)

/** For the frame: the reader's files on their way, on any screen. Nothing is shown, and little loaded, while there is none. */
export function UploadsUnderWay(): ReactNode {
  const { may } = useReader()
  if (!may('draft')) return null
  return (
    <Suspense fallback={null}>
      <WholeWords>
        <UnderWayButton />
      </WholeWords>
    </Suspense>
  )
}
