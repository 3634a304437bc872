/** Milliseconds of processor time that this process has used: unlike the wall, it does not grow while others work. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
