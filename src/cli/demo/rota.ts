import type { JsonObject } from '../json-input.ts'
import type { DemoParty } from './parties.ts'
import type { Step } from './story.ts'

type PartyOf = DemoParty['id']

interface Officer {
  readonly tells: Step['tells']
  /** Random, as the record knows the officer. */
  readonly credential: string
  /** Its private half was thrown away: nobody can sign as an officer who does not exist. */
  readonly key: string
  readonly names: Readonly<Record<string, string>>
}

/** Day, night, and the principal behind both. All names are invented. */
const officers: Readonly<Record<PartyOf, readonly [Officer, Officer, Officer]>> = {
  us: [
    {
      tells: 'demo.desk.officer-day',
      credential: '17bba949843b04aef94a0ad9efb34da0',
      key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEC4qlySht+Bo4MtpTX1WgFrjjV5ODJd8dV8otkdGCbflWNlcfRZCg/cAROGvLmk4UoTRcJZ3xRI8cD4HhNULjWg==',
      names: { en: 'Avery Cole (invented)', vi: 'Avery Cole (hư cấu)', 'zh-Hans': '埃弗里·科尔（虚构）' },
    },
    {
      tells: 'demo.desk.officer-night',
      credential: '6ee58602da9f9de123c75491fee72939',
      key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/tHnSseyj6pSqBQmeCADs9FcEP7DNxYNhM3oBj6HjrA1cV/A1SO35q5u45I9kNAeme6C6EhdUAnQEhBoMZ6kZA==',
      names: { en: 'Jordan Hale (invented)', vi: 'Jordan Hale (hư cấu)', 'zh-Hans': '乔丹·黑尔（虚构）' },
    },
    {
      tells: 'demo.desk.officer-principal',
      credential: '0c512ab51d38697261aaf6b0588e033c',
      key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAESpVeawVSc01UqH/hQ06g2Vp2iYkvCwsk08HNDdOX9StyNrUAjgaEC+5xxCsAUfR3S7psacWBP+piEerMt8Lqjg==',
      names: { en: 'Robin Marsh (invented)', vi: 'Robin Marsh (hư cấu)', 'zh-Hans': '罗宾·马什（虚构）' },
    },
  ],
  cn: [
    {
      tells: 'demo.desk.officer-day',
      credential: '3095ecebe4a9b59ef3f28d597a936ecf',
      key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEg3uK/sQEDKiY/nTaDRqtbF99O3qK8e9L9RvNYKcFKUPA5Hk3vWvsqswwCRQV/py2ovHZNWbqOSLKUg9O2y0YWw==',
      names: { en: 'Lin Yue (invented)', vi: 'Lâm Duyệt (hư cấu)', 'zh-Hans': '林悦（虚构）' },
    },
    {
      tells: 'demo.desk.officer-night',
      credential: '5f6e7fa8c93ff86e2a70ec00a81677d8',
      key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdCfXGV1IPSxQ7lloq0uk++F44glk4iy1OJ0heEvJL2eD5Ppb207/Riyk2IzMI6HxKjuLu5bSxFboTMssI1BuoQ==',
      names: { en: 'Zhou Ning (invented)', vi: 'Chu Ninh (hư cấu)', 'zh-Hans': '周宁（虚构）' },
    },
    {
      tells: 'demo.desk.officer-principal',
      credential: 'abc28d99d5d0f4adea1ffb11116ae22a',
      key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELJfzWnwRTRPYfx/Mt4NOFodPO5gOSR8wlzV3gr1dqcBGIz/ipXEwJUZETFE4NKGr+CtwOVxz2JbgLh/a0n581Q==',
      names: { en: 'He Qing (invented)', vi: 'Hà Thanh (hư cấu)', 'zh-Hans': '何清（虚构）' },
    },
  ],
}

/** Each side appoints its three officers to the seat of its point of contact. */
export function officerSteps(by: PartyOf, agency: string, seat: string): Step[] {
  return officers[by].map(({ credential, key, names, tells }) => ({
    by,
    tells,
    type: 'directory.officer.appoint',
    matter: agency,
    data: { alg: ES256, credential, key, rp: 'localhost', seat },
    body: {
      base64: Buffer.from(JSON.stringify({ names })).toString('base64'),
      type: 'application/json',
    },
    exhibits: [],
  }))
}

const ES256 = -7
const DAY_MS = 86_400_000
const HALF_DAY_MS = DAY_MS / 2
const ROTA_DAYS = 8
/** Half of the day by UTC in which it is day in the capital: from 8 in Beijing, from 7 or 8 in Washington. */
const DAYLIGHT: Readonly<Record<PartyOf, number>> = { cn: 0, us: 1 }

/** Who sits there from today on, day and night; the other of the two is the deputy. The officers are in their order. */
export function rotaStep(
  by: PartyOf,
  agency: string,
  seat: string,
  [day, night, principal]: readonly string[],
  nowMs: number,
): Step {
  const fromMs = nowMs - (nowMs % DAY_MS)
  const shift = (
    line: string,
    officer: string | undefined,
    startMs: number,
    lengthMs: number,
  ): JsonObject => ({
    from: new Date(startMs).toISOString(),
    line,
    officer: officer ?? '',
    to: new Date(startMs + lengthMs).toISOString(),
  })
  const shifts = Array.from({ length: ROTA_DAYS * 2 }, (_none, half) => {
    const [sits, behind] = half % 2 === DAYLIGHT[by] ? [day, night] : [night, day]
    const startMs = fromMs + half * HALF_DAY_MS
    return [shift('seat', sits, startMs, HALF_DAY_MS), shift('deputy', behind, startMs, HALF_DAY_MS)]
  })
  const whole = shift('principal', principal, fromMs, ROTA_DAYS * DAY_MS)
  return {
    by,
    tells: 'demo.desk.rota',
    type: 'directory.duty.set',
    matter: agency,
    data: { seat, shifts: [...shifts.flat(), whole] },
    exhibits: [],
  }
}
