import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const text = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

type Colours = ReadonlyMap<string, string>

/** What the block that begins with a selector sets. */
function setBy(selector: string): Colours {
  const at = text.indexOf(`${selector} {`)
  if (at < 0) throw new Error(`there is no ${selector}`)
  const block = text.slice(at, text.indexOf('}', at))
  return new Map(
    [...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

/** One colour each of those that are given as two, for light and for dark. */
function half(colours: Colours, which: 1 | 2): Colours {
  return new Map(
    [...colours].map(([name, value]) => [
      name,
      /^light-dark\((#\w+), (#\w+)\)$/.exec(value)?.[which] ?? value,
    ]),
  )
}

const LOOKS: Readonly<Record<string, Colours>> = {
  light: half(setBy(':root'), 1),
  dark: half(setBy(':root'), 2),
  contrast: setBy(":root[data-theme='contrast']"),
}

/** As WCAG 2 has it. */
function luminance(colour: string): number {
  const parts = /^#(..)(..)(..)$/.exec(colour)
  if (parts === null) throw new Error(`not a plain colour: ${colour}`)
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((hex) => {
    const share = Number.parseInt(hex, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

describe('the colours of all screens', () => {
  it.each(Object.entries(LOOKS))(
    'show the edges of fields and buttons, and where the focus is, three to one at least: %s',
    (_, colours) => {
      const of = (name: string): string => colours.get(name) ?? ''
      const faint = ['line-strong', 'focus', 'accent', 'bad', 'warn', 'good', 'private'].flatMap((edge) =>
        ['paper', 'surface', 'sunken']
          .filter((ground) => contrast(of(edge), of(ground)) < 3)
          .map((ground) => `${edge} on ${ground}: ${contrast(of(edge), of(ground)).toFixed(2)}`),
      )
      expect(faint).toEqual([])
    },
  )
})
