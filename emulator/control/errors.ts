import type { Context } from 'hono'

/** Every status with which the control plane refuses. */
export type ControlStatus = 400 | 403 | 404 | 405 | 409 | 413 | 415 | 500 | 503

/** An error of the control plane. */
export const refuse = (
  c: Context,
  status: ControlStatus,
  code: string,
  message: string,
): Response => c.json({ error: { code, message } }, status)
