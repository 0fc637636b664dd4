/** Of this page: addresses of styles that did not come. */
const lost = new Set<string>()

/**
 * From now on a link to styles that did not come is noted and taken out of the page. Whatever loads a part of the screens asks
 * for its styles once alone, and would show the part without them the next time.
 */
export function watchStyles(): void {
  const failed = ({ target }: Event): void => {
    if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return
    lost.add(target.href)
    target.remove()
  }
  globalThis.addEventListener('error', failed, { capture: true })
}

/** Asks again for all that did not come. Gives the addresses of those that do not come this time either. */
export async function lostStyles(): Promise<readonly string[]> {
  await Promise.all([...lost].map(ask))
  return [...lost]
}

function ask(href: string): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    link.addEventListener('load', () => {
      lost.delete(href)
      resolve()
    })
    link.addEventListener('error', () => resolve())
    document.head.append(link)
  })
}

/** Whether the styles of the house are here: nothing asks for them again. */
export const isStyled = (): boolean =>
  getComputedStyle(document.documentElement).getPropertyValue('--head') !== ''
