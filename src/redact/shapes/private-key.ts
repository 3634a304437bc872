import { matchAt, type Shape, type Sighting } from '../shape.ts'

const header = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y
const footer = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y
/** What stands between header and footer, also when the key sits in JSON or in quoted lines of code. */
const body = /[A-Za-z0-9+/=\s\\:,.;"'`>|()-]/
const shortestBody = 64
/** No private key is longer. */
export const longestKey = 32_768

/** A private key block, to its footer; one without a footer, as far as it looks like a key. */
export const privateKey: Shape = {
  name: 'private-key',
  anchors: ['-----BEGIN '],
  judge(text, at): Sighting | null {
    const head = matchAt(header, text, at)
    if (head === null) return couldBeHeader(text, at) ? { begins: at, from: at, to: text.length, isOpen: true } : null
    const limit = Math.min(text.length, at + longestKey)
    for (let to = at + head.length; to < limit; to += 1) {
      const foot = text[to] === '-' ? matchAt(footer, text, to) : null
      if (foot !== null) return { begins: at, from: at, to: to + foot.length, isSure: true }
      if (!body.test(text[to] ?? ''))
        return to - at - head.length < shortestBody ? null : { begins: at, from: at, to, isSure: true }
    }
    return {
      begins: at,
      from: at,
      to: limit,
      isOpen: limit === text.length,
      isSure: limit - at - head.length >= shortestBody,
    }
  },
}

function couldBeHeader(text: string, at: number): boolean {
  return text.length - at < 80 && /^-----BEGIN [A-Z0-9 -]*$/.test(text.slice(at))
}
