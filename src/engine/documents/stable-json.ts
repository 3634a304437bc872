/**
 * A value as JSON text that is the same whenever the value is the same: keys in code-unit order, two blanks of indent, a
 * line feed at the end. Signs that hide or reorder text on a screen are written as escapes; the value stays the same.
 */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2).replace(hidden, escaped)}\n`
}

const hidden =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g

function escaped(signs: string): string {
  return Array.from({ length: signs.length }, (_, at) => {
    return `\\u${signs.charCodeAt(at).toString(16).padStart(4, '0')}`
  }).join('')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
