import assert from 'node:assert/strict'
import { type Finding, InspectorRun } from '../../domain/finding.ts'
import { layers } from '../../domain/layer.ts'
import { Survey } from '../../domain/report.ts'
import type { Auditor } from '../../ports/auditor.ts'
import type { Clause } from '../contract.ts'

/** What every auditor promises, over a repository in which it finds at least one thing. */
export function auditorContract(make: () => Promise<Auditor>): readonly Clause[] {
  const signal = new AbortController().signal
  const findings = async (auditor: Auditor): Promise<readonly Finding[]> => {
    const runs = await Promise.all(layers.map((layer) => auditor.inspect(layer, signal)))
    return runs.flat().flatMap((run) => (run.status === 'ran' ? run.findings : []))
  }
  return [
    {
      title: 'a survey is a survey, and the same one each time',
      run: async () => {
        const auditor = await make()
        const survey = await auditor.survey(signal)
        assert.deepEqual(Survey.parse(survey), survey)
        assert.deepEqual(await auditor.survey(signal), survey)
      },
    },
    {
      title: 'every run of an inspector is of the layer asked and has the shape of one',
      run: async () => {
        const auditor = await make()
        for (const layer of layers)
          for (const run of await auditor.inspect(layer, signal)) {
            assert.equal(run.layer, layer)
            assert.deepEqual(InspectorRun.parse(run), run)
            if (run.status === 'ran')
              assert.ok(run.bad <= run.population, `${run.inspector}: ${run.bad} of ${run.population}`)
          }
      },
    },
    {
      title: 'two auditors of one commit find the same, in the same order, and no identity twice',
      run: async () => {
        const [one, other] = [await findings(await make()), await findings(await make())]
        assert.ok(one.length > 0, 'the repository of the contract must hold something to find')
        assert.deepEqual(one, other)
        assert.equal(new Set(one.map(({ fingerprint }) => fingerprint)).size, one.length)
      },
    },
    {
      title: 'its own findings stand the check; an invented quote does not',
      run: async () => {
        const auditor = await make()
        for (const finding of await findings(auditor)) {
          assert.equal((await auditor.verify(finding, signal)).verdict, 'confirmed', finding.title)
          const invented = finding.evidence.map((one) =>
            one.kind === 'code' ? { ...one, quote: 'this stands in no file at all' } : one,
          )
          if (invented.some(({ kind }) => kind === 'code'))
            assert.equal((await auditor.verify({ ...finding, evidence: invented }, signal)).verdict, 'rejected')
        }
      },
    },
    {
      title: 'a survey told to stop stops',
      run: async () => {
        await assert.rejects((await make()).survey(AbortSignal.abort()))
      },
    },
  ]
}
