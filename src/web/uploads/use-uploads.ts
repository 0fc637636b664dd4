import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useReader } from '../look/reader.tsx'
import type { UploadView } from './upload-state.ts'
import { type Uploads, uploadsOf } from './uploads.ts'

/** The reader's files on their way, kept true by what the node holds. */
export function useUploads(): { readonly uploads: Uploads; readonly views: readonly UploadView[] } {
  const { may, user } = useReader()
  const uploads = uploadsOf(user)
  // Asked for again with everything else, so that what an act has taken goes away at once.
  useQuery({
    queryKey: ['uploads.look', { user }],
    queryFn: async () => {
      await uploads.look()
      return true
    },
    enabled: may('draft'),
  })
  return { uploads, views: useSyncExternalStore(uploads.subscribe, uploads.views) }
}
