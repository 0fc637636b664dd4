import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** WCAG 2.2, levels A and AA, and what axe holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong on a page: rule, help and the elements. Throws when it looked at nothing. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async (tags) => {
    const { axe: runner } = globalThis as unknown as {
      axe: { run(of: Document, options: unknown): Promise<AxeFound> }
    }
    interface AxeFound {
      readonly passes: readonly unknown[]
      readonly violations: readonly {
        readonly id: string
        readonly help: string
        readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
      }[]
    }
    const report = await runner.run(document, { runOnly: { type: 'tag', values: tags } })
    return {
      passes: report.passes.length,
      wrong: report.violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`).join('; ')}`,
      ),
    }
  }, TAGS)
  if (found.passes === 0) throw new Error('axe looked at nothing')
  return found.wrong
}

export async function expectNoViolations(page: Page, where: string): Promise<void> {
  expect(await violations(page), where).toEqual([])
}
