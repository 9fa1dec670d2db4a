import { type Command, InvalidArgumentError } from 'commander';
import { REVISIONS, type Revision } from '../../../machines/vocabulary.ts';
import { InputError } from '../../files/input.ts';
import { parseCount, parseWord } from '../parse.ts';
import { parseFixes } from './build-options.ts';

interface Options {
  readonly port: number;
  readonly host: string;
  readonly fixes: string;
  readonly revision: Revision;
  readonly claims?: string;
  readonly maxConnections?: number;
  readonly maxBytes?: number;
  readonly maxSeconds?: number;
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description("answer ALIVE on a TCP port as a schedd does, with the schedd's machines as live actors")
    .requiredOption('--port <number>', 'the TCP port; 0 takes a free one', parseCount(0, 65_535))
    .option('--host <address>', 'the IP address to listen on', parseAddress, '127.0.0.1')
    .option(
      '--fixes <fixes>',
      'the fixes it has: none, all, four bits, or some, separated by commas',
      parseFixes,
      '1111',
    )
    .option('--revision <revision>', `the version of its code: ${REVISIONS.join(', ')}`, parseWord(REVISIONS), 'head')
    .option('--claims <file>', 'the claim ids that it knows, one a line; without it, it knows none')
    .option(
      '--max-connections <number>',
      'the number of connections that may be open at a time',
      parseCount(1, 100_000),
    )
    .option('--max-bytes <number>', 'how long a message may be', parseCount(64, 1 << 30))
    .option('--max-seconds <seconds>', 'how long a connection may last', parseCount(1, 1_000_000))
    .addHelpText(
      'after',
      '\nThe address is printed; the log of the daemon goes to stderr. SIGTERM ends it.\n\nExample:\n  claimcheck serve --port 9618 --fixes none --revision 2011 --claims claims.txt\n\nExit code: 0 it was ended by SIGTERM, 2 invalid usage or bad input.',
    )
    .action((options: Options) => serveCommand(options));
}

function parseAddress(text: string): string {
  if (/^[0-9a-f.:]+$/i.test(text)) return text;
  throw new InvalidArgumentError(`'${text}' is not an IP address.`);
}

async function serveCommand({ port, host, fixes, revision, claims, ...max }: Options): Promise<void> {
  const { AliveServer, LIMITS } = await import('../../htcondor/live/serve/server.ts');
  const { logLine, sinful } = await import('../../htcondor/live/serve/log.ts');
  const { loadClaims } = await import('../../htcondor/live/claims.ts');
  const log = (text: string) => void process.stderr.write(`${logLine(text, new Date())}\n`);
  const limits = {
    ...LIMITS,
    connections: max.maxConnections ?? LIMITS.connections,
    bytes: max.maxBytes ?? LIMITS.bytes,
    seconds: max.maxSeconds ?? LIMITS.seconds,
  };
  const server = new AliveServer({
    fixes,
    revision,
    claims: claims === undefined ? [] : loadClaims(claims),
    log,
    limits,
  });
  const ended = new Promise<void>((resolve) => process.once('SIGTERM', resolve));
  const where = await server.listen(port, host).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`port ${port} of ${host} cannot be listened on (${error.code})`);
  });
  console.log(`listening at ${sinful(where.address, where.port)}`);
  await ended;
  log('Got SIGTERM. Performing graceful shutdown.');
  await server.close();
  log('**** condor_schedd (claimcheck serve) EXITING WITH STATUS 0');
}
