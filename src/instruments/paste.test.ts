import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { bech32Holds, luhnHolds } from './check-digits.ts'
import { InstrumentError } from './errors.ts'
import { isWellWritten } from './identifiers.ts'
import { PASTE_CHARS_MAX, PASTE_FOUND_MAX, readPasted } from './paste.ts'

const told = (text: string): string[] =>
  readPasted(text).identifiers.map(({ type, value }) => `${type} ${value}`)
const doubted = (text: string): string[] =>
  readPasted(text).doubts.map(({ reason, text: raw }) => `${reason} ${raw}`)
const flagged = (text: string): readonly string[] =>
  readPasted(text).identifiers[0]?.flags ?? ['nothing found']

describe('pasted text', () => {
  it('gives each identifier with its type, where it stands, and how often', () => {
    const text = 'Seen: 192.0.2.7, a@example.com; then 192.0.2.7 again.'
    expect(readPasted(text)).toEqual({
      identifiers: [
        {
          type: 'ipv4',
          value: '192.0.2.7',
          offset: 6,
          text: '192.0.2.7',
          defanged: false,
          flags: [],
          alternatives: [],
          times: 2,
        },
        {
          type: 'email',
          value: 'a@example.com',
          offset: 17,
          text: 'a@example.com',
          defanged: false,
          flags: [],
          alternatives: [],
          times: 1,
        },
      ],
      doubts: [],
      left: 0,
    })
  })

  it.each<[string, string[]]>([
    ['192.0.2.7:443 and [2001:DB8::1]:8443', ['ipv4 192.0.2.7', 'port 443', 'ipv6 2001:db8::1', 'port 8443']],
    ['10.0.0.0/8, 2001:db8::/32', ['cidr 10.0.0.0/8', 'cidr 2001:db8::/32']],
    ['ports: port 8080, cổng 22, 端口：443, 53/udp', ['port 8080', 'port 22', 'port 443', 'port 53']],
    [
      'Mail.Example.COM. WWW.evil.vn/login.php',
      ['domain mail.example.com', 'url http://www.evil.vn/login.php'],
    ],
    [
      'see https://a.example.com/x(1)?q=a,b. (http://b.example.org/y)',
      ['url https://a.example.com/x(1)?q=a,b', 'url http://b.example.org/y'],
    ],
    ['mailto:Nguyen.An@Example.vn', ['email Nguyen.An@example.vn']],
    [
      'call +84 912 345 678 2016-11-01 or +1 (202) 555-0143; điện thoại 0912 345 678, 电话：010 1234 5678',
      ['phone +84912345678', 'phone +12025550143', 'phone 0912345678', 'phone 01012345678'],
    ],
    [
      'IMEI: 49-015420-323751-8 IMSI 452010123456789 490154203237518',
      ['imei 490154203237518', 'imsi 452010123456789'],
    ],
    ['AS4134, ASN15169', ['asn AS4134', 'asn AS15169']],
    [
      'invoice.exe D:\\mail\\evil.dll /etc/passwd báo-cáo.docx',
      [
        'file-name invoice.exe',
        'file-name D:\\mail\\evil.dll',
        'file-name /etc/passwd',
        'file-name báo-cáo.docx',
      ],
    ],
    [
      'telegram: @abc_def, tài khoản: nguyen_van, 微信：li_4 and @durov',
      ['account @abc_def', 'account nguyen_van', 'account li_4', 'account @durov'],
    ],
    [
      'MD5: D41D8CD98F00B204E9800998ECF8427E sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709',
      ['hash-md5 d41d8cd98f00b204e9800998ecf8427e', 'hash-sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ],
    [
      'txid 4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b',
      ['transaction 4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b'],
    ],
    [
      '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2 BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ 0x52908400098527886E0F7030069857D2E4169EE7',
      [
        'crypto-wallet 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
        'crypto-wallet bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
        'crypto-wallet 0x52908400098527886E0F7030069857D2E4169EE7',
      ],
    ],
    ['CVE-2021-44228 01:02:03:0a:0b:0c', ['other CVE-2021-44228', 'other 01:02:03:0a:0b:0c']],
    [
      'DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09',
      ['certificate DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09'],
    ],
    ['https://user:pw@host.example.com:8080/x', ['url https://user:pw@host.example.com:8080/x']],
    ['e.g. v1.2.3 at 12:30:05 and/or U.S. xong.Tiếp theo; 100% 3,5', []],
  ])('%j holds what a person reads in it', (text, found) => {
    expect(told(text)).toEqual(found)
  })

  it('is read without spaces between Chinese words and addresses', () => {
    expect(
      told('请查example.com的日志，IP：192.0.2.44，邮箱a@example.cn。以及http://evil.com的日志'),
    ).toEqual(['domain example.com', 'ipv4 192.0.2.44', 'email a@example.cn', 'url http://evil.com'])
  })
})

describe('defanged addresses', () => {
  it.each<[string, string]>([
    ['hxxps://evil[.]example[.]com/a', 'url https://evil.example.com/a'],
    ['hXXp[:]//test\\.example[.)com[/]path', 'url http://test.example.com/path'],
    ['h**p://evil(dot)example{dot}com', 'url http://evil.example.com'],
    ['fxp://files.example.com', 'url ftp://files.example.com'],
    ['user[at]example[dot]com', 'email user@example.com'],
    ['user AT example DOT com', 'email user@example.com'],
    ['user [ @ ] example [ . ] com', 'email user@example.com'],
    ['192[.]0[.]2[.]7', 'ipv4 192.0.2.7'],
    ['192.0.2[.7', 'ipv4 192.0.2.7'],
    ['1.1.1 . 1', 'ipv4 1.1.1.1'],
  ])('%s is read as meant and marked', (text, found) => {
    expect(told(text)).toEqual([found])
    expect(readPasted(text).identifiers[0]?.defanged).toBe(true)
    expect(readPasted(text).identifiers[0]?.text).toBe(text)
  })

  it('leave brackets of prose alone', () => {
    expect(told('at noon (at the office) [1] see (.) and {at}')).toEqual([])
  })
})

describe('names that are not what they look like', () => {
  it('are normalised to punycode and flagged', () => {
    expect(told('аpple.com')).toEqual(['domain xn--pple-43d.com'])
    expect(flagged('аpple.com')).toEqual(['international', 'mixed-script'])
    expect(told('例子.中国')).toEqual(['domain xn--fsqu00a.xn--fiqs8s'])
    expect(flagged('例子.中国')).toEqual(['international'])
    expect(flagged('xn--pple-43d.com')).toEqual(['international'])
    expect(flagged('http://user@аpple.com/')).toEqual(['international', 'mixed-script', 'credentials'])
  })

  it('lose what nobody sees, and are flagged for it', () => {
    expect(told('exam\u200bple.com')).toEqual(['domain example.com'])
    expect(flagged('exam\u200bple.com')).toEqual(['hidden-characters'])
    expect(flagged('\u202emoc.example.com')).toEqual(['hidden-characters'])
    expect(told('ｅｘａｍｐｌｅ．ｃｏｍ')).toEqual(['domain example.com'])
    expect(flagged('ｅｘａｍｐｌｅ．ｃｏｍ')).toEqual(['full-width'])
  })

  it('are told where they are only used inside networks or hidden services', () => {
    expect(flagged('abcdefghij234567.onion')).toEqual(['special-use'])
  })

  it('may be files, where an ending is both', () => {
    expect(readPasted('setup.zip').identifiers[0]).toMatchObject({
      type: 'domain',
      alternatives: ['file-name'],
    })
  })
})

describe('what looks like an identifier and is none', () => {
  it.each<[string, string[]]>([
    ['192.0.2.300 and 192.0.02.1', ['ipv4-octet 192.0.2.300', 'ipv4-octet 192.0.02.1']],
    ['10.0.0.0/40', ['cidr-prefix 10.0.0.0/40']],
    ['fe80::1%eth0 2001:db8:::1', ['ipv6 fe80::1%eth0', 'ipv6 2001:db8:::1']],
    ['192.0.2.1-192.0.2.50', ['range 192.0.2.1-192.0.2.50']],
    ['evil.notatld', ['unknown-top-level-domain evil.notatld']],
    ['http://nohost/x', ['url http://nohost/x']],
    ['a@b@c.com x@', ['email a@b@c.com']],
    ['IMEI 490154203237519', ['check-digit 490154203237519']],
    [
      'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx',
      ['check-digit bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx'],
    ],
    ['abc123abc123abc123abc123abc1', ['hash-length abc123abc123abc123abc123abc1']],
    ['13912345678', ['number-without-label 13912345678']],
    ['port 99999 and 192.0.2.7:70000', ['port 99999', 'port 192.0.2.7:70000']],
  ])('is told with the reason: %s', (text, doubts) => {
    expect(doubted(text)).toEqual(doubts)
  })

  it('is told although the ends of a range are taken', () => {
    expect(told('192.0.2.1-9')).toEqual(['ipv4 192.0.2.1', 'ipv4 192.0.2.9'])
  })

  it('is told when it is too long to be sent', () => {
    const { doubts } = readPasted(`https://example.com/${'a'.repeat(3000)}`)
    expect(doubts.map(({ reason }) => reason)).toEqual(['too-long'])
  })
})

describe('any text', () => {
  it('gives well-written identifiers that stand where they are said to stand', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '192.0.2.1',
        'a[.]example[.]com',
        'hxxp://x.vn/',
        '中',
        ' ',
        ':',
        '@',
        '[',
        '/',
        'IMEI 4',
        '\u200b',
      ),
      fc.string({ maxLength: 8 }),
      fc.ipV4(),
      fc.ipV6(),
      fc.domain(),
      fc.emailAddress(),
      fc.webUrl(),
      fc.string({ unit: 'binary', maxLength: 4 }),
    )
    const property = fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const text = parts.join('')
      const { identifiers, doubts } = readPasted(text)
      for (const { type, value, offset, text: raw } of identifiers) {
        expect(isWellWritten({ type, value }), `${type} ${value}`).toBe(true)
        expect(text.startsWith(raw, offset)).toBe(true)
      }
      for (const { offset, text: raw } of doubts) expect(text.startsWith(raw, offset)).toBe(true)
    })
    fc.assert(property, { numRuns: 500 })
  })

  it('finds again what was defanged', () => {
    const property = fc.property(
      fc.oneof(fc.ipV4(), fc.domain()),
      fc.constantFrom('[.]', '(.)', '[dot]', ' [.] '),
      (address, dot) => {
        const plain = readPasted(`at ${address} there`)
        const defanged = readPasted(`at ${address.replaceAll('.', dot)} there`)
        expect(defanged.identifiers.map(({ value }) => value)).toEqual(
          plain.identifiers.map(({ value }) => value),
        )
      },
    )
    fc.assert(property)
  })

  const hostile = (
    'a|a.|a-|[|[.| . |@a.com|http://|ab:|+1 |1 2|0a|中a|(a|IMEI 1|user: a|\u200b|hxxp://a.com,|--|h*|::|' +
    'http://a.com/x(|.]a|%a%|http://中|a [.] b |1.2.3.4 '
  )
    .split('|')
    .concat(`${'.'.repeat(5000)}x`, `http://a.com/${'('.repeat(100)}${')'.repeat(100)}`)
  const worst = ['txid ', 'hxxp://a.com,', '+1 ', '[.', `${'.'.repeat(5000)}x`]
  it('of many thousand hostile characters is read to its end in bounded time', () => {
    const filled = (bit: string, length: number): string => bit.repeat(Math.floor(length / bit.length))
    const texts = hostile
      .map((bit) => filled(bit, PASTE_CHARS_MAX / 16))
      .concat(worst.map((bit) => filled(bit, PASTE_CHARS_MAX)))
    for (const text of texts) {
      const { identifiers, doubts } = readPasted(text)
      expect(identifiers.length).toBeLessThanOrEqual(PASTE_FOUND_MAX)
      expect(doubts.length).toBeLessThanOrEqual(PASTE_FOUND_MAX)
    }
  })

  it('that is longer is refused, and what is over the list is counted', () => {
    expect(() => readPasted('a'.repeat(PASTE_CHARS_MAX + 1))).toThrow(InstrumentError)
    const many = Array.from({ length: PASTE_FOUND_MAX + 5 }, (_, at) => `h${at}.vn`).join(' ')
    expect(readPasted(many).identifiers).toHaveLength(PASTE_FOUND_MAX)
    expect(readPasted(many).left).toBe(5)
  })
})

describe('check digits', () => {
  it('hold for published examples and for no change of one digit', () => {
    expect(luhnHolds('490154203237518')).toBe(true)
    for (let digit = 0; digit < 8; digit++) expect(luhnHolds(`49015420323751${digit}`)).toBe(false)
    // BIP 173 and BIP 350.
    expect(bech32Holds('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toBe(true)
    expect(bech32Holds('bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0')).toBe(true)
    expect(bech32Holds('bc1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toBe(false)
    expect(bech32Holds('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5')).toBe(false)
  })
})
