// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the fixtures are source text.
/** A small shop: a FastAPI back end under /api/v1 and a React client with an axios instance. */
export const shop: Readonly<Record<string, string>> = {
  'backend/app/main.py': [
    'from fastapi import FastAPI',
    'from app.api.main import api_router',
    'from app.core.config import settings',
    'app = FastAPI()',
    'app.include_router(api_router, prefix=settings.API_V1_STR)',
  ].join('\n'),
  'backend/app/core/config.py': 'class Settings:\n    API_V1_STR: str = "/api/v1"\nsettings = Settings()\n',
  'backend/app/api/main.py': [
    'from fastapi import APIRouter',
    'from app.api.routes import users, orders',
    'api_router = APIRouter()',
    'api_router.include_router(users.router)',
    'api_router.include_router(orders.router, prefix="/orders")',
  ].join('\n'),
  'backend/app/api/routes/__init__.py': '',
  'backend/app/api/routes/users.py': [
    'from fastapi import APIRouter, Depends',
    'router = APIRouter(prefix="/users")',
    '@router.get("/", response_model=Users)',
    'def list_users(user: User = Depends(get_current_user)): return find()',
    '@router.get("/{user_id}", response_model=User)',
    'def read_user(user_id: int, user: User = Depends(get_current_user)): return find(user_id)',
    '@router.patch("/{user_id}", response_model=User)',
    'def update_user(user_id: int, user: User = Depends(get_current_user)): return save(user_id)',
  ].join('\n'),
  'backend/app/api/routes/orders.py': [
    'from fastapi import APIRouter',
    'from pydantic import BaseModel',
    'router = APIRouter()',
    'class OrderIn(BaseModel):',
    '    product_id: int',
    '    quantity: int',
    '    note: str | None = None',
    '@router.post("/", response_model=Order)',
    'def place_order(order: OrderIn): return save(order)',
    '@router.get("/{order_id}", response_model=Order)',
    'def read_order(order_id: int): return find(order_id)',
  ].join('\n'),
  'frontend/src/lib/api.ts': [
    "import axios from 'axios'",
    "export const api = axios.create({ baseURL: import.meta.env.VITE_API_URL || 'http://localhost:8000/api/v1' })",
  ].join('\n'),
  'frontend/src/services/users.ts': [
    "import { api } from '../lib/api'",
    "export const fetchAllUsers = () => api.get('/users')",
    'export const fetchOneUser = (id: number) => api.get(`/users/${id}`)',
    "export const placeNewOrder = () => api.post('/orders', { product_id: 1, quantity: 2 })",
  ].join('\n'),
  'frontend/src/App.tsx': [
    "import { fetchAllUsers, fetchOneUser, placeNewOrder } from './services/users'",
    'export const App = () => [fetchAllUsers, fetchOneUser, placeNewOrder]',
  ].join('\n'),
}

/** The shop with one file's lines added or files replaced. */
export function shopWith(changes: Record<string, string>): Record<string, string> {
  return { ...shop, ...changes }
}

export function lineOf(text: string, part: string): number {
  return text.split('\n').findIndex((line) => line.includes(part)) + 1
}
