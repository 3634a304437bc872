const minuteMs = 60_000

/** The next time the clock of this machine shows that time, today or tomorrow; milliseconds since 1970. */
export function wakeUp(until: string, wall: number): number {
  const [hours = 0, minutes = 0] = until.split(':').map(Number)
  const end = new Date(wall)
  end.setHours(hours, minutes, 0, 0)
  if (end.getTime() <= wall) end.setDate(end.getDate() + 1)
  return end.getTime()
}

/** `Works until 07:00 tomorrow at the latest, in 9 h 12 min.`: the mission's own limits may end it earlier. */
export function untilSentence(end: number, wall: number): string {
  const [then, now] = [new Date(end), new Date(wall)]
  const day = then.toDateString() === now.toDateString() ? 'today' : 'tomorrow'
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`
  return `Works until ${time} ${day} at the latest, in ${hoursAndMinutes(end - wall)}.`
}

function hoursAndMinutes(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / minuteMs)
  if (minutes < 1) return 'less than a minute'
  const parts = [
    ...(minutes < 60 ? [] : [`${Math.floor(minutes / 60)} h`]),
    ...(minutes % 60 === 0 ? [] : [`${minutes % 60} min`]),
  ]
  return parts.join(' ')
}
