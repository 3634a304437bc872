/** Time, passed in so that nothing below the surfaces reads it by itself. */
export interface Clock {
  /** Milliseconds since 1970. May jump. */
  wall(): number
  /** Milliseconds since some start. Never jumps. */
  mono(): number
  /** Resolves after that many milliseconds, or rejects when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}
