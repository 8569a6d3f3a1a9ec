import { expect } from 'vitest'
export async function uploadAndRead(port: number) { expect(port).toBeGreaterThan(0) }
