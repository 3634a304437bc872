/** Time, passed in so that nothing below the surfaces reads it by itself. */
export interface Clock {
  /** Milliseconds since 1970. May jump. */
  wall(): number
  /** Milliseconds since some start. Never jumps. */
  mono(): number
  /** Calls back after that many milliseconds. Returns the way to call it off. */
  after(milliseconds: number, call: () => void): () => void
}
