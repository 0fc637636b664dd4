import { type ReactNode, useState } from 'react'
import { Button } from '../look/button.tsx'
import { Dialog } from '../look/dialog.tsx'
import { useWords } from '../look/words.tsx'
import { UploadRow } from './upload-row.tsx'
import type { UploadState } from './upload-state.ts'
import { useUploads } from './use-uploads.ts'
import './uploads.css'

/** States in which nothing goes on until the officer does something. */
const STUCK: readonly UploadState['is'][] = ['file-needed', 'file-differs', 'file-changed', 'refused']

/** How far all of them are, in the frame; opened, each of them. */
export function UnderWayButton(): ReactNode {
  const words = useWords()
  const { uploads, views } = useUploads()
  const [isOpen, setOpen] = useState(false)
  if (views.length === 0) return null
  const all = views.reduce((sum, { bytes }) => sum + bytes, 0)
  const received = views.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0)
  const percent = all === 0 ? 0 : Math.floor((received / all) * 100)
  const isStuck = views.some(({ state }) => STUCK.includes(state.is))
  const isWhole = views.every(({ state }) => state.is === 'whole')
  const count = views.length
  const text = isWhole
    ? words('uploads.whole-count', { count })
    : words(isStuck ? 'uploads.stuck-count' : 'uploads.count', { count, percent })
  return (
    <>
      <Button kind="quiet" aria-label={text} onPress={() => setOpen(true)}>
        <span className="uploads-mark" data-stuck={isStuck} aria-hidden="true">
          {isStuck ? '!' : isWhole ? '\u2713' : '\u2191'}
        </span>
        <span className="uploads-count">{text}</span>
      </Button>
      <Dialog title={words('uploads.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <p className="soft small">{words('uploads.kept')}</p>
        <ul className="uploads-list">
          {views.map((view) => (
            <UploadRow key={view.key} upload={view} uploads={uploads} />
          ))}
        </ul>
        <div className="row">
          <Button kind="quiet" onPress={() => setOpen(false)}>
            {words('shell.close')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
