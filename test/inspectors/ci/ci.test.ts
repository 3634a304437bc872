import { describe, expect, test } from 'vitest'
import { broadPermissions } from '../../../src/inspectors/ci/broad-permissions.ts'
import { ciCollectors } from '../../../src/inspectors/ci/ci.ts'
import { deployOnlyEchoes } from '../../../src/inspectors/ci/deploy-only-echoes.ts'
import { gateCannotFail } from '../../../src/inspectors/ci/gate-cannot-fail.ts'
import { missingScript } from '../../../src/inspectors/ci/missing-script.ts'
import { unpinnedAction } from '../../../src/inspectors/ci/unpinned-action.ts'
import { packageCollector } from '../../../src/inspectors/facts/packages.ts'
import { found, type Sample } from '../../support/found.ts'

const collectors = [...ciCollectors, packageCollector]
const path = '.github/workflows/ci.yml'

/** A workflow of one job; its steps begin on line 5. */
function workflow(steps: string, job = 'check'): Record<string, string> {
  return { [path]: `on: push\njobs:\n  ${job}:\n    steps:\n${steps}` }
}

describe('gates', () => {
  test.each<Sample>([
    {
      story: 'the failure of the tests is thrown away',
      files: workflow('      - run: pytest || true\n'),
      found: [`P2 gate:workflow:${path} ${path}:5`],
    },
    {
      story: 'several gates of one workflow are one finding, at the very lines',
      files: workflow(
        '      - run: |\n          pip install x\n          ruff check . || echo "lint failed"\n      - name: types\n        run: npm run typecheck\n        continue-on-error: true\n',
      ),
      found: [`P2 gate:workflow:${path} ${path}:7`],
    },
    {
      story: 'an audit that may fail is often meant so: one step lower',
      files: workflow('      - name: Security audit\n        run: npm audit\n        continue-on-error: true\n'),
      found: [`P3 gate:workflow:${path} ${path}:7`],
    },
    {
      story: 'a flag of the tool that never fails is one step lower',
      files: workflow('      - run: flake8 . --exit-zero\n'),
      found: [`P3 gate:workflow:${path} ${path}:5`],
    },
    {
      story: 'an npm script named test that tests nothing',
      files: { 'package.json': '{\n  "scripts": {\n    "test": "echo ok"\n  }\n}' },
      found: ['P3 gate:scripts:package.json package.json:3'],
    },
    {
      story: 'clean-up, installs, expressions, outcomes that are looked at and kept reports are fine',
      files: workflow(
        `      - run: docker rm -f test || true\n      - run: npm install eslint || true\n      - run: npm test\n        continue-on-error: \${{ matrix.experimental }}\n      - id: t\n        run: pytest\n        continue-on-error: true\n      - run: test "\${{ steps.t.outcome }}" = success\n      - run: |\n          npm audit --json > audit.json || true\n          node judge.js audit.json\n      - run: |\n          # pytest || true\n          mypy . || { echo bad; exit 1; }\n`,
      ),
      found: [],
    },
    {
      story: 'the default script of npm init fails, as it says',
      files: { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(gateCannotFail, collectors, files)).toEqual(expected)
  })
})

describe('delivery', () => {
  test.each<Sample>([
    {
      story: 'a deploy job prints and sleeps',
      files: workflow(
        '      - uses: actions/checkout@v4\n      - run: |\n          echo "Deploying to production"\n          sleep 5\n',
        'deploy-production',
      ),
      found: [`P1 job:deploy-production@${path} ${path}:7`],
    },
    {
      story: 'a rollback step prints in a job that deploys',
      files: workflow(
        '      - run: ./deploy.sh\n      - name: Rollback on failure\n        run: echo "rolling back"\n',
        'deploy',
      ),
      found: [`P2 step:Rollback on failure@deploy@${path} ${path}:7`],
    },
    {
      story: 'real commands, foreign actions, outputs, notices and other jobs are fine',
      files: {
        ...workflow('      - run: ./deploy.sh\n      - name: Deploy summary\n        run: echo done\n', 'deploy'),
        '.github/workflows/a.yml':
          'jobs:\n  release:\n    steps:\n      - uses: acme/release@v1\n      - run: echo done\n  publish:\n    outputs:\n      x: y\n    steps:\n      - run: echo "x=1"\n  deploy-status:\n    steps:\n      - run: echo all good\n  rollback:\n    steps:\n      - run: echo "v=1" >> "$GITHUB_OUTPUT"\n  build:\n    steps:\n      - run: echo hi\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(deployOnlyEchoes, collectors, files)).toEqual(expected)
  })
})

describe('calls of scripts', () => {
  const checkout = '      - uses: actions/checkout@v4\n'
  test.each<Sample>([
    {
      story: 'an npm script and a file are gone',
      files: {
        ...workflow(
          `${checkout}      - run: |\n          cd web\n          npm ci\n          npm run test:ci\n      - run: bash scripts/check.sh\n`,
        ),
        'web/package.json': '{"scripts":{"test":"vitest"}}',
      },
      found: [`P2 calls@${path} ${path}:9`],
    },
    {
      story: 'a delivery that calls nothing is worse',
      files: workflow(`${checkout}      - run: ./ops/ship.sh\n`, 'deploy'),
      found: [`P1 calls@${path} ${path}:6`],
    },
    {
      story: 'existing ones, built ones, downloaded ones, workspaces and variables are fine',
      files: {
        ...workflow(
          `${checkout}      - run: npm run a && ./x.sh && node dist/y.js\n        working-directory: web\n      - run: npm run gone -w api && npm run gone --if-present && python \${{ matrix.file }}.py\n      - run: curl -o get.sh https://x && bash ./get.sh\n      - run: yarn run eslint && pnpm run tsc\n`,
        ),
        'package.json': '{}',
        'web/package.json': '{"scripts":{"a":"b"}}',
        'web/x.sh': '',
      },
      found: [],
    },
    {
      story: 'another repository is checked out',
      files: workflow(
        '      - uses: actions/checkout@v4\n        with:\n          repository: a/b\n      - run: bash scripts/check.sh\n',
      ),
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(missingScript, collectors, files)).toEqual(expected)
  })
})

describe('rights and names', () => {
  test.each<Sample>([
    {
      story: 'write-all at the top',
      files: { [path]: 'on: push\npermissions: write-all\njobs: {}\n' },
      found: [`P3 workflows:permissions ${path}:2`],
    },
    {
      story: 'contents: write without a step that writes',
      files: {
        [path]:
          'on: push\npermissions:\n  contents: write\njobs:\n  a:\n    steps:\n      - uses: actions/setup-node@v4\n        with:\n          node-version: 22\n      - run: npm test\n',
      },
      found: [`P3 workflows:permissions ${path}:2`],
    },
    {
      story: 'rights that are used, given to one job, or read-only are fine',
      files: {
        [path]: 'permissions:\n  contents: write\njobs:\n  a:\n    steps:\n      - run: git push\n',
        '.github/workflows/b.yml':
          'permissions: read-all\njobs:\n  a:\n    permissions:\n      contents: write\n    steps:\n      - run: npm test\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(broadPermissions, collectors, files)).toEqual(expected)
  })

  test.each<Sample>([
    {
      story: 'a tag and a branch can move',
      files: workflow('      - uses: acme/one@v1\n      - uses: acme/two@main\n'),
      found: [`P3 workflows:actions ${path}:5`],
    },
    {
      story: "commits, GitHub's own and local actions are fine",
      files: workflow(
        `      - uses: acme/one@${'a1'.repeat(20)}\n      - uses: actions/checkout@v4\n      - uses: ./here\n      - uses: docker://alpine:3\n`,
      ),
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(unpinnedAction, collectors, files)).toEqual(expected)
  })
})
