import assert from 'node:assert/strict'
import type { Redactor } from '../../ports/redactor.ts'
import type { Clause } from '../contract.ts'

/** What every redactor promises, told by a secret that it was made to know. */
export function redactorContract(
  make: (secret: { readonly name: string; readonly value: string }) => Redactor,
): readonly Clause[] {
  const secret = { name: 'SERVICE_TOKEN', value: 'zq-71!pW/"k8"+vT' }
  const redactor = make(secret)
  return [
    {
      title: 'text without a secret comes back as it is',
      run: async () => {
        const text = 'const commit = "4ca6d6c7b807f1d2a3b4c5d6e7f8091a2b3c4d5e" // nothing to hide\n'
        assert.equal(redactor.text(text), text)
      },
    },
    {
      title: 'a known value goes, wherever it stands and however it is escaped, and says whose it was',
      run: async () => {
        const forms = [
          secret.value,
          JSON.stringify(secret.value),
          encodeURIComponent(secret.value),
          Buffer.from(secret.value).toString('base64'),
        ]
        for (const form of forms) {
          const clean = redactor.text(`before ${form} after`)
          assert.ok(!clean.includes(secret.value) && clean.startsWith('before ') && clean.endsWith(' after'), clean)
          assert.ok(clean.includes('SERVICE_TOKEN'), clean)
        }
      },
    },
    {
      title: 'redacting twice changes nothing more',
      run: async () => {
        const once = redactor.text(`a ${secret.value} b`)
        assert.equal(redactor.text(once), once)
      },
    },
    {
      title: 'values keep their shape: only strings change, at any depth, keys included',
      run: async () => {
        const clean = redactor.json({ n: 1, deep: [{ text: `x${secret.value}y` }, null, true], [secret.value]: 'key' })
        const text = JSON.stringify(clean)
        assert.ok(!text.includes('zq-71'), text)
        assert.equal(clean.n, 1)
        assert.deepEqual(JSON.parse(text).deep.slice(1), [null, true])
      },
    },
  ]
}
