import type { Context } from 'hono'

/** An error of the control plane. */
export const refuse = (
  c: Context,
  status: 400 | 403 | 404 | 405 | 409 | 413 | 415 | 500 | 503,
  code: string,
  message: string,
): Response => c.json({ error: { code, message } }, status)
