/** An upward arrow: what is emulated is uploads. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#ff6a00"/><path d="M8 13V4M4 8l4-4 4 4" fill="none" stroke="#fff" stroke-width="2"/></svg>`
