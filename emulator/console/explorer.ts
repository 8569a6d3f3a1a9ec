import { html, raw } from 'hono/html'
import type { FormField } from '#contracts/derive/form.ts'
import { framed } from './framed.ts'

const attributes = ({ name, isRequired, placeholder }: FormField) =>
  html`id="${name}" name="${name}" placeholder="${placeholder}" ${isRequired ? 'required' : ''}`

function control(field: FormField) {
  const { control, options, minimum, maximum } = field
  if (control === 'textarea') return html`<textarea ${attributes(field)} rows="3"></textarea>`
  if (control === 'select')
    return html`<select ${attributes(field)}>${['', ...options].map((option) => html`<option>${option}</option>`)}</select>`
  const bounds = html`min="${minimum ?? ''}" max="${maximum ?? ''}"`
  return html`<input ${attributes(field)} type="${control}" ${control === 'number' ? bounds : ''} />`
}

const row = (field: FormField) => html`<p>
  <label for="${field.name}">${field.name}${field.isRequired ? ' *' : ''}</label>
  ${control(field)}
  <small>${field.hint}</small>
</p>`

/** Sends what is filled in, and shows what came. Texts of an answer are never read as HTML. */
const script = `
const form = document.querySelector('form')
const shown = document.querySelector('#shown')
const block = (title, text) => {
  const [heading, code] = [document.createElement('h2'), document.createElement('pre')]
  heading.textContent = title
  code.textContent = text
  shown.append(heading, code)
}
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const given = [...new FormData(form)].filter(([, value]) => value !== '')
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(given)),
  })
  const { error, status, answer, explanation, request, samples = [] } = await response.json()
  shown.replaceChildren()
  if (error) return block(error.code, error.message)
  block('Answer ' + status, JSON.stringify(answer, null, 2))
  if (explanation) block('Why', explanation)
  block('Request, signed', request)
  for (const { sdk, code } of samples) block(sdk, code)
})
`

/** Of the form. */
const style = `label { display: block; font-weight: 600 }
      input, select, textarea { width: 100%; box-sizing: border-box; font: inherit }
      small { opacity: 0.75 }`

/** A form in which a person calls an operation. */
export const explorerPage = (operation: {
  readonly name: string
  readonly summary: string
  readonly see: string
  readonly fields: readonly FormField[]
}) =>
  framed(
    operation.name,
    html`<p><a href="/_emulator/">vod-emulator</a></p>
    <h1>${operation.name}</h1>
    <p>${operation.summary} <a href="${operation.see}">Manual</a></p>
    <form>
      ${operation.fields.map(row)}
      <button>Sign and call</button>
    </form>
    <div id="shown"></div>
    <script>${raw(script)}</script>
`,
    style,
  )
