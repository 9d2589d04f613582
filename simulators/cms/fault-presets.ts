import type { FaultMatch, FaultRule } from '../kit/faults';

/** The faults of the contract as rules for the script; say which calls with the rest of a rule: `{ ...BAD_GATEWAY, nth: 3 }`. */

export const SOAP_FAULT: FaultRule = {
  status: 500,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body:
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">' +
    '<soap:Body><soap:Fault><faultcode>soap:Server</faultcode>' +
    '<faultstring>Server was unable to process request. ---&gt; Timeout expired.</faultstring><detail />' +
    '</soap:Fault></soap:Body></soap:Envelope>',
};

export const BAD_GATEWAY: FaultRule = {
  status: 502,
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
};

export const UNAVAILABLE: FaultRule = { status: 503, body: '<html><body>Service Unavailable</body></html>' };

/** A page where the service should be, as behind a wrong Server URL. */
export const WEB_PAGE: FaultRule = { status: 200, body: '<!DOCTYPE html><html><body>Welcome</body></html>' };

/** An entity that a reader must refuse, never expand. */
export const DOCTYPE: FaultRule = {
  status: 200,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body:
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "expanded">]>' +
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>&a;</soap:Body></soap:Envelope>',
};

export const EMPTY_BODY: FaultRule = { status: 200, body: '' };

/** Ends in the middle of an element. */
export const CUT_REPLY: FaultRule = { end: 'cut' };

/** The list is whole and well-formed, and has no row. */
export const EMPTY_LIST: FaultRule = { distort: 'empty' };

/** The write is done; nobody is told. */
export function lostReply(match: FaultMatch, nth = 1): FaultRule {
  return { match, nth, when: 'after', end: 'reset' };
}
