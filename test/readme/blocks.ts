/** A fenced block of a Markdown text. Its info string is `language word key=value …`. */
export interface Block {
  readonly language: string
  readonly words: readonly string[]
  readonly values: Readonly<Record<string, string>>
  readonly text: string
  /** Line of the opening fence, from 1. */
  readonly line: number
}

/** The fenced blocks of a text, in order. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = []
  const lines = markdown.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const info = /^```(.*)$/.exec(lines[at] ?? '')?.[1]
    if (info === undefined) continue
    const end = lines.indexOf('```', at + 1)
    if (end === -1) throw new Error(`the block in line ${at + 1} is never closed`)
    blocks.push({ ...describe(info), text: `${lines.slice(at + 1, end).join('\n')}\n`, line: at + 1 })
    at = end
  }
  return blocks
}

function describe(info: string): Pick<Block, 'language' | 'words' | 'values'> {
  const [language = '', ...rest] = info.trim().split(/\s+/)
  const pairs = rest.flatMap((word) => {
    const [key = '', value] = word.split('=')
    return value === undefined ? [] : [[key, value] as const]
  })
  return { language, words: rest.filter((word) => !word.includes('=')), values: Object.fromEntries(pairs) }
}

/** The block after a runnable one, when it shows what that prints. */
export function shownBy(blocks: readonly Block[], block: Block): Block | null {
  const next = blocks[blocks.indexOf(block) + 1]
  return next?.words.includes('printed') ? next : null
}

/** Relative links of a text, without their fragments. */
export function linksOf(markdown: string): readonly string[] {
  const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
  return targets.filter((target) => !/^(?:[a-z]+:|#)/.test(target)).map((target) => target.split('#')[0] ?? '')
}
