/** One side of the demonstration: a party of the channel of 2015, a folder, a time zone of its capital. */
export interface DemoParty {
  readonly id: 'us' | 'cn'
  readonly name: string
  readonly zone: string
}

/** In the order in which the releases of 2015 name them; the first proposes. */
export const demoParties: readonly [DemoParty, DemoParty] = [
  { id: 'us', name: 'United States', zone: 'America/New_York' },
  { id: 'cn', name: 'China', zone: 'Asia/Shanghai' },
]

/** The commitments are those that both governments published; the charter as such was never written. */
export const demoCharter = `HIGH-LEVEL JOINT DIALOGUE ON CYBERCRIME AND RELATED ISSUES
Charter of the channel. DEMONSTRATION: this text retells public commitments and binds nobody.

1. Commitments, as both sides announced them on 25 September 2015:
   a. Timely responses are provided to requests for information and assistance concerning
      malicious cyber activities.
   b. Both sides cooperate, in a manner consistent with their respective national laws and
      relevant international obligations, with requests to investigate cybercrimes, collect
      electronic evidence, and mitigate malicious cyber activity emanating from their territory.
   c. Both sides provide updates on the status and results of those investigations to the other
      side, as appropriate.
   d. A high-level joint dialogue reviews the timeliness and quality of responses to requests.
   e. A hotline serves the escalation of issues that may arise in the course of responding to
      such requests.

2. Who takes part.
   United States: co-chaired by the Secretary of Homeland Security and the Attorney General.
   China: one lead at ministerial level; the Ministry of Public Security, the Ministry of State
   Security, the Ministry of Justice and the State Internet and Information Office take part.

3. Clocks. A person acknowledges a request within 7 days, an emergency within 8 hours.
`
