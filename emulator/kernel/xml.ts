/** A tree that becomes XML: members in order, an array repeats its element, `__cdata` is written as it is. */
export interface XmlTree {
  readonly [name: string]: XmlValue
}
export type XmlValue = string | number | boolean | XmlTree | readonly XmlValue[]

// What XML 1.0 cannot hold in any form.
const unprintable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

async function load() {
  const { XMLBuilder, XMLParser, XMLValidator } = await import('fast-xml-parser')
  return {
    builder: new XMLBuilder({ suppressEmptyNode: false, cdataPropName: '__cdata' }),
    // Numeric entities count as entities of HTML for the library; OSS clients write quotes as &#34;.
    parser: new XMLParser({ ignoreAttributes: true, parseTagValue: false, htmlEntities: true }),
    isWellFormed: (text: string) => XMLValidator.validate(text) === true,
  }
}

let library: ReturnType<typeof load> | undefined
// Loaded with the first XML: a start does not need it.
const xml = () => {
  library ??= load()
  return library
}

/** One line of XML after the declaration. Characters that XML cannot hold become U+FFFD. */
export async function writeXml(tree: XmlTree, declaration: string): Promise<string> {
  const { builder } = await xml()
  const text: string = builder.build(tree)
  return declaration + text.replace(unprintable, '\u{FFFD}').replaceAll('\r', '&#13;')
}

/** Leaves are strings; undefined when the text is not XML, or not XML that any client sends. */
export async function readXml(text: string): Promise<unknown> {
  const { parser, isWellFormed } = await xml()
  if (text.includes('<!DOCTYPE') || !isWellFormed(text)) return undefined
  try {
    return parser.parse(text)
  } catch {
    // Too deep, or an element with a name that no object may have.
    return undefined
  }
}
