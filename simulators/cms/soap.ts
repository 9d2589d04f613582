import type { Reply } from '../kit/server';
import { escapeXml, parseXml, type XmlElement, XmlError } from './xml';

export const NAMESPACE = 'http://tempuri.org/';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const HEADERS = { 'content-type': 'text/xml; charset=utf-8' };

/** The first element of the request's body. Throws an XmlError or an Error with a sentence. */
export function readEnvelope(text: string): XmlElement {
  const envelope = parseXml(text);
  if (envelope.name !== 'Envelope' || envelope.namespace !== SOAP) throw new XmlError('No SOAP 1.1 envelope');
  const body = envelope.children.find((child) => child.name === 'Body' && child.namespace === SOAP);
  const [wrapper] = body?.children ?? [];
  if (!wrapper) throw new XmlError('No element in the SOAP body');
  return wrapper;
}

/** How ASP.NET names what is asked for: quoted or not. */
export function soapAction(headers: Record<string, string>): string {
  return (headers.soapaction ?? '').replace(/^"(.*)"$/, '$1');
}

/** A reply of rows, in pieces. */
export function rowsReply(operation: string, rows: Iterable<string>): Reply {
  return { status: 200, headers: HEADERS, body: pieces(operation, rows) };
}

const PIECE = 65_536;

function* pieces(operation: string, rows: Iterable<string>): Iterable<string> {
  let piece =
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP}"` +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>' +
    `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>`;
  for (const row of rows) {
    piece += row;
    if (piece.length > PIECE) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}</${operation}Result></${operation}Response></soap:Body></soap:Envelope>`;
}

export function faultReply(why: string): Reply {
  return {
    status: 500,
    headers: HEADERS,
    body:
      `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP}"><soap:Body><soap:Fault>` +
      '<faultcode>soap:Client</faultcode>' +
      `<faultstring>Server was unable to process request. ---&gt; ${escapeXml(why)}</faultstring><detail />` +
      '</soap:Fault></soap:Body></soap:Envelope>',
  };
}

export function htmlReply(status: number, title: string): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<!DOCTYPE html><html><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}
