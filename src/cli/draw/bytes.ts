/** `812 bytes`, `1.4 MB`, `3.2 GB`: how much something takes, in one unit. */
export function bytesIn(count: number): string {
  const units = ['KB', 'MB', 'GB', 'TB']
  if (count < 1_000) return `${count} bytes`
  let [value, unit] = [count / 1_000, 0]
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1_000, unit + 1]
  return `${value < 99.5 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
