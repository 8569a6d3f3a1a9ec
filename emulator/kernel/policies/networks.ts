interface Address {
  readonly value: bigint
  /** 32 or 128. */
  readonly bits: number
}

const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/

const joined = (parts: readonly number[], bitsEach: number): bigint =>
  parts.reduce((value, part) => (value << BigInt(bitsEach)) | BigInt(part), 0n)

const groupsOf = (text: string): readonly number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))

/** @throws TypeError for a text that is not an address */
function addressOf(text: string): Address {
  if (ipv4.test(text)) return { value: joined(text.split('.').map(Number), 8), bits: 32 }
  // The parser of URLs writes every form of an address in one.
  const canonical = new URL(`http://[${text}]`).hostname.slice(1, -1)
  const [before = '', after = ''] = canonical.split('::')
  const [head, tail] = [groupsOf(before), groupsOf(after)]
  const zeros = Array<number>(8 - head.length - tail.length).fill(0)
  return { value: joined([...head, ...zeros, ...tail], 16), bits: 128 }
}

/** Whether an address is in a range: an address, or a network such as 10.0.0.0/8. */
export function isInRange(range: string, text: string): boolean {
  const [network = '', prefix] = range.split('/')
  const [{ value, bits }, address] = [addressOf(network), addressOf(text)]
  const rest = BigInt(bits - Number(prefix ?? bits))
  return address.bits === bits && address.value >> rest === value >> rest
}
