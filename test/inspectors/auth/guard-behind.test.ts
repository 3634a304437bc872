import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { authCollectors } from '../../../src/inspectors/auth/auth.ts'
import { routeWithoutAuth } from '../../../src/inspectors/auth/route-without-auth.ts'
import { inspect } from '../../support/inspect.ts'

const deps = `from typing import Annotated
from fastapi import Depends

Database = Annotated[Session, Depends(get_db)]
Signed = Annotated[Person, Depends(current_user)]


def staff(person: Signed) -> Person:
    return person


def chief(person: Annotated[Person, Depends(staff)], db: Database) -> Person:
    return person


Chief = Annotated[Person, Depends(chief)]
`
const routes = (last: string) => `from fastapi import APIRouter, Depends, FastAPI
from app.deps import Chief, Database, Signed, chief

app = FastAPI()
router = APIRouter(prefix="/blocks")


@router.get("")
def all_blocks(db: Database, person: Signed):
    return []


@router.post("")
def add(body: Block, db: Database, person: Chief):
    return body


@router.put("/{id}")
def change(id: int, db: Database, person: Chief):
    return id


@router.patch("/{id}")
def part(id: int, db: Database, person=Depends(chief)):
    return id


@router.delete("/{id}")
def remove(id: int, ${last}):
    return id


app.include_router(router)
`
const look = (last: string) =>
  inspect(routeWithoutAuth, [...apiCollectors, ...authCollectors], {
    'app/deps.py': deps,
    'app/blocks.py': routes(last),
  })

test.each([
  ['an annotation that has a name', 'person: Chief'],
  ['an annotation that is written out', 'person: Annotated[Person, Depends(chief)]'],
  ['a default', 'person=Depends(chief)'],
])('%s guards a route through the functions behind it', async (_, last) => {
  expect(await look(last)).toMatchObject({ population: 5, drafts: [] })
})

test('a route that only asks for the database stands out, now that its siblings are known to be guarded', async () => {
  expect((await look('db: Database')).drafts).toMatchObject([{ anchor: 'DELETE /blocks/{}', impact: 'security' }])
})
