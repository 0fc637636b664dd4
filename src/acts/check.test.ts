import { describe, expect, it } from 'vitest'

import { hexOf, openData } from './acts.testkit.ts'
import { checkAct, checkData } from './check.ts'
import { ActError } from './errors.ts'

function refusal(run: () => void): { code: string; message: string; field: string | undefined } {
  try {
    run()
  } catch (error) {
    if (error instanceof ActError) return { code: error.code, message: error.message, field: error.field }
    throw error
  }
  throw new Error('was not refused')
}

describe('checking an author’s data', () => {
  it('takes the form as it should be', () => {
    expect(() => checkData('request.open', openData('cn'))).not.toThrow()
  })

  it.each<[string, unknown, string]>([
    [
      'request.open',
      { ...openData('cn'), kind: 'arrest' },
      'data.kind: must be one of preserve, preserve-extend',
    ],
    [
      'request.open',
      { ...openData('cn'), acknowledgeBy: 'soon' },
      'data.acknowledgeBy: must be an instant like',
    ],
    ['request.open', { ...openData('cn'), to: 'The US' }, 'data.to: must be the id of a party'],
    [
      'request.open',
      { ...openData('cn'), offences: ['forgery', 'spitting'] },
      'data.offences[1]: must be one of',
    ],
    ['request.open', { ...openData('cn'), name: 'A. Person' }, 'data.name: is not a field here'],
    ['request.open', { ...openData('cn'), marks: { tlp: 'AMBER' } }, 'data.marks.handling: is missing'],
    ['request.open', { ...openData('cn'), marks: { handling: [] } }, 'data.marks.tlp: is missing'],
    ['request.supply', { exhibits: [], final: 'yes' }, 'data.final: must be true or false'],
    ['request.supply', { final: true }, 'data.exhibits: is missing'],
    [
      'request.rate',
      { completeness: 6, timeliness: 1, usefulness: 1 },
      'data.completeness: must be at most 5',
    ],
    [
      'request.rate',
      { completeness: 0, timeliness: 1, usefulness: 1 },
      'data.completeness: must be at least 1',
    ],
    [
      'request.rate',
      { completeness: 1.5, timeliness: 1, usefulness: 1 },
      'data.completeness: must be a whole number',
    ],
    ['request.ask', { what: [] }, 'data.what: must have at least 1 entry'],
    ['request.decline', { grounds: 'de-minimis' }, 'data.grounds: must be a list'],
    ['request.acknowledge', 'yes', 'data: must be an object'],
    ['request.clarify', { exhibits: [], to: 'abc' }, 'data.to: must be an act id'],
    ['evidence.receive', { result: 'match', sealed: 'ABC' }, 'data.sealed: must be 64 lower-case hex digits'],
    ['channel.state', { hash: hexOf(1), since: [], upTo: {} }, 'data.since: must be an object'],
  ])('%s with %j is refused by field and rule', (type, data, message) => {
    const refused = refusal(() => checkData(type, data))
    expect(refused.code).toBe('data-invalid')
    expect(refused.message).toContain(message)
    expect(refused.message).not.toContain('\n')
  })

  it('names a type that is not in the vocabulary', () => {
    expect(refusal(() => checkData('request.opne', {}))).toMatchObject({
      code: 'type-unknown',
      field: 'type',
    })
  })
})

describe('checking a whole draft', () => {
  const body = { hmac: hexOf(1), size: 3, type: 'application/json' }

  it('says when the matter is missing or too much', () => {
    const missing = refusal(() => checkAct({ type: 'request.acknowledge', data: {} }))
    expect(missing).toMatchObject({
      code: 'about-invalid',
      message: 'about: must name the matter in request.acknowledge',
    })
    const extra = refusal(() =>
      checkAct({ type: 'request.open', data: openData('cn'), about: hexOf(1), body }),
    )
    expect(extra.message).toBe('about: must be left out in request.open')
  })

  it('says which body is wanted', () => {
    const missing = refusal(() => checkAct({ type: 'request.open', data: openData('cn') }))
    expect(missing).toMatchObject({
      code: 'body-invalid',
      message: 'body: must be given as application/json in request.open',
    })
    const extra = refusal(() =>
      checkAct({
        type: 'body.expunge',
        data: { act: hexOf(1), ground: 'court-order', scope: 'body' },
        about: hexOf(1),
        body,
      }),
    )
    expect(extra.message).toBe('body: must be left out in body.expunge')
  })

  it('takes a complete one', () => {
    expect(() => checkAct({ type: 'request.open', data: openData('cn'), body })).not.toThrow()
  })
})
