/** Conventional commit type → shortcode of the gitmoji list. */
export const gitmoji = {
  feat: ':sparkles:',
  fix: ':bug:',
  docs: ':memo:',
  test: ':white_check_mark:',
  refactor: ':recycle:',
  perf: ':zap:',
  ci: ':construction_worker:',
  build: ':package:',
  chore: ':wrench:',
  style: ':art:',
  security: ':lock:',
  a11y: ':wheelchair:',
  i18n: ':globe_with_meridians:',
  db: ':card_file_box:',
  deps: ':arrow_up:',
  types: ':label:',
  lint: ':rotating_light:',
  errors: ':goal_net:',
  dead: ':coffin:',
  remove: ':fire:',
  move: ':truck:',
  revert: ':rewind:',
} as const

export type CommitType = keyof typeof gitmoji

/** The shortcode of a type as it was read somewhere. Null: we know no such type. */
export function gitmojiOf(type: string): string | null {
  return new Map<string, string>(Object.entries(gitmoji)).get(type) ?? null
}
