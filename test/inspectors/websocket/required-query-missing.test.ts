import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { requiredQueryMissing } from '../../../src/inspectors/websocket/required-query-missing.ts'
import { websocketCollectors } from '../../../src/inspectors/websocket/websocket.ts'
import { inspect } from '../../support/inspect.ts'

const server = (parameter: string) => `from fastapi import FastAPI, Query, WebSocket

app = FastAPI()


@app.websocket("/ws/{room}")
async def room_updates(socket: WebSocket, room: str, ${parameter}):
    await socket.accept()
`
const client = (address: string) => `export const open = (room, token) => new WebSocket(${address})\n`
const look = (parameter: string, address: string) =>
  inspect(requiredQueryMissing, [...apiCollectors, ...websocketCollectors], {
    'app/main.py': server(parameter),
    'web/src/room.ts': client(address),
  })
const bare = `\`wss://\${location.host}/ws/\${room}/\``

test.each([
  ['a plain parameter', 'token: str'],
  ['a required query', 'token: str = Query(...)'],
  ['a query without a default', 'token: str = Query(max_length=200)'],
  ['an annotated query', 'token: Annotated[str, Query()]'],
])('%s that the client does not send refuses every handshake', async (_, parameter) => {
  const { drafts, population, bad } = await look(parameter, bare)
  expect([population, bad]).toEqual([1, 1])
  expect(drafts).toMatchObject([{ anchor: 'ws:/ws/{}?token', impact: 'feature-broken', confidence: 'high' }])
  expect(drafts[0]?.evidence).toMatchObject([
    { file: 'web/src/room.ts', startLine: 1, role: 'primary' },
    { file: 'app/main.py', startLine: 7, role: 'related' },
  ])
})

test.each([
  ['a default', 'token: str = Query("")'],
  ['a default by name', 'token: str = Query(default=None)'],
  ['an optional type', 'token: str | None = Query(None)'],
  ['an optional annotation', 'token: Annotated[str | None, Query()] = None'],
  ['another name on the wire', 'token: str = Query(..., alias="t")'],
  ['a dependency', 'user: User = Depends(socket_user)'],
  ['the state of the application', 'db: Session'],
])('%s may be left out', async (_, parameter) => {
  expect((await look(parameter, bare)).drafts).toEqual([])
})

test.each([
  ['the client sends it', `\`wss://\${location.host}/ws/\${room}/?token=\${token}\``],
  ['it is one of several', `\`/ws/\${room}/?v=2&token=\${token}\``],
  ['the query is put together elsewhere', `\`/ws/\${room}/?\${query}\``],
  ['the end of the address is only known at run time', `\`/ws/room\${query}\``],
  ['the whole address is', 'addressOf(room)'],
])('nothing is said when %s', async (_, address) => {
  expect((await look('token: str', address)).drafts).toEqual([])
})
