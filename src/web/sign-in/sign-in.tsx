import type { ReactNode } from 'react'
import { PageHead } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import type { Me } from '../shell/session.tsx'

export function SignIn({ me }: { readonly me: Me | null }): ReactNode {
  const words = useWords()
  return <main className="alone">{me === null && <PageHead title={words('sign-in.title')} />}</main>
}
