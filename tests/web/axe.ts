import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** WCAG 2.2, levels A and AA, and what axe holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

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
  // Evaluated by the debugger, so that the page's own policy stays in force.
  await page.evaluate(axe.source)
  const options = JSON.stringify({ runOnly: { type: 'tag', values: TAGS } })
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
