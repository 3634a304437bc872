import { open, rename } from 'node:fs/promises'
import { ledgerSchema } from '../domain/event.ts'
import type { StoredEvent } from '../runtimes/embedded/read.ts'

/** Characters gathered before they are written. */
const chunk = 1 << 20

/** One event as a line of JSON; the fact stands in it byte for byte as it was hashed. */
export function ledgerLine({ seq, boot, wall, mono, unit, body, hash }: StoredEvent): string {
  return `{"seq":${seq},"schema":${ledgerSchema},"boot":${boot},"wall":${wall},"mono":${mono},"unit":${JSON.stringify(unit)},"fact":${body},"hash":"${hash}"}`
}

/** Writes a ledger as JSON lines, whole or not at all. */
export async function exportLedger(events: Iterable<StoredEvent>, file: string): Promise<void> {
  const temporary = `${file}.${process.pid}.part`
  const handle = await open(temporary, 'w', 0o644)
  try {
    let text = ''
    for (const event of events) {
      text += `${ledgerLine(event)}\n`
      if (text.length < chunk) continue
      await handle.write(text)
      text = ''
    }
    await handle.write(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}
