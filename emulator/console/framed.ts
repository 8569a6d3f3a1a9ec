import { html, raw } from 'hono/html'

/** What all pages have around their own content. @param style what a page adds to the common one */
export const framed = (title: string, content: ReturnType<typeof html>, style = '') =>
  html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title}</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark }
      code, pre { font: 14px/1.5 ui-monospace, monospace }
      pre { padding: 1rem; border: 1px solid #8884; border-radius: 6px; overflow-x: auto }
      ${raw(style)}
    </style>
  </head>
  <body>
    ${content}
  </body>
</html>`
