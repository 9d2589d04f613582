import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bigListReply } from './big-list';

/** A process of its own that answers every call with a list of as many rows as its argument says. */
const body = Buffer.from([...bigListReply(Number(process.argv[2]))].join(''));
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'text/xml' }).end(body));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
