const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const BECH32_GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
/** What a sound address comes out as: BIP 173, and BIP 350 for later ones. */
const BECH32_SOUND: readonly number[] = [1, 0x2bc830a3]

/** Whether the last of these digits checks the others (ISO/IEC 7812-1, as in an IMEI). */
export function luhnHolds(digits: string): boolean {
  let sum = 0
  for (let back = 0; back < digits.length; back++) {
    const digit = Number(digits.charAt(digits.length - 1 - back))
    const doubled = back % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Whether an address of the form `bc1…` checks, in one case throughout (BIP 173, BIP 350). */
export function bech32Holds(address: string): boolean {
  if (address !== address.toLowerCase() && address !== address.toUpperCase()) return false
  const lower = address.toLowerCase()
  const cut = lower.lastIndexOf('1')
  const prefix = Array.from(lower.slice(0, cut), (char) => char.charCodeAt(0))
  const values = Array.from(lower.slice(cut + 1), (char) => BECH32.indexOf(char))
  if (cut < 1 || values.length < 6 || values.includes(-1)) return false
  const expanded = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31)]
  return BECH32_SOUND.includes(polymod([...expanded, ...values]))
}

function polymod(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    BECH32_GENERATOR.forEach((generator, bit) => {
      if (((top >>> bit) & 1) === 1) sum ^= generator
    })
  }
  return sum
}
