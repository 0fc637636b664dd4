import type { ComponentProps } from 'react'
import type { ActComposer } from '../../forms/act-composer.tsx'

/** The act that is being written, as the composer takes it. */
export type Composing = Pick<ComponentProps<typeof ActComposer>, 'type' | 'data' | 'draft'>
export type Compose = (composing: Composing) => void
