import type { JsonObject } from '../json-input.ts'

/** The form `request/1`, filled in. Names of offices are those of the releases; all else is invented, on names and addresses kept for examples. */
export const demoForm: JsonObject = {
  form: 'request/1',
  title: 'Preservation and information: business e-mail compromise (demonstration, contents invented)',
  language: 'en',
  ourNumber: 'DEMO-US-2016-0001',
  requesting: { name: 'Department of Justice', country: 'United States' },
  requested: { name: 'Ministry of Public Security', country: 'China' },
  operational: { name: 'Department of Homeland Security', country: 'United States' },
  inCharge: {
    name: 'Duty officer (invented)',
    office: '24/7 point of contact',
    languages: ['en', 'zh-Hans'],
    officeHours: 'round the clock',
    timeZone: 'America/New_York',
    replyBy: 'entente',
  },
  confirmWith: {
    name: 'Second duty officer (invented)',
    office: 'Cybercrime unit',
    timeZone: 'America/New_York',
  },
  facts:
    'Invented for the demonstration. Between 1 and 6 December 2016 a mailbox of an exporter was used to send changed bank details to its customers. Three payments went astray. The mailbox was read from the address below.',
  law: [{ provision: '18 USC 1343', text: 'Fraud by wire', penalty: 'Imprisonment of up to 20 years' }],
  relation: 'The address was used to sign in to the mailbox shortly before each of the messages was sent.',
  identifiers: [
    {
      type: 'ipv4',
      value: '192.0.2.44',
      from: '2016-12-01T00:00:00.000Z',
      to: '2016-12-07T00:00:00.000Z',
      zone: 'America/New_York',
      note: 'source of the sign-ins',
    },
    { type: 'domain', value: 'payments.example', note: 'named in the messages' },
    { type: 'email', value: 'invoice@payments.example', note: 'sender of the messages' },
  ],
  custodian: 'A hosting provider (invented)',
  wanted:
    'Please preserve the sign-in and connection records of the address for the period, and inform us who held it then.',
  necessity:
    'The records are the only link between the messages and a person, and are kept for a short time only.',
  proportionality: 'One address and six days; no content is asked for.',
  urgencyReason: 'The provider is believed to keep such records for thirty days.',
  confidentialityReason: 'The person should not learn of the investigation.',
  useLimits: 'For this investigation only.',
  followUp: 'A request for mutual legal assistance follows within sixty days.',
}

/** Sent with the request. */
export const demoExhibit = {
  name: 'mail-headers.txt',
  text: `Invented for the demonstration.
Received: from payments.example (payments.example [192.0.2.44])
\tby mail.exporter.example; Mon, 5 Dec 2016 14:12:09 +0000
From: "Accounts" <invoice@payments.example>
Subject: New bank details
`,
}

/** Sent back with the answer. */
export const demoReply = {
  name: 'sign-in-records.csv',
  text: `at,address,account,result
2016-12-05T14:02:51Z,192.0.2.44,invented-account,signed-in
2016-12-06T09:40:12Z,192.0.2.44,invented-account,signed-in
`,
}
