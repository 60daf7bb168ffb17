import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashMessage } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, describe, expect, it } from 'vitest';
import { isSignedByKey } from '../../chain/key-signature';
import { certificateText, parseCertificate } from '../../modules/certificate';
import { assembleModule, F64 } from '../testing/assemble-module';
import { JOB_SCRIPT, jobCommandIn } from '../testing/job-command';
import { TEST_MANIFEST } from '../testing/test-job';
import {
  echoProgram,
  endlessProgram,
  exitProgram,
  loudProgram,
  trapProgram,
} from '../testing/wasi-programs';

const { folder, file, job, remove } = jobCommandIn();
afterAll(remove);

/** Compiles for many engines take their time on a busy machine. */
const SLOW = 300_000;

describe('certify', () => {
  it('certifies a curated module, as its committed certificate says', { timeout: SLOW }, () => {
    const { code, stdout } = job(['certify', 'cowsay', '--json']);
    expect(code).toBe(0);
    const { body, signature } = parseCertificate(stdout);
    const committed = parseCertificate(readFileSync('modules/cowsay/certificate.json', 'utf8'));
    expect(signature).toBeNull();
    // The engines at hand may be others.
    expect({ ...body, runtimes: [] }).toEqual({ ...committed.body, runtimes: [] });
    expect(body.runtimes.map(({ tier }) => tier)).toEqual(
      expect.arrayContaining(['default', 'liftoff', 'turbofan']),
    );
    expect(body.runs.length).toBeGreaterThan(2);
    expect(new Set(body.runs.map(({ inputDigest }) => inputDigest)).size).toBe(body.runs.length);
  });

  it('certifies a bare program on its stdin, twice the same', { timeout: SLOW }, () => {
    const args = ['certify', file('echo.wasm', echoProgram), '--runs', '2'];
    const first = parseCertificate(job([...args, '--json']).stdout);
    const [empty, one, two] = first.body.runs;
    expect(first.body.subject).toMatchObject({ name: 'echo.wasm', moduleId: null });
    expect(first.body.runs.map(({ input }) => input)).toEqual(['stdin 0', 'stdin 1', 'stdin 2']);
    expect(new Set([empty, one, two].map((run) => run!.resultDigest)).size).toBe(3);
    expect(empty).toMatchObject({ status: 'completed', memoryPages: 2 });
    const out = job([...args, '--out', 'echo.json']);
    expect(out.stdout).toContain(`CID        ${first.cid}`);
    expect(out.stdout).toContain('signed by  nobody');
    expect(parseCertificate(readFileSync(join(folder, 'echo.json'), 'utf8'))).toEqual(first);
  });

  it('certifies also what ends badly: the same everywhere', { timeout: SLOW }, () => {
    const statusOf = (name: string, wasm: Uint8Array) => {
      const { stdout } = job(['certify', file(name, wasm), '--runs', '0', '--json']);
      return parseCertificate(stdout).body.runs.map(({ status, fuel }) => [status, fuel]);
    };
    expect(statusOf('endless.wasm', endlessProgram)).toEqual([['fuel-exhausted', '10000000000']]);
    expect(statusOf('trap.wasm', trapProgram)).toEqual([['trapped', expect.any(String)]]);
  });

  it('signs with the key of CERTIFIER_KEY_FILE', { timeout: SLOW }, async () => {
    const key = generatePrivateKey();
    const path = join(folder, file('certifier.key', key));
    const args = [JOB_SCRIPT, 'certify', file('echo.wasm', echoProgram), '--runs', '0', '--json'];
    const certify = () =>
      spawnSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, CERTIFIER_KEY_FILE: path },
      });
    const open = certify();
    expect(open.status).toBe(65);
    expect(open.stderr).toContain('can be read by other users: chmod 600 it');
    expect(open.stderr).not.toContain(key);
    spawnSync('chmod', ['600', path]);
    const { cid, signature } = parseCertificate(certify().stdout);
    const { address } = privateKeyToAccount(key);
    expect(signature?.signer).toBe(address);
    const digest = hashMessage(certificateText(cid));
    expect(await isSignedByKey(address, digest, signature!.signature)).toBe(true);
  });
});

describe('certify refuses', () => {
  const refused = (...args: string[]) => {
    const { code, stdout, stderr } = job(['certify', ...args]);
    expect(stdout).toBe('');
    return { code, stderr };
  };

  it('a module that the engine does not accept, by the rule and the byte', () => {
    const now = { module: 'env', name: 'now', params: [], results: [F64] };
    const name = file('env.wasm', assembleModule({ imports: [now], functions: [{ code: [] }] }));
    const { code, stderr } = refused(name, '--out', 'none.json');
    expect(code).toBe(65);
    expect(stderr).toMatch(
      /env\.wasm: refused: .* at byte \d+: the import env\.now is not offered/,
    );
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });

  it('what is no module', () => {
    const reasonOf = (name: string, bytes: Uint8Array | string) => {
      const { code, stderr } = refused(file(name, bytes));
      expect(code).toBe(65);
      return stderr.replace(/^reckon: .*: refused: the module is not accepted /, '');
    };
    expect(reasonOf('notes.txt', 'not wasm')).toBe(
      'at byte 0: not WebAssembly: it must begin with 00 61 73 6d\n',
    );
    expect(reasonOf('prog', '\x7fELF\x02\x01')).toBe(
      'at byte 0: not WebAssembly but an ELF program\n',
    );
    expect(reasonOf('run.sh', '#!/bin/sh\n')).toBe('at byte 0: not WebAssembly but a script\n');
    expect(reasonOf('large.wasm', new Uint8Array(32 * 2 ** 20 + 1))).toBe(
      'at byte 33554432: larger than 32 MiB\n',
    );
    expect(refused('nowhere')).toMatchObject({
      code: 65,
      stderr: expect.stringContaining('no curated module of that name'),
    });
    expect(refused('../modules').code).toBe(65);
    file('manifest.json', '{"name":1}');
    expect(refused('.')).toMatchObject({
      code: 65,
      stderr: expect.stringMatching(/lacks|manifest/),
    });
  });

  it('a module whose manifest lies, by each lie, at the example already', () => {
    const said = {
      ...TEST_MANIFEST,
      outputs: [{ path: 'out/proof', kind: 'text', mediaType: 'text/plain', title: 'Proof' }],
    };
    mkdirSync(join(folder, 'liar'));
    file('liar/manifest.json', JSON.stringify(said));
    file('liar/module.wasm', loudProgram);
    expect(refused('liar', '--out', 'none.json')).toEqual({
      code: 65,
      stderr:
        'reckon: liar: refused: its manifest says what is not so\n  manifest.json: example: The example ends fuel-exhausted: it must be a job that succeeds.\n',
    });
    file('liar/module.wasm', exitProgram(0));
    const { code, stderr } = refused('liar', '--out', 'none.json');
    expect(code).toBe(65);
    expect(stderr).toContain('\n  manifest.json: outputs.0.path: No run writes "out/proof": ');
    expect(stderr).toContain('\n  manifest.json: inputs: No run reads /in/job.json: text cannot');
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });

  it('a command line that it does not understand', () => {
    expect(refused()).toMatchObject({ code: 64, stderr: expect.stringContaining('no FILE.wasm') });
    expect(refused('cowsay', '--runs', '1e9').stderr).toContain('whole number of at most 100');
    expect(refused('cowsay', 'sqlite').code).toBe(64);
    expect(refused('cowsay', '--salt').code).toBe(64);
  });
});
