/** Just enough XML for the requests of a SOAP client, read strictly: what is not well-formed is refused, as is a DOCTYPE. */

export interface XmlElement {
  /** Without its prefix. */
  name: string;
  namespace: string;
  /** Character data directly inside. */
  text: string;
  children: XmlElement[];
}

export class XmlError extends Error {}

const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Open {
  element: XmlElement;
  qualified: string;
  namespaces: Record<string, string>;
}

/** The root element. Throws an XmlError that says where the text stops being XML. */
export function parseXml(source: string): XmlElement {
  const text = source.replace(/^\uFEFF/, '');
  if (FORBIDDEN.test(text)) throw new XmlError('A character that XML forbids');
  let at = 0;
  let root: XmlElement | undefined;
  const open: Open[] = [];
  const fail = (why: string): never => {
    throw new XmlError(`${why} (position ${at})`);
  };
  const sticky = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  const skipPast = (end: string) => {
    const found = text.indexOf(end, at);
    if (found < 0) fail(`'${end}' is missing`);
    at = found + end.length;
  };

  while (at < text.length) {
    const next = text.indexOf('<', at);
    const data = text.slice(at, next < 0 ? text.length : next);
    const parent = open.at(-1);
    if (parent) parent.element.text += unescapeXml(data);
    else if (data.trim()) fail('Text outside the root element');
    if (next < 0) break;
    at = next;
    if (text.startsWith('<?', at)) skipPast('?>');
    else if (text.startsWith('<!--', at)) skipPast('-->');
    else if (text.startsWith('<![CDATA[', at) && parent) {
      const start = at + 9;
      skipPast(']]>');
      parent.element.text += text.slice(start, at - 3);
    } else if (text.startsWith('<!', at)) fail('A DOCTYPE is not allowed');
    else if (text.startsWith('</', at)) {
      at += 2;
      const name = sticky(NAME)?.[0];
      skipPast('>');
      if (open.pop()?.qualified !== name) fail(`</${name}> closes what is not open`);
    } else {
      at += 1;
      const qualified = sticky(NAME)?.[0] ?? fail('A name must follow <');
      const namespaces = { ...parent?.namespaces };
      for (let attribute = sticky(ATTRIBUTE); attribute; attribute = sticky(ATTRIBUTE)) {
        const [, key = '', double, single] = attribute;
        if (key === 'xmlns') namespaces[''] = unescapeXml(double ?? single ?? '');
        if (key.startsWith('xmlns:')) namespaces[key.slice(6)] = unescapeXml(double ?? single ?? '');
      }
      const [local = '', prefix = ''] = qualified.split(':').reverse();
      const namespace = namespaces[prefix] ?? (prefix ? fail(`The prefix ${prefix} is not declared`) : '');
      const element: XmlElement = { name: local, namespace, text: '', children: [] };
      if (parent) parent.element.children.push(element);
      else if (root) fail('A second root element');
      else root = element;
      const end = sticky(/\s*(\/?)>/y) ?? fail(`<${qualified} is not closed`);
      if (!end[1]) open.push({ element, qualified, namespaces });
    }
  }
  if (open.length > 0 || !root) throw new XmlError('The text ends too early');
  return root;
}

export function escapeXml(text: string): string {
  // Most texts need nothing, and a list has a million of them.
  if (!SPECIAL.test(text)) return text;
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

const SPECIAL = /[&<>"]/;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w*));?/gi, (whole, hex, decimal, name) => {
    if (!whole.endsWith(';')) throw new XmlError('A bare &');
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    const value = ENTITIES[name];
    if (value === undefined) throw new XmlError(`The entity &${name}; is not known`);
    return value;
  });
}
