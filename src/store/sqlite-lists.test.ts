import { expect, it } from 'vitest'
import { SqliteFile } from './sqlite-file.ts'
import { LIST_QUERIES } from './sqlite-lists.ts'
import { adoptStore } from './sqlite-schema.ts'

it.each(Object.entries(LIST_QUERIES))(
  'the query %s walks one range of one index and sorts nothing',
  async (_, sql) => {
    const file = new SqliteFile(':memory:', {}, adoptStore)
    const plan = file
      .prepare(`explain query plan ${sql}`)
      .all(...Array.from(sql.matchAll(/\?/g), () => 1))
      .map(({ detail }) => String(detail))
    await file.close()
    const steps = plan.filter(
      (step) => !/^(CO-ROUTINE|SCAN \(subquery|SEARCH m USING INTEGER PRIMARY KEY)/.test(step),
    )
    expect(steps).toHaveLength(1)
    expect(steps[0]).toMatch(/^SEARCH (f|fold) USING (COVERING )?(INDEX fold_|INTEGER PRIMARY KEY)/)
  },
)
