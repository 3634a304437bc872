import type { Entity } from './entity.ts'

export function tests({ snake, kebab, actions }: Entity): string {
  const more = actions.map(
    (verb) => `

def test_${verb}_of_a_missing_${snake}_is_refused(client):
    response = client.post("/api/${kebab}/0/${verb}")
    assert response.status_code == 404
`,
  )
  return `def test_list_of_${snake}_is_empty_at_first(client):
    response = client.get("/api/${kebab}")
    assert response.status_code == 200
    assert response.json() == []


def test_missing_${snake}_is_not_found(client):
    response = client.get("/api/${kebab}/0")
    assert response.status_code == 404
${more.join('')}`
}

export function serviceTests({ snake, fields }: Entity): string {
  const sums = fields.filter(({ kind }) => kind === 'count' || kind === 'amount')
  return `from app.services import ${snake}


def test_get_item_of_nothing_is_none(session):
    assert ${snake}.get_item(session, 0) is None


def test_delete_item_of_nothing_is_quiet(session):
    ${snake}.delete_item(session, 0)
    assert ${snake}.list_items(session, 10) == []
${sums
  .map(
    ({ name }) => `

def test_total_${name}_of_nothing_is_zero(session):
    assert ${snake}.total_${name}(session) == 0.0
`,
  )
  .join('')}`
}
