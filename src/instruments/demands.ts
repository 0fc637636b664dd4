import type { IdentifierType } from './codes.ts'
import type { DemandableField } from './demandable.ts'

/** Addresses that change hands: without a period they point at nobody. */
const SHIFTING: readonly IdentifierType[] = ['ipv4', 'ipv6', 'cidr']

/**
 * The places where a demanded field is missing, as paths; none when it is there. Form and data are read as they are,
 * well-formed or not.
 */
export function missingFields(field: DemandableField, form: unknown, data: unknown): string[] {
  switch (field) {
    case 'law.text':
      return inEach(form, 'law', 'text')
    case 'law.penalty':
      return inEach(form, 'law', 'penalty')
    case 'identifiers':
      return listAt(form, 'identifiers').length === 0 ? ['form.identifiers'] : []
    case 'identifiers.period':
      return listAt(form, 'identifiers').flatMap((one, at) =>
        isShifting(one)
          ? ['from', 'to']
              .filter((end) => isEmpty(valueAt(one, end)))
              .map((end) => `form.identifiers[${at}].${end}`)
          : [],
      )
    case 'identifiers.zone':
      return listAt(form, 'identifiers').flatMap((one, at) =>
        isShifting(one) && isEmpty(valueAt(one, 'zone')) ? [`form.identifiers[${at}].zone`] : [],
      )
    case 'data.offences':
    case 'data.instrument.article':
    case 'data.dataLostBy':
    case 'data.followUp':
    case 'data.relatesTo':
    case 'data.exhibits':
      return isEmpty(along(data, field.split('.').slice(1))) ? [field] : []
    case 'yourNumber':
    case 'requested':
    case 'operational':
    case 'judicial':
    case 'confirmWith':
    case 'inCharge.phone':
    case 'inCharge.email':
    case 'inCharge.languages':
    case 'inCharge.officeHours':
    case 'inCharge.timeZone':
    case 'inCharge.replyBy':
    case 'relation':
    case 'custodian':
    case 'location':
    case 'proportionality':
    case 'urgencyReason':
    case 'confidentialityReason':
    case 'useLimits':
    case 'handlingNote':
    case 'followUp':
      return isEmpty(along(form, field.split('.'))) ? [`form.${field}`] : []
  }
}

function inEach(form: unknown, list: string, field: string): string[] {
  const entries = listAt(form, list)
  if (entries.length === 0) return [`form.${list}`]
  return entries.flatMap((one, at) => (isEmpty(valueAt(one, field)) ? [`form.${list}[${at}].${field}`] : []))
}

function isShifting(identifier: unknown): boolean {
  const type = valueAt(identifier, 'type')
  return SHIFTING.some((each) => each === type)
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

function listAt(of: unknown, key: string): readonly unknown[] {
  const value = valueAt(of, key)
  return Array.isArray(value) ? value : []
}

function along(of: unknown, keys: readonly string[]): unknown {
  return keys.reduce(valueAt, of)
}

function valueAt(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, key) ? Reflect.get(of, key) : undefined
}
