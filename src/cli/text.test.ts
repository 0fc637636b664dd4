import { describe, expect, it } from 'vitest'
import { clipped, columnsOf, padded, plain, table, wrapped } from './text.ts'

describe('plain', () => {
  it('takes from another party’s text what a terminal would obey', () => {
    expect(plain('Name\u001b[2J\u0007\r\nnext\u009b31m')).toBe('Name [2J   next 31m')
    expect(plain('abc\u202egpj.exe')).toBe('abc gpj.exe')
  })

  it('leaves letters of every script as they are', () => {
    expect(plain('Bộ Công an · 公安部')).toBe('Bộ Công an · 公安部')
  })
})

describe('columns', () => {
  it('counts two for East Asian characters, one for letters with marks', () => {
    expect(columnsOf('公安部')).toBe(6)
    expect(columnsOf('，。')).toBe(4)
    expect(columnsOf('Việt Nam')).toBe(8)
    expect(columnsOf('Việt'.normalize('NFD'))).toBe(4)
  })

  it('pads and clips by columns, not by characters', () => {
    expect(padded('公安', 6)).toBe('公安  ')
    expect(padded('12', 4, 'right')).toBe('  12')
    expect(columnsOf(clipped('公安部公安部', 7))).toBeLessThanOrEqual(7)
    expect(clipped('short', 5)).toBe('short')
  })
})

describe('wrapped', () => {
  it('breaks between words and indents what follows', () => {
    expect(wrapped('one two three', 9, '- ')).toEqual(['- one two', '  three'])
  })

  it('breaks Chinese anywhere but before its punctuation', () => {
    const lines = wrapped('双方各自从本方节点朗读以下各词：完。', 10)
    expect(lines.join('')).toBe('双方各自从本方节点朗读以下各词：完。')
    expect(lines.every((line) => columnsOf(line) <= 12)).toBe(true)
    expect(lines.some((line) => /^[：。，]/.test(line))).toBe(false)
  })

  it('never loses a word that is longer than the line', () => {
    expect(wrapped(`a ${'x'.repeat(30)} b`, 10)).toEqual(['a', 'x'.repeat(30), 'b'])
  })
})

describe('table', () => {
  it('aligns columns whatever the script', () => {
    const lines = table(
      [
        ['公安', 'x'],
        ['abc', 'y'],
      ],
      80,
    )
    expect(lines.map((line) => columnsOf(line.slice(0, -1)))).toEqual([8, 8])
  })
})
