import { DockerfileParser, From, type Instruction, JSONInstruction, PropertyInstruction } from 'dockerfile-ast'
import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import type { Placed } from './store.ts'

/** One `FROM`. `base` is the name as written, without tag and digest. */
export interface DockerStageFact extends Placed {
  readonly stage: number
  readonly alias: string | null
  readonly base: string
  readonly tag: string | null
  readonly digest: string | null
  /** Index of the earlier stage this one is built on, else null. */
  readonly parent: number | null
  readonly last: boolean
}

/** Instructions that say what runs, as whom and where. `text` has exec form joined by spaces. */
export interface DockerInstructionFact extends Placed {
  readonly stage: number
  readonly instruction: 'CMD' | 'ENTRYPOINT' | 'USER' | 'WORKDIR' | 'HEALTHCHECK' | 'RUN'
  readonly text: string
}

/** One source of a `COPY` or `ADD`; `from` names the stage or image it comes from. */
export interface DockerCopyFact extends Placed {
  readonly stage: number
  readonly source: string
  readonly target: string
  readonly from: string | null
}

export const dockerfileCollector: Collector = {
  id: 'dockerfile',
  wants: (file) => file.language === 'dockerfile',
  collect(file, _trees, emit) {
    const instructions = DockerfileParser.parse(file.text).getInstructions()
    const stages = instructions.filter((instruction): instruction is From => instruction instanceof From)
    for (const [index, from] of stages.entries()) emit('dockerStage', stageFact(file, from, index, stages))
    let stage = -1
    for (const instruction of instructions) {
      if (instruction instanceof From) stage += 1
      else if (stage >= 0) instructionFacts(file, instruction, stage, emit)
      if (instruction instanceof PropertyInstruction) variables(file, instruction, emit)
    }
  },
}

function stageFact(file: SourceFile, from: From, index: number, stages: readonly From[]): DockerStageFact {
  const base = from.getImageName() ?? from.getImage() ?? ''
  const parent = stages
    .slice(0, index)
    .findIndex((earlier) => earlier.getBuildStage()?.toLowerCase() === base.toLowerCase())
  return {
    file: file.path,
    line: lineOf(from),
    stage: index,
    alias: from.getBuildStage(),
    base: [from.getRegistry(), base].filter((part) => part !== null).join('/'),
    tag: from.getImageTag(),
    digest: from.getImageDigest(),
    parent: parent === -1 ? null : parent,
    last: index === stages.length - 1,
  }
}

function instructionFacts(file: SourceFile, instruction: Instruction, stage: number, emit: Emit): void {
  const place = { file: file.path, line: lineOf(instruction), stage }
  const keyword = instruction.getKeyword()
  switch (keyword) {
    case 'CMD':
    case 'ENTRYPOINT':
    case 'USER':
    case 'WORKDIR':
    case 'HEALTHCHECK':
    case 'RUN':
      return emit('dockerInstruction', { ...place, instruction: keyword, text: textOf(instruction) })
    case 'COPY':
    case 'ADD':
      return copies(place, instruction, emit)
  }
}

function copies(place: Placed & { stage: number }, instruction: Instruction, emit: Emit): void {
  const flags = /^(?:\s*--[^\s]+)+/.exec(instruction.getArgumentsContent() ?? '')?.[0] ?? ''
  const from = /--from=([^\s]+)/.exec(flags)?.[1] ?? null
  const parts = jsonStrings(instruction) ?? instruction.getArguments().map((argument) => argument.getValue())
  const paths = parts.filter((part) => !part.startsWith('--'))
  const target = paths.at(-1) ?? ''
  for (const source of paths.slice(0, -1))
    if (!source.startsWith('<<')) emit('dockerCopy', { ...place, source, target, from })
}

function variables(file: SourceFile, instruction: PropertyInstruction, emit: Emit): void {
  const keyword = instruction.getKeyword()
  if (keyword !== 'ENV' && keyword !== 'ARG') return
  for (const property of instruction.getProperties()) {
    const line = property.getRange().start.line + 1
    emit('envDeclaration', { file: file.path, line, name: property.getName(), where: 'dockerfile' })
  }
}

function textOf(instruction: Instruction): string {
  return (jsonStrings(instruction)?.join(' ') ?? instruction.getArgumentsContent() ?? '').trim()
}

function jsonStrings(instruction: Instruction): string[] | null {
  if (!(instruction instanceof JSONInstruction) || instruction.getOpeningBracket() === null) return null
  return instruction.getJSONStrings().map((part) => part.getJSONValue())
}

function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line + 1
}
