import type { VodEvent } from '../vod/events.ts'
import { outputRows, table } from './markdown.ts'

const section = ({
  name,
  summary,
  see,
  evidence,
  body,
  notes = [],
}: VodEvent): string => `## ${name}

${summary}

- Evidence: ${evidence}
- Manual: <${see}>
${notes.map((note) => `- ${note}`).join('\n')}

${table(['member', 'type', 'meaning'], outputRows(body, ''))}
`

/** The reference page of events. */
export const eventPage = (
  events: readonly VodEvent[],
  names: readonly string[],
): string => `# Events

What SetMessageCallback has posted. An EventTypeList may hold ${names.map((name) => `\`${name}\``).join(', ')}; the emulator has the
events below.

${events.map(section).join('\n')}`
