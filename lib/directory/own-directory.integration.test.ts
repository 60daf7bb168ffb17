import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/start/ports.mjs';
import { writeTestDeployment } from '../../test/builders/test-deployment';
import { type MarketScenario, startMarketScenario } from '../../test/directory/market-scenario';
import {
  codeOf,
  inputFiles,
  moduleFiles,
  resultFiles,
  startTestDirectory,
  stopDirectories,
} from '../../test/directory/start-test-directory';
import { cidOfId } from '../content/content-id';
import { DirectoryClient } from './directory.client';

/** docs/directory.md as a test: a directory of one's own by `npm run directory`, and a deal through it. */

const folder = mkdtempSync(join(tmpdir(), 'reckon-own-directory-'));
const key = generatePrivateKey();
const own = privateKeyToAccount(key);
let market: MarketScenario;
let child: ChildProcess;
let url: string;
let deploymentFile: string;
let metricsPort: number;
let log = '';

beforeAll(async () => {
  const first = await startTestDirectory();
  market = await startMarketScenario(first.signer.address, 1, [own.address]);
  url = `http://127.0.0.1:${await freePort()}`;
  metricsPort = await freePort();
  writeFileSync(join(folder, 'directory.key'), `${key}\n`, { mode: 0o600 });
  deploymentFile = writeTestDeployment({
    market: market.market,
    block: Number(market.deployedAt),
    courts: [market.court],
  }).file;
  child = spawn(process.execPath, ['scripts/run.mjs', 'directory'], {
    env: {
      ...process.env,
      PORT: new URL(url).port,
      LOG_LEVEL: 'info',
      METRICS_PORT: `${metricsPort}`,
      STATE_DIR: join(folder, 'state'),
      KEY_FILE: join(folder, 'directory.key'),
      RPC_URL: market.anvil.url,
      DEPLOYMENT_FILE: deploymentFile,
      DIRECTORY_URL: url,
      API_URL: 'http://127.0.0.1:3000',
      DIRECTORY_POLL_MS: '300',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      log += data;
    });
  }
  for (let tries = 0; ; tries += 1) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (child.exitCode !== null || tries > 2_000) throw new Error(`did not start: ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}, 240_000);

afterAll(async () => {
  if (child?.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  await stopDirectories();
  await market?.anvil.stop();
});

function asking(account?: PrivateKeyAccount): DirectoryClient {
  const auth = account && { signer: account };
  return new DirectoryClient({ url, domain: market.domain, directory: own.address, auth });
}

describe('a directory of one’s own', () => {
  it('says whose it is, and keeps its key and folder to itself', async () => {
    const about = (await (await fetch(url)).json()) as Record<string, unknown>;
    expect(about).toMatchObject({ directory: own.address, market: market.market });
    for (const name of ['blocks', 'content', 'session.key']) {
      expect(existsSync(join(folder, 'state', name))).toBe(true);
    }
    expect(statSync(join(folder, 'directory.key')).mode & 0o077).toBe(0);
    expect(log).not.toContain(key.slice(2));
  });

  it('carries a deal: inputs, receipt, execution’s inputs, result, and a shared link', async () => {
    const { buyer, provider, operator } = market;
    const inputs = inputFiles();
    const { id: moduleId } = await asking().putContent(moduleFiles);
    const { id: inputsId } = await asking().putContent(inputs);
    const receipt = await asking().requestInputReceipt({
      moduleId,
      inputsId,
      buyer: buyer.address,
      inputs,
    });
    expect(receipt.directory).toBe(own.address);
    const deal = await market.match(receipt);
    expect(deal.directory).toBe(own.address);
    const { dealId } = deal;

    expect((await asking(provider).getContent(cidOfId(inputsId))).id).toBe(inputsId);
    const { cid } = await asking(operator).putContent(resultFiles());
    const result = await asking(operator).requestResultReceipt({ dealId, cid });
    await market.send(operator, 'postResult', [
      {
        dealId,
        terms: deal.packedTerms as never,
        seal: result.seal,
        fuelUsed: result.fuelUsed,
        directory: result.directory,
        heldUntil: result.heldUntil,
        receiptSignature: result.signature,
        jobDirectories: [...deal.jobDirectories],
        resourceDirectories: [...deal.resourceDirectories],
      },
    ]);
    expect((await market.readDeal(dealId)).post?.hasReceipt).toBe(true);

    expect(await asking(buyer).listResults(dealId)).toMatchObject([{ cid, role: 'provider' }]);
    const expiresAt = Math.floor(Date.now() / 1000) + 600;
    const { token } = await asking(buyer).makeLink(dealId, expiresAt);
    const { files } = await asking().as({ link: token }).getContent(cid);
    expect(new TextDecoder().decode(files.get('stdout'))).toBe('moo');
    expect(await codeOf(asking().getContent(cid))).toBe('sign_in');
  });

  it('tells who runs it, and nobody else, what it holds', async () => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(text).toMatch(/reckon_directory_contents\{kind="inputs"\} 1\n/);
    expect(text).toMatch(/reckon_directory_state_contents\{state="promised"\} 3\n/);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });

  it('does not start with half of its S3 settings, and says which', async () => {
    const wrong = spawn(process.execPath, ['scripts/run.mjs', 'directory'], {
      env: {
        ...process.env,
        PORT: `${await freePort()}`,
        STATE_DIR: join(folder, 'other'),
        KEY_FILE: join(folder, 'directory.key'),
        RPC_URL: market.anvil.url,
        DEPLOYMENT_FILE: deploymentFile,
        DIRECTORY_URL: url,
        API_URL: 'http://127.0.0.1:3000',
        S3_BUCKET: 'reckon',
        S3_ACCESS_KEY_ID: 'somebody',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    wrong.stderr?.on('data', (data) => {
      said += data;
    });
    const [code] = await once(wrong, 'exit');
    expect(code).toBe(78);
    expect(said).toContain('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together');
  });
});
