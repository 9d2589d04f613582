import type { Readable } from 'node:stream';
import { type ReplyParser, ReplyProblem } from './reply-parser';

/** The part of `soap`'s sax stream that we use; the package brings no types for it. */
export interface SaxStream {
  on(event: 'doctype' | 'text' | 'cdata' | 'closetag', listener: (text: string) => void): unknown;
  on(event: 'opentag', listener: (tag: { name: string; attributes: Record<string, string> }) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Between two tags or texts: one tag with attributes without end is built whole before anybody hears of it (N4). */
const LONGEST_SILENCE = 1024 * 1024;

/**
 * Feeds a reply to the parser until its end. `soap` pipes the body into the sax stream and forgets about it: a body
 * that is destroyed would leave the call waiting for ever, so it is watched here too.
 *
 * @throws ReplyProblem for a reply that is cut, unsafe or not the one expected; else what the body was destroyed with
 */
export function readReply(body: Readable, sax: SaxStream, parser: ReplyParser): Promise<void> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (finish: () => void) => {
      if (settled) return;
      settled = true;
      finish();
      body.destroy();
    };
    const fail = (error: unknown) => settle(() => reject(error));
    let silence = 0;
    // An exception must not escape into the stream that emitted the event: it would end the process (N1).
    const guard = (step: () => void) => {
      if (settled) return;
      silence = 0;
      try {
        step();
      } catch (error) {
        fail(error);
      }
    };

    sax.on('doctype', (declaration) => guard(() => parser.doctype(declaration)));
    sax.on('opentag', (tag) => guard(() => parser.openTag(tag.name, tag.attributes)));
    sax.on('text', (text) => guard(() => parser.text(text)));
    sax.on('cdata', (text) => guard(() => parser.text(text)));
    sax.on('closetag', (name) => guard(() => parser.closeTag(name)));
    sax.on('error', (error) => fail(malformed(error, body.readableEnded, parser)));
    sax.on('end', () =>
      guard(() => {
        parser.end();
        settle(resolve);
      }),
    );
    body.on('data', (piece: Buffer) => {
      silence += piece.length;
      if (silence > LONGEST_SILENCE) fail(new ReplyProblem('bulky', 'a tag without end'));
    });
    body.on('error', fail);
    body.on('close', () => fail(new ReplyProblem('cut', 'the reply was closed before its end')));
  });
}

function malformed(error: Error, ended: boolean, parser: ReplyParser): ReplyProblem {
  // The first line says what, the others where.
  const detail = error.message.split('\n')[0] ?? '';
  if (!parser.begun) return new ReplyProblem('not-soap', detail);
  // The parser complains of an open tag only once everything was read.
  if (ended) return new ReplyProblem('cut', detail);
  return new ReplyProblem(/entity|doctype/i.test(detail) ? 'unsafe' : 'unexpected', detail);
}
