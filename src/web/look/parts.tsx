import { type AriaRole, type CSSProperties, type ReactNode, useId } from 'react'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent' | 'private'

/** A size that the style sheets name; React's types know none of these. */
export const ownSize = (name: `--${string}`, size: string): CSSProperties => ({ [name]: size })

/** The name of a screen, what it is for, and what is done there. */
export function PageHead({
  title,
  tab,
  lead,
  children,
}: {
  readonly title: ReactNode
  /** What the browser calls the page, where its title is more than text. */
  readonly tab?: string
  readonly lead?: ReactNode
  readonly children?: ReactNode
}): ReactNode {
  const name = tab ?? (typeof title === 'string' ? title : undefined)
  return (
    <header className="page-head">
      {name !== undefined && <title>{name}</title>}
      <div className="stack" data-gap="small">
        <h1 tabIndex={-1}>{title}</h1>
        {lead !== undefined && <p className="page-head-lead">{lead}</p>}
      </div>
      {children !== undefined && <div className="row no-print">{children}</div>}
    </header>
  )
}

/** A part of a screen under its own heading. */
export function Panel({
  title,
  aside,
  tone = 'plain',
  children,
  level = 2,
}: {
  readonly title: ReactNode
  /** Beside the heading: a count, a button. */
  readonly aside?: ReactNode
  readonly tone?: 'plain' | 'private'
  readonly children: ReactNode
  readonly level?: 2 | 3
}): ReactNode {
  const id = useId()
  const Head = level === 2 ? 'h2' : 'h3'
  return (
    <section className="panel" data-tone={tone} aria-labelledby={id}>
      <div className="panel-head">
        <Head id={id}>{title}</Head>
        {aside}
      </div>
      {children}
    </section>
  )
}

export function Stack({
  children,
  gap,
}: {
  readonly children: ReactNode
  readonly gap?: 'small' | 'large'
}): ReactNode {
  return (
    <div className="stack" data-gap={gap}>
      {children}
    </div>
  )
}

export function Row({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="row">{children}</div>
}

/** Columns that fall under each other where there is no room. `column`: the least width of one, in CSS units. */
export function Columns({
  children,
  column,
}: {
  readonly children: ReactNode
  readonly column?: string
}): ReactNode {
  return (
    <div className="columns" style={column === undefined ? {} : ownSize('--column', column)}>
      {children}
    </div>
  )
}

/** Names and values, such as what a request says of itself. */
export function Facts({
  of: facts,
}: {
  readonly of: readonly (readonly [name: ReactNode, value: ReactNode] | false | undefined)[]
}): ReactNode {
  return (
    <dl className="facts">
      {facts.map((fact, i) =>
        fact === false || fact === undefined ? null : (
          // The order of facts does not change while they are shown.
          <FactRow key={i} name={fact[0]} value={fact[1]} />
        ),
      )}
    </dl>
  )
}

function FactRow({ name, value }: { readonly name: ReactNode; readonly value: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

export function Tag({
  tone = 'plain',
  children,
}: {
  readonly tone?: Tone
  readonly children: ReactNode
}): ReactNode {
  return (
    <span className="tag" data-tone={tone}>
      {children}
    </span>
  )
}

/** Something that has to be read before going on. Colour is never the only sign: it carries a mark too. */
export function Callout({
  tone = 'plain',
  children,
  role,
}: {
  readonly tone?: 'plain' | 'good' | 'warn' | 'bad'
  readonly children: ReactNode
  readonly role?: AriaRole
}): ReactNode {
  return (
    <div className="callout" data-tone={tone} role={role}>
      {children}
    </div>
  )
}

/** Where nothing is: what would stand there, and how it comes about. */
export function Empty({
  title,
  children,
}: {
  readonly title: string
  readonly children?: ReactNode
}): ReactNode {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children}
    </div>
  )
}

/** Words that a screen reader says and nobody sees. */
export function Unseen({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="hidden-text">{children}</span>
}

/** How much of something is done; both numbers in the same unit. */
export function Meter({
  label,
  done,
  all,
  text,
}: {
  readonly label: string
  readonly done: number
  readonly all: number
  /** The same in words, with its unit. */
  readonly text: string
}): ReactNode {
  const share = all === 0 ? 0 : Math.min(100, (done / all) * 100)
  return (
    <div
      className="meter"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share)}
      aria-valuetext={text}
    >
      <div style={{ width: `${share}%` }} />
    </div>
  )
}
