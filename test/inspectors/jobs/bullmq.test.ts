import { expect, test } from 'vitest'
import { bullQueueWithoutWorker } from '../../../src/inspectors/jobs/bullmq-queue-without-worker.ts'
import { jobsCollectors } from '../../../src/inspectors/jobs/jobs.ts'
import { inspect } from '../../support/inspect.ts'

const look = (files: Record<string, string>) => inspect(bullQueueWithoutWorker, jobsCollectors, files)
const queue = "import { Queue } from 'bullmq'\nexport const mail = new Queue('mail', { connection })\n"
const worker = (name: string) => `import { Worker } from 'bullmq'\nnew Worker(${name}, async () => {})\n`

test('a queue whose jobs nobody takes is reported where it is made', async () => {
  const { drafts } = await look({ 'src/mail.ts': queue, 'src/worker.ts': worker("'reports'") })
  expect(drafts).toMatchObject([{ anchor: 'queue:mail', impact: 'service-dead', confidence: 'high' }])
  expect(drafts[0]?.evidence[0]).toMatchObject({ file: 'src/mail.ts', startLine: 2 })
})

test('without any worker the claim is made with less confidence: they may live elsewhere', async () => {
  expect((await look({ 'src/mail.ts': queue })).drafts).toMatchObject([{ confidence: 'medium' }])
})

test.each<[string, Record<string, string>]>([
  ['a worker of the same name', { 'src/worker.ts': worker("'mail'") }],
  [
    'a worker behind a constant',
    { 'src/names.ts': "export enum Names { Mail = 'mail' }\n", 'src/worker.ts': worker('Names.Mail') },
  ],
  ['a worker whose name is computed', { 'src/worker.ts': worker('nameOf(job)') }],
  [
    'a Nest processor',
    { 'src/p.ts': "import { Processor } from '@nestjs/bullmq'\n@Processor({ name: 'mail' })\nexport class P {}\n" },
  ],
])('%s consumes the queue', async (_, files) => {
  expect((await look({ 'src/mail.ts': queue, ...files })).drafts).toEqual([])
})

test('a class called Queue of another library is none', async () => {
  expect(await look({ 'src/q.ts': "import { Queue } from './queue.ts'\nnew Queue('mail')\n" })).toMatchObject({
    population: 0,
  })
})
