/** A value as one line of JSON. Signs that hide, reorder or control are escapes in it; the value stays the same. */
export function jsonLine(value: unknown): string {
  return safeJson(JSON.stringify(value))
}

/** JSON text that a terminal may show: only strings can hold such signs, and an escape there means the same. */
export function safeJson(json: string): string {
  return json.replace(hidden, (sign) =>
    Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )
}

const hidden =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g
