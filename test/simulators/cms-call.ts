import { CMS_KEYS, type CmsKeys, type CmsSimulator } from '../../simulators/cms';
import { parseXml, type XmlElement } from '../../simulators/cms/xml';

export interface SoapAnswer {
  status: number;
  text: string;
  /** Rows inside the result element: their columns, trimmed. */
  rows: Record<string, string>[];
}

/** One call as a well-behaved client makes it. `service/Operation`, then the elements besides the keys. */
export async function soap(
  simulator: CmsSimulator,
  target: string,
  fields: Record<string, string> = {},
  keys: CmsKeys = CMS_KEYS,
): Promise<SoapAnswer> {
  const [service = '', operation = ''] = target.split('/');
  return post(simulator, service, operation, envelope(operation, 'obj', { ...credentials(keys), ...fields }));
}

export function credentials(keys: CmsKeys): Record<string, string> {
  return { Id: keys.accessKeyId, KeyCode: keys.keyCode, Company_id: keys.companyId };
}

export function envelope(operation: string, wrapper: string, fields: Record<string, string>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  return (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
    `<${operation} xmlns="http://tempuri.org/"><${wrapper}>${elements.join('')}</${wrapper}></${operation}>` +
    '</soap:Body></soap:Envelope>'
  );
}

export async function post(
  simulator: CmsSimulator,
  service: string,
  action: string,
  body: string,
): Promise<SoapAnswer> {
  const response = await fetch(`${simulator.url}/${service}.asmx`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset="utf-8"', soapaction: `"http://tempuri.org/${action}"` },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, rows: response.status === 200 ? rowsOf(text) : [] };
}

function rowsOf(text: string): Record<string, string>[] {
  // What XML forbids is in some replies on purpose.
  const body = parseXml(text.replaceAll('\u000b', ' ')).children[0];
  const result = body?.children[0]?.children[0];
  return (result?.children ?? []).map((row: XmlElement) =>
    Object.fromEntries(row.children.map((column) => [column.name, column.text.trim()])),
  );
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
