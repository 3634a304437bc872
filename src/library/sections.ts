/** One `## name` section of a Markdown body. */
export interface Section {
  readonly name: string
  readonly line: number
  readonly text: string
}

/** Cuts a body at its second-level headings, leaving those inside code fences alone. What stands before is the preface. */
export function sectionsOf(
  body: string,
  firstLine: number,
): { readonly preface: string; readonly sections: readonly Section[] } {
  const parts: { name: string; line: number; lines: string[] }[] = [{ name: '', line: firstLine, lines: [] }]
  let fenced = false
  for (const [index, line] of body.split('\n').entries()) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) fenced = !fenced
    const heading = fenced ? null : headingOf(line)
    if (heading === null) parts.at(-1)?.lines.push(line)
    else parts.push({ name: heading, line: firstLine + index, lines: [] })
  }
  const [first, ...rest] = parts.map(({ name, line, lines }) => ({ name, line, text: lines.join('\n').trim() }))
  return { preface: (first?.text ?? '').replace(/^# .*/, '').trim(), sections: rest }
}

/** `## Pay down` names the phase pay-down. */
function headingOf(line: string): string | null {
  if (!line.startsWith('## ')) return null
  return line.slice(3).trim().toLowerCase().replaceAll(/\s+/g, '-')
}
