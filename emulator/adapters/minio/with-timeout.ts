import { SlowAnswer } from './failure.ts'

/** Waits for something, but not for long. What comes later is nobody's. @throws SlowAnswer */
export function within<T>(ms: number, awaited: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SlowAnswer(`not within ${ms} ms`)), ms)
  })
  return Promise.race([awaited, late]).finally(() => clearTimeout(timer))
}
