// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the fixtures are source text.
import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { socketClientWithoutEndpoint } from '../../../src/inspectors/websocket/client-without-endpoint.ts'
import { socketEndpointWithoutClient } from '../../../src/inspectors/websocket/endpoint-without-client.ts'
import { websocketCollectors } from '../../../src/inspectors/websocket/websocket.ts'
import { inspect } from '../../support/inspect.ts'

const collectors = [...apiCollectors, ...websocketCollectors]
const server = {
  'app/main.py': [
    'from fastapi import FastAPI, WebSocket',
    'app = FastAPI()',
    '@app.websocket("/ws/chat/{room}")',
    'async def chat(socket: WebSocket, room: str): await socket.accept()',
  ].join('\n'),
}
const opens = (url: string) => ({
  ...server,
  'web/chat.ts': `export const open = (room: string) => new WebSocket(${url})`,
})

test.each([
  ['a template on our own host', '`${location.protocol}//${location.host}/ws/chat/${room}`'],
  ['a base from the environment', '`${import.meta.env.VITE_WS_URL}/ws/chat/${room}`'],
  ['localhost behind a proxy prefix', '`ws://localhost:8000/api/ws/chat/${room}`'],
])('%s reaches its endpoint', async (_, url) => {
  expect(await inspect(socketClientWithoutEndpoint, collectors, opens(url))).toMatchObject({
    population: 1,
    bad: 0,
    drafts: [],
  })
  expect(await inspect(socketEndpointWithoutClient, collectors, opens(url))).toMatchObject({
    population: 1,
    bad: 0,
    drafts: [],
  })
})

test('a socket that no endpoint offers is named, and so is the endpoint that nobody opens', async () => {
  const files = opens("'ws://localhost:8000/ws/notifications'")
  const client = await inspect(socketClientWithoutEndpoint, collectors, files)
  expect(client).toMatchObject({ population: 1, bad: 1 })
  expect(client.drafts[0]).toMatchObject({
    anchor: 'ws:/ws/notifications',
    confidence: 'high',
    instances: [{ file: 'web/chat.ts', line: 1 }],
  })
  const endpoint = await inspect(socketEndpointWithoutClient, collectors, files)
  expect(endpoint.drafts).toMatchObject([{ anchor: 'ws:/ws/chat/{}', instances: [{ file: 'app/main.py', line: 3 }] }])
})

test.each([
  ['another host', "'wss://stream.prices.example/feed'"],
  ['an address known only at run time', 'room'],
])('%s says nothing', async (_, url) => {
  expect((await inspect(socketClientWithoutEndpoint, collectors, opens(url))).drafts).toEqual([])
})

test('a GET route that hands the request on to a socket of its own is an endpoint', async () => {
  const files = {
    'server/app.ts':
      "import { Hono } from 'hono'\nconst app = new Hono()\napp.get('/api/ws', (c) => c.env.ROOM.get(id).fetch(c.req.raw)) // upgrades to a WebSocket\nexport default app",
    'web/room.ts': "export const open = () => new WebSocket('ws://localhost:8787/api/ws')",
  }
  expect((await inspect(socketClientWithoutEndpoint, collectors, files)).drafts).toEqual([])
})

test('a server that takes any path, and a repository without a server, are not judged', async () => {
  const any = {
    ...opens("'ws://localhost:8000/ws/other'"),
    'server/ws.ts': "import { WebSocketServer } from 'ws'\nnew WebSocketServer({ port: 1 })",
  }
  expect(await inspect(socketClientWithoutEndpoint, collectors, any)).toMatchObject({ population: 0, drafts: [] })
  expect(
    await inspect(socketClientWithoutEndpoint, collectors, { 'web/a.ts': "new WebSocket('/ws/x')" }),
  ).toMatchObject({ population: 0 })
  expect(await inspect(socketEndpointWithoutClient, collectors, server)).toMatchObject({ population: 0 })
})

test('a path that a client puts together elsewhere counts as opened', async () => {
  const files = { ...server, 'web/a.ts': "export const base = '/ws/chat/'\nnew WebSocket('ws://localhost:1/ws/other')" }
  expect((await inspect(socketEndpointWithoutClient, collectors, files)).drafts).toEqual([])
})
