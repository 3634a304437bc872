import { matchAt, type Shape, startsWord } from '../shape.ts'

const credentials = /[ \t]{1,4}([A-Za-z0-9._~+/-]{8,4096}={0,2})/y

/** What follows `Bearer` or `Basic`: a token with a digit in it, or base64 that decodes to `user:password`. */
export const authorization: Shape = {
  name: 'authorization',
  anchors: ['bearer', 'basic'],
  judge(text, at, end) {
    const found = startsWord(text, at) ? matchAt(credentials, text, end) : null
    if (found === null) return null
    const secret = found.trimStart()
    const isSecret = end - at === 'basic'.length ? isUserAndPassword(secret) : secret.length >= 16 && /\d/.test(secret)
    const to = end + found.length
    return isSecret ? { begins: at, from: to - secret.length, to } : null
  },
}

function isUserAndPassword(secret: string): boolean {
  return /^[\x20-\x7e]*:[\x20-\x7e]+$/.test(Buffer.from(secret.slice(0, 512), 'base64').toString('latin1'))
}
