import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FIX_IDS } from '../../../../machines/vocabulary.ts';
import { KNOWN_CLAIM_ID } from '../../conform/conform.ts';
import type { Candidate } from '../probe/predict.ts';
import type { Target } from '../probe/target.ts';

const run = promisify(execFile);

/** What a program is told that starts a schedd: which fixes it has, how it reads, and the claim id that it knows. */
function environmentOf({ revision, fixes }: Candidate): Record<string, string> {
  const switches = FIX_IDS.map((id, i) => [`FIX_${id}`, fixes[i] as string]);
  return {
    ...Object.fromEntries(switches),
    FIX_3393: revision === 'head' ? '1' : '0',
    ...(revision === '2011' && { READREADY_2011: '1' }),
    KNOWN_CLAIM: KNOWN_CLAIM_ID,
  };
}

/**
 * Starts a real schedd of a build by `PROGRAM schedd FOLDER PORT`, does something with it, and stops it by
 * `PROGRAM stop FOLDER`.
 */
export async function withSchedd<T>(
  program: string,
  candidate: Candidate,
  use: (target: Target) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-schedd-'));
  const port = await freePort();
  const env = { ...process.env, ...environmentOf(candidate) };
  try {
    await run(program, ['schedd', folder, String(port)], { env });
    return await use({ host: '127.0.0.1', port, sharedPort: null });
  } finally {
    await run(program, ['stop', folder], { env }).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
