import { describe, expect, it } from 'vitest'
import { LANGUAGES, translator } from '../words/index.ts'
import { argumentsOf } from './arguments.ts'
import { commands } from './commands/index.ts'
import { helpOf, overview, synopsisOf } from './help.ts'
import { columnsOf } from './text.ts'

const WIDTH = 80

describe('help', () => {
  for (const language of LANGUAGES) {
    const words = translator(language)
    it(`of every command has words for all that it takes, in ${language}`, () => {
      for (const command of commands) {
        const lines = helpOf(command, words, WIDTH)
        const text = lines.join('\n')
        for (const { name } of argumentsOf(command)) expect(text).toContain(`  ${name}`)
        for (const name of Object.keys(command.options))
          expect(text).toMatch(new RegExp(`--${name}|-${name[0]} `))
        expect(text).not.toMatch(/undefined|\{/)
        expect(lines.filter((line) => columnsOf(line) > WIDTH)).toEqual([])
      }
    })

    it(`lists all commands within 80 columns, in ${language}`, () => {
      const lines = overview(commands, words, WIDTH)
      for (const { name } of commands) expect(lines.some((line) => line.startsWith(`  ${name} `))).toBe(true)
      expect(lines.filter((line) => columnsOf(line) > WIDTH)).toEqual([])
    })
  }

  it('shows how a command is called: what may be left out in brackets, what repeats with dots', () => {
    const synopses = Object.fromEntries(commands.map((command) => [command.name, synopsisOf(command)]))
    expect(synopses['channel propose']).toBe('entente channel propose D CARD… --charter FILE -o FILE')
    expect(synopses['show']).toBe('entente show D [CHANNEL [MATTER]] [--after NUMBER]')
    expect(synopses['demo']).toBe('entente demo [--dir D] [--once] [--request FILE] [--exhibit FILE]')
  })
})

describe('arguments', () => {
  it('are read from the usage', () => {
    const show = commands.find(({ name }) => name === 'show')
    expect(show === undefined ? [] : argumentsOf(show)).toEqual([
      { name: 'D', optional: false, many: false },
      { name: 'CHANNEL', optional: true, many: false },
      { name: 'MATTER', optional: true, many: false },
    ])
  })
})
