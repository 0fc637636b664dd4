import type { CheckCode, CheckFault } from './check-fault.ts'
import { missingFields } from './demands.ts'
import type { Seen } from './lenient-draft.ts'
import type { DemandableField } from './demandable.ts'
import type { PartnerRequirements } from './requirements.ts'

const DAY_MS = 86_400_000
const OF_PARTNER = { source: 'partner', force: 'must', checked: true } as const

/** What the partner published and the draft does not meet. */
export function partnerFaults(seen: Seen, wants: PartnerRequirements): CheckFault[] {
  const { data } = seen
  const fault = (
    rule: keyof PartnerRequirements,
    field: string,
    code: CheckCode,
    values: CheckFault['values'] = {},
  ): CheckFault => ({ ...OF_PARTNER, field, code, rule, values })
  const kind = data.kind
  const instrument = data.instrument?.id
  const { language } = seen.form
  const demanded: readonly [keyof PartnerRequirements, readonly DemandableField[]][] = [
    ['fields', wants.fields ?? []],
    ['judicialFor', kind !== undefined && wants.judicialFor?.includes(kind) === true ? ['judicial'] : []],
    [
      'dualCriminalityFor',
      kind !== undefined && wants.dualCriminalityFor?.includes(kind) === true
        ? ['law.text', 'law.penalty']
        : [],
    ],
  ]
  return [
    ...(kind !== undefined && wants.kinds?.includes(kind) === false
      ? [fault('kinds', 'data.kind', 'kind-not-accepted', { kind })]
      : []),
    ...(instrument !== undefined && wants.instruments?.includes(instrument) === false
      ? [fault('instruments', 'data.instrument.id', 'instrument-not-accepted', { instrument })]
      : []),
    ...data.offences
      .filter((offence) => wants.offencesExcluded?.includes(offence) === true)
      .map((offence) => fault('offencesExcluded', 'data.offences', 'offence-not-accepted', { offence })),
    ...(language !== undefined && wants.languages?.includes(language) === false
      ? [
          fault('languages', 'form.language', 'language-not-accepted', {
            language,
            accepted: wants.languages.join(', '),
          }),
        ]
      : []),
    ...demanded.flatMap(([rule, fields]) =>
      fields.flatMap((field) =>
        missingFields(field, seen.rawForm, seen.rawData).map((place) => fault(rule, place, 'missing')),
      ),
    ),
    ...identifierFaults(seen, wants, fault),
  ]
}

function identifierFaults(
  { form: { identifiers } }: Seen,
  { identifiersMax, identifierTypes, periodDaysMax }: PartnerRequirements,
  fault: (
    rule: keyof PartnerRequirements,
    field: string,
    code: CheckCode,
    values?: CheckFault['values'],
  ) => CheckFault,
): CheckFault[] {
  const faults: CheckFault[] = []
  if (identifiersMax !== undefined && identifiers.length > identifiersMax)
    faults.push(
      fault('identifiersMax', 'form.identifiers', 'too-many-identifiers', {
        count: identifiers.length,
        most: identifiersMax,
      }),
    )
  identifiers.forEach(({ type, from, to }, at) => {
    const field = `form.identifiers[${at}]`
    if (type !== undefined && identifierTypes?.includes(type) === false)
      faults.push(fault('identifierTypes', `${field}.type`, 'identifier-type-not-accepted', { type }))
    const lastsMs = Date.parse(to ?? '') - Date.parse(from ?? '')
    if (periodDaysMax !== undefined && lastsMs > periodDaysMax * DAY_MS)
      faults.push(fault('periodDaysMax', `${field}.to`, 'period-too-long', { most: periodDaysMax }))
  })
  return faults
}
