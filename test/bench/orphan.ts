/** Ends this process when the one that started it is gone: a bench that was stopped leaves nobody behind. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(1))
  // The listener alone would keep the process alive after its work.
  process.channel?.unref()
}
