import { describe, expect, it } from 'vitest'
import { ActError } from '../acts/index.ts'
import { AppError, refusalOf } from '../app/index.ts'
import { RecordError } from '../record/index.ts'
import { StoreError } from '../store/index.ts'
import { translator } from '../words/index.ts'
import { exitCodeOf, misused, resultOf, sentenceOf } from './refused.ts'

const english = translator('en')

describe('the exit code', () => {
  it('is 2 for what was asked wrongly', () => {
    expect(exitCodeOf(misused(english, '--data', 'usage.not-json', { field: '--data' }).refusal)).toBe(2)
    expect(exitCodeOf(refusalOf(new AppError('channel-unknown', 'CHANNEL: is not held.')))).toBe(2)
  })

  it('is 1 for what was looked at and found wrong', () => {
    expect(exitCodeOf(refusalOf(new RecordError('card-proof-invalid', 'a proof does not hold')))).toBe(1)
    expect(exitCodeOf(refusalOf(new AppError('backup-invalid', 'FILE: is not whole.')))).toBe(1)
    expect(exitCodeOf(refusalOf(new StoreError('store-damaged', 'page 7')))).toBe(1)
  })

  it('is 3 for what cannot be told now', () => {
    expect(exitCodeOf(refusalOf(new AppError('read-only', 'not yet')))).toBe(3)
    expect(exitCodeOf(refusalOf(new StoreError('store-full', 'no space')))).toBe(3)
    expect(exitCodeOf(refusalOf(new TypeError('a fault')))).toBe(3)
  })
})

describe('the sentence', () => {
  const refusal = refusalOf(
    new AppError('folder-not-empty', 'D: x must be a new or an empty folder.', { field: 'D' }),
  )

  it('is the room’s own in English', () => {
    expect(sentenceOf(english, refusal)).toBe('D: x must be a new or an empty folder.')
  })

  it('is the word for the code in another language, with the detail behind it', () => {
    expect(sentenceOf(translator('vi'), refusal)).toBe(
      'Thư mục phải mới hoặc trống. (D: x must be a new or an empty folder)',
    )
  })

  it('says the rule in the reader’s language, without the English detail', () => {
    const broken = refusalOf(
      new ActError('data-invalid', 'data.kind: must be one of preservation, information', {
        field: 'data.kind',
        rule: { code: 'not-a-code', values: { allowed: 'preservation, information' } },
      }),
    )
    expect(sentenceOf(english, broken)).toBe('data.kind: must be one of preservation, information.')
    expect(sentenceOf(translator('vi'), broken)).toBe(
      'Dữ liệu của mục ghi không hợp lệ. Nội dung yêu cầu (data.kind) phải là một trong: preservation, information.',
    )
    expect(sentenceOf(translator('zh-Hans'), broken)).toBe(
      '条目的数据无效。请求的内容（data.kind） 必须是下列之一：preservation, information。',
    )
  })

  it('ends as a sentence, and says why the fold would pass an act over', () => {
    const closed = new AppError(
      'act-not-allowed',
      'request.close: would have no effect now (matter-closed).',
      {
        field: 'matter-closed',
      },
    )
    expect(sentenceOf(english, refusalOf(closed))).toMatch(
      /\(matter-closed\)\. The matter was closed already\.$/,
    )
    expect(sentenceOf(translator('vi'), refusalOf(closed))).toContain(
      translator('vi').term('void', 'matter-closed'),
    )
    const bare = refusalOf(new RecordError('policy-malformed', 'the policy has no quorum'))
    expect(sentenceOf(english, bare)).toBe('the policy has no quorum.')
  })

  it('is the code with the room’s own sentence where there is no word', () => {
    const rare = refusalOf(new RecordError('policy-malformed', 'the policy has no quorum'))
    expect(sentenceOf(translator('zh-Hans'), rare)).toBe('policy-malformed（the policy has no quorum）')
  })
})

describe('resultOf', () => {
  it('gives the result, or throws the refusal as it came', () => {
    expect(resultOf({ result: 7 })).toBe(7)
    const error = refusalOf(new AppError('queue-full', 'wait'))
    expect(() => resultOf({ error })).toThrow('wait')
  })
})
