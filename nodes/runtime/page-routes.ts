import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { NodeAPI } from 'node-red';

/** Built by scripts/build.mjs, beside the compiled nodes. */
const FOLDER = join(__dirname, '..', '..', 'ui');

const TYPES: Record<string, string> = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** Its own files and its own server, and nothing written in the page itself: text from outside stays text (N4). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');

/**
 * The operations page, below `dealer-sync/ui/`. Its files are the same for everybody and hold no data, so that who is not
 * signed in gets as far as the sign-in; what they show comes from the admin API, which asks for the user (N3).
 */
export function addPageRoutes(RED: NodeAPI): void {
  RED.httpAdmin.get('/dealer-sync', toPage);
  for (const [name, type] of Object.entries(TYPES)) {
    const handler = file(name, type);
    RED.httpAdmin.get(`/dealer-sync/ui/${name}`, handler);
    if (name === 'index.html')
      RED.httpAdmin.get('/dealer-sync/ui', (req, res, next) => {
        // The page's own addresses are relative: without the slash they would lead beside it.
        if (req.path.endsWith('/')) handler(req, res, next);
        else res.redirect(301, 'ui/');
      });
  }
}

const toPage: RequestHandler = (req, res) => {
  res.redirect(302, req.path.endsWith('/') ? 'ui/' : 'dealer-sync/ui/');
};

function file(name: string, type: string): RequestHandler {
  let kept: { plain: Buffer; packed: Buffer; etag: string } | undefined;
  return (req, res) => {
    kept ??= read(name);
    res.set({
      'Content-Type': type,
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-cache',
      ETag: kept.etag,
      Vary: 'Accept-Encoding',
    });
    if (req.fresh) {
      res.status(304).end();
      return;
    }
    const packs = req.acceptsEncodings('gzip') === 'gzip';
    if (packs) res.set('Content-Encoding', 'gzip');
    res.end(packs ? kept.packed : kept.plain);
  };
}

function read(name: string): { plain: Buffer; packed: Buffer; etag: string } {
  const plain = readFileSync(join(FOLDER, name));
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`;
  return { plain, packed: readFileSync(join(FOLDER, `${name}.gz`)), etag };
}
