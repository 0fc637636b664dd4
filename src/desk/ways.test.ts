import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SqliteFile } from '../store/index.ts'
import { deskFile, realRng } from './desk.testkit.ts'
import { Ways } from './ways.ts'
import type { WayConfig } from './ways.ts'

let file: SqliteFile
let ways: Ways
beforeEach(() => {
  file = deskFile()
  ways = new Ways(file, realRng, ['sms'])
})
afterEach(() => file.close())

describe('ways', () => {
  it.each([
    [{ kind: 'mail', to: 'ann' }, 'way.to'],
    [{ kind: 'mail', to: 'ann@b.example\r\nBcc: all@b.example' }, 'way.to'],
    [{ kind: 'webhook', url: 'http://other.example/' }, 'way.url'],
    [{ kind: 'webhook', url: 'https://ann:secret@other.example/' }, 'way.url'],
    [{ kind: 'webhook', url: 'file:///etc/passwd' }, 'way.url'],
    [{ kind: 'command', command: 'rm', to: '+1 2' }, 'way.command'],
    [{ kind: 'command', command: 'sms', to: '--help' }, 'way.to'],
  ])('refuse %j and name the field', (config, field) => {
    expect(() => ways.add('u_1', config as WayConfig, 'routine')).toThrow(
      expect.objectContaining({ code: 'way-invalid', field }),
    )
  })

  it('send mail in the clear only to the machine itself', () => {
    const settings = { host: 'mail.example', port: 25, tls: 'none', from: 'a@b.example' } as const
    expect(() => ways.setMail(settings)).toThrow('mail.tls')
    ways.setMail({ ...settings, tls: 'required' })
    expect(ways.mail()?.host).toBe('mail.example')
  })

  it('are bounded per owner', () => {
    const add = (): unknown => ways.add('u_1', { kind: 'mail', to: 'a@b.example' }, 'routine')
    for (let i = 0; i < 16; i++) add()
    expect(add).toThrow('16 ways')
  })
})
