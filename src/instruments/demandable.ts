/**
 * The fields of a request that somebody may demand beyond what the form itself does. A code is the path of the field,
 * in the form or, after `data.`, in the coded part. `identifiers.period` is a from and a to on every address of the
 * Internet; `law.text` and `law.penalty` hold for every provision.
 */
export const DEMANDABLE_FIELDS = [
  'yourNumber',
  'requested',
  'operational',
  'judicial',
  'confirmWith',
  'inCharge.phone',
  'inCharge.email',
  'inCharge.languages',
  'inCharge.officeHours',
  'inCharge.timeZone',
  'inCharge.replyBy',
  'law.text',
  'law.penalty',
  'relation',
  'identifiers',
  'identifiers.period',
  'identifiers.zone',
  'custodian',
  'location',
  'proportionality',
  'urgencyReason',
  'confidentialityReason',
  'useLimits',
  'handlingNote',
  'followUp',
  'data.offences',
  'data.instrument.article',
  'data.dataLostBy',
  'data.followUp',
  'data.relatesTo',
  'data.exhibits',
] as const
export type DemandableField = (typeof DEMANDABLE_FIELDS)[number]
