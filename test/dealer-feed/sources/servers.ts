import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { FtpSrv } from 'ftp-srv';

/** A folder of the test's own, gone with {@link done}. */
export function scratch(): { path: string; done(): void } {
  const path = mkdtempSync(join(tmpdir(), 'dealer-feed-'));
  return { path, done: () => rmSync(path, { recursive: true, force: true }) };
}

export interface SshServer {
  port: number;
  username: string;
  /** What the server shows, as a public key line. */
  hostKey: string;
  /** The fingerprint that `ssh-keygen -lf` prints. */
  fingerprint: string;
  /** The user's, in OpenSSH's own format. */
  privateKey: string;
  stop(): Promise<void>;
}

const SSHD = '/usr/sbin/sshd';

/** OpenSSH's own server, one process a connection as inetd would start it, so that it needs no port of its own. */
export async function startSshServer(): Promise<SshServer> {
  if (!existsSync(SSHD)) throw new Error('This test needs OpenSSH: apt-get install openssh-server');
  const { path, done } = scratch();
  const key = (name: string) => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(path, name)]);
    return readFileSync(join(path, `${name}.pub`), 'utf8').trim();
  };
  const hostKey = key('host');
  writeFileSync(join(path, 'authorized_keys'), key('user'));
  const config = [
    `HostKey ${join(path, 'host')}`,
    `AuthorizedKeysFile ${join(path, 'authorized_keys')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin yes',
    'Subsystem sftp internal-sftp',
  ];
  writeFileSync(join(path, 'sshd_config'), config.join('\n'));
  // The separated, unprivileged part of a server that root starts wants this folder.
  if (process.getuid?.() === 0) execFileSync('mkdir', ['-p', '/run/sshd']);
  const children = new Set<ChildProcess>();
  const server = createServer((socket) => {
    const child = spawn(SSHD, ['-i', '-e', '-f', join(path, 'sshd_config')], { stdio: ['pipe', 'pipe', 'ignore'] });
    children.add(child);
    child.on('exit', () => children.delete(child));
    socket.on('error', () => child.kill());
    child.stdin.on('error', () => socket.destroy());
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
  });
  const { port } = await listening(server);
  const fingerprint = execFileSync('ssh-keygen', ['-lf', join(path, 'host.pub')], { encoding: 'utf8' }).split(' ')[1];
  return {
    port,
    username: userInfo().username,
    hostKey,
    fingerprint: fingerprint ?? '',
    privateKey: readFileSync(join(path, 'user'), 'utf8'),
    async stop() {
      for (const child of children) child.kill();
      await closed(server);
      done();
    },
  };
}

export interface FtpServer {
  port: number;
  /** PEM of the server's certificate, for FTPS. */
  certificate: string;
  stop(): Promise<void>;
}

export const FTP_LOGIN = { username: 'feeds', password: 'S3cret-of-the-test' };

/** A log that keeps nothing: the server's own would stand between the tests' results. */
const quiet: object = {
  child: () => quiet,
  ...Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, () => undefined])),
};

/** An FTP server with one user and `root` as its only folder; with `tls` it speaks FTPS too. */
export async function startFtpServer(root: string, { tls = false } = {}): Promise<FtpServer> {
  const own = tls ? makeCertificate() : undefined;
  const port = await freePort();
  const server = new FtpSrv({
    url: `ftp://127.0.0.1:${port}`,
    pasv_url: '127.0.0.1',
    log: quiet,
    ...(own ? { tls: { key: own.key, cert: own.certificate } } : {}),
  });
  server.on('login', ({ username, password }, resolve, reject) => {
    if (username === FTP_LOGIN.username && password === FTP_LOGIN.password) resolve({ root });
    else reject(new Error('Login incorrect'));
  });
  await server.listen();
  return {
    port,
    certificate: own?.certificate ?? '',
    stop: async () => {
      await server.close();
    },
  };
}

export function makeCertificate(): { key: string; certificate: string } {
  const { path, done } = scratch();
  const [key, certificate] = [join(path, 'key.pem'), join(path, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const made = { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  done();
  return made;
}

export async function listening(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  open.set(server, sockets);
  return server.address() as AddressInfo;
}

const open = new WeakMap<Server, Set<Socket>>();

/** Closes a server with the connections that are still open. */
export async function closed(server: Server): Promise<void> {
  const end = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of open.get(server) ?? []) socket.destroy();
  await end;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = await listening(server);
  await closed(server);
  return port;
}

/** All of a stream, as text. */
export async function textOf(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const piece of stream) text += String(piece);
  return text;
}
