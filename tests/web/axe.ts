import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** WCAG 2.2, levels A and AA, and what axe holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Nothing is fetched again, and of what holds only the count is told: it is asked on every screen, many times. */
const LEAN = { resultTypes: ['violations'], preload: false }
const WHOLE = JSON.stringify({ runOnly: { type: 'tag', values: TAGS }, ...LEAN })
const COLOURS = JSON.stringify({
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  ...LEAN,
})

interface Report {
  readonly passes: readonly unknown[]
  readonly violations: readonly {
    readonly id: string
    readonly help: string
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
  }[]
}

/** What axe finds wrong on a page: rule, help and the elements. Throws when it looked at nothing. */
export async function violations(page: Page): Promise<string[]> {
  return asked(page, WHOLE)
}

/** The same by the rules alone that a change of nothing but colours can break. */
export async function colourViolations(page: Page): Promise<string[]> {
  return asked(page, COLOURS)
}

async function asked(page: Page, options: string): Promise<string[]> {
  // Evaluated by the debugger, so that the page's own policy stays in force.
  // A button half under the bar at the top is no smaller for it: a page is judged as it is when one arrives.
  await page.evaluate('scrollTo(0, 0)')
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(axe.source)
  const report: Report = await page.evaluate(`axe.run(document, ${options})`)
  if (report.passes.length === 0) throw new Error('axe looked at nothing')
  return report.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`).join('; ')}`,
  )
}

export async function expectNoViolations(page: Page, where: string): Promise<void> {
  expect(await violations(page), where).toEqual([])
}
