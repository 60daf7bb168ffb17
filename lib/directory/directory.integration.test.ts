import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bytesToHex, type PrivateKeyAccount } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/start/ports.mjs';
import { testEngine } from '../../test/builders/offers';
import { writeTestDeployment } from '../../test/builders/test-deployment';
import { type MarketScenario, startMarketScenario } from '../../test/directory/market-scenario';
import {
  execution,
  inputFiles,
  moduleFiles,
  resultFiles,
} from '../../test/directory/start-test-directory';
import { encodeCar } from '../content/car';
import { cidOfId, contentIdOf } from '../content/content-id';
import { resultDigestOf, sealOf } from '../execution/result-digest';
import { DirectoryClient } from './directory.client';

/** The directory as its own process, built as `npm start` builds it, on a real chain. */

const BUNDLE = 'node_modules/.cache/reckon-test/directory.js';
const key = generatePrivateKey();
const signer = privateKeyToAccount(key);
const folder = mkdtempSync(join(tmpdir(), 'reckon-directory-'));
let market: MarketScenario;
let url: string;
let deploymentFile: string;
let process_: ChildProcess | undefined;
let log = '';

beforeAll(async () => {
  market = await startMarketScenario(signer.address);
  await build({
    entryPoints: ['workers/directory/main.ts'],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    alias: { '@': process.cwd() },
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'directory.key'), `${key}\n`, { mode: 0o600 });
  deploymentFile = writeTestDeployment({
    market: market.market,
    block: Number(market.deployedAt),
    courts: [market.court],
  }).file;
  url = `http://127.0.0.1:${await freePort()}`;
  await startProcess();
});

afterAll(async () => {
  await stopProcess('SIGTERM');
  await market?.anvil.stop();
});

async function startProcess(): Promise<void> {
  mkdirSync(join(folder, 'state'), { recursive: true });
  log = '';
  const child = spawn(process.execPath, [BUNDLE], {
    env: {
      ...process.env,
      LOG_LEVEL: 'info',
      PORT: new URL(url).port,
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
    stream.on('data', (data) => {
      log += data;
    });
  }
  process_ = child;
  for (let tries = 0; ; tries += 1) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    if (child.exitCode !== null || tries > 1_200)
      throw new Error(`directory did not start: ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stopProcess(signal: NodeJS.Signals): Promise<void> {
  const child = process_;
  process_ = undefined;
  if (child === undefined || child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

function directoryAs(account?: PrivateKeyAccount): DirectoryClient {
  const auth = account && { signer: account };
  return new DirectoryClient({ url, domain: market.domain, directory: signer.address, auth });
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'taken',
    (error) => error.code ?? String(error),
  );

/** A deal on fresh inputs, matched on chain with the directory's receipt. */
async function matchedDeal() {
  const inputs = inputFiles();
  const { id: moduleId } = await directoryAs().putContent(moduleFiles);
  const { id: inputsId } = await directoryAs().putContent(inputs);
  const { buyer } = market;
  const request = { moduleId, inputsId, buyer: buyer.address, inputs };
  const deal = await market.match(await directoryAs().requestInputReceipt(request));
  const salt = bytesToHex(inputs.get('salt') ?? new Uint8Array());
  return { inputs, inputsId, deal, dealId: deal.dealId, salt };
}

/** The provider's operator uploads a result, gets its receipt and posts. */
async function postWithReceipt(
  { dealId, deal }: Awaited<ReturnType<typeof matchedDeal>>,
  files: Map<string, Uint8Array>,
) {
  const { operator } = market;
  const { cid } = await directoryAs(operator).putContent(files);
  const receipt = await directoryAs(operator).requestResultReceipt({ dealId, cid });
  await market.send(operator, 'postResult', [
    {
      dealId,
      terms: deal.packedTerms as never,
      seal: receipt.seal,
      fuelUsed: receipt.fuelUsed,
      directory: receipt.directory,
      heldUntil: receipt.heldUntil,
      receiptSignature: receipt.signature,
      jobDirectories: [signer.address],
      resourceDirectories: [],
    },
  ]);
  return { cid, receipt };
}

describe('a deal through the directory', () => {
  it('is matched and posted with receipts that the market takes; the buyer reads the result', async () => {
    const made = await matchedDeal();
    const { dealId, inputsId, salt } = made;
    const { buyer, provider, operator, mediators } = market;
    for (const who of [buyer, provider, operator]) {
      expect((await directoryAs(who).getContent(cidOfId(inputsId))).id).toBe(inputsId);
    }
    const [stranger] = mediators;
    expect(await codeOf(directoryAs(stranger).getContent(cidOfId(inputsId)))).toBe('not_found');

    const { cid, receipt } = await postWithReceipt(made, resultFiles());
    const digest = resultDigestOf(salt, execution(), testEngine);
    expect(receipt.seal).toBe(sealOf(dealId, provider.address, digest, 1_000n));
    const posted = await market.readDeal(dealId);
    expect(posted.post).toMatchObject({ seal: receipt.seal, hasReceipt: true });

    const session = await directoryAs().openSession({
      address: buyer.address,
      domain: 'localhost:3000',
      signMessage: (message) => buyer.signMessage({ message }),
    });
    const asBuyer = directoryAs().as({ token: session.token });
    expect(await asBuyer.listResults(dealId)).toMatchObject([{ cid, role: 'provider' }]);
    const { files } = await asBuyer.getContent(cid);
    expect(new TextDecoder().decode(files.get('stdout'))).toBe('moo');
    expect(await codeOf(directoryAs(operator).getContent(cid))).toBe('not_found');
  });

  it('gives a drawn seat the inputs, and the buyer the seat’s right outputs after the verdict', async () => {
    const made = await matchedDeal();
    const { dealId, inputsId, salt } = made;
    const wrong = resultFiles({ fuelUsed: 2_000n });
    const { cid: wrongCid } = await postWithReceipt(made, wrong);
    const seated = await market.disputeAndSeat(dealId);
    const seat = market.mediators.find(({ address }) => seated.case?.firstPanel[0] === address);
    if (seat === undefined) throw new Error('nobody was seated');
    expect((await directoryAs(seat).getContent(cidOfId(inputsId))).id).toBe(inputsId);
    const other = market.mediators.find((mediator) => mediator !== seat);
    expect(await codeOf(directoryAs(other).getContent(cidOfId(inputsId)))).toBe('not_found');

    const right = { fuelUsed: 1_001n };
    const { cid } = await directoryAs(seat).putContent(resultFiles(right));
    await directoryAs(seat).handInSeatResult({ dealId, cid, party: seat.address });
    const digest = resultDigestOf(salt, execution(right), testEngine);
    const seal = sealOf(dealId, seat.address, digest, right.fuelUsed);
    const replay = (deal: typeof seated) => [dealId, deal.packedTerms, deal.post, deal.case];
    await market.send(seat, 'commitVerdict', [...replay(seated), seat.address, seal] as never);
    const commits = [{ seat: 0, seal }];
    await market.send(seat, 'resolve', [
      ...replay(seated),
      commits,
      digest,
      right.fuelUsed,
    ] as never);
    expect(await codeOf(directoryAs(market.buyer).getContent(cid))).toBe('not_found');
    await market.pass(31);
    const verdict = await market.readDeal(dealId);
    await market.send(seat, 'settle', [...replay(verdict), commits] as never);

    const results = await directoryAs(market.buyer).listResults(dealId);
    const roles = results.map((result) => `${result.role} ${result.cid}`).sort();
    expect(roles).toEqual([`provider ${wrongCid}`, `seat ${cid}`].sort());
    expect(await codeOf(directoryAs(market.buyer).getContent(cid))).toBe('taken');
  });

  it('forgets what a reorganisation took back', async () => {
    const { test } = market;
    const snapshot = await test.snapshot();
    const { inputsId } = await matchedDeal();
    const read = () => codeOf(directoryAs(market.provider).getContent(cidOfId(inputsId)));
    expect(await read()).toBe('taken');
    await test.revert({ id: snapshot });
    await test.mine({ blocks: 6 });
    await expect.poll(read, { timeout: 5_000 }).toBe('not_found');
    const { inputsId: again } = await matchedDeal();
    const later = directoryAs(market.provider).getContent(cidOfId(again));
    expect(await codeOf(later)).toBe('taken');
  });
});

describe('kill -9', () => {
  it('keeps what was answered, and nothing of an upload that was cut off', async () => {
    const inputs = inputFiles();
    const { id: moduleId } = await directoryAs().putContent(moduleFiles);
    const { id: inputsId } = await directoryAs().putContent(inputs);
    const request = { moduleId, inputsId, buyer: market.buyer.address, inputs };
    const receipt = await directoryAs().requestInputReceipt(request);
    const big = new Map(inputFiles());
    big.set('files/big', crypto.getRandomValues(new Uint8Array(65_536)));
    for (let i = 0; i < 200; i += 1) {
      big.set(`files/${i}`, new Uint8Array(200_000).fill(i));
    }
    const content = await contentIdOf(big);
    const upload = fetch(`${url}/content`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.ipld.car' },
      body: encodeCar(content) as Uint8Array<ArrayBuffer>,
    }).then(
      () => 'answered',
      () => 'cut off',
    );
    const blocks = join(folder, 'state', 'blocks');
    const before = readdirSync(blocks, { recursive: true }).length;
    while (readdirSync(blocks, { recursive: true }).length < before + 20) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await stopProcess('SIGKILL');
    expect(await upload).toBe('cut off');
    await startProcess();

    const again = { ...request, inputsId: content.id, inputs: big };
    expect(await codeOf(directoryAs().requestInputReceipt(again))).toBe('inputs_not_held');
    await market.match(receipt);
    const held = await directoryAs(market.provider).getContent(cidOfId(inputsId));
    expect([...held.files].sort()).toEqual([...inputs].sort());
    await directoryAs().putContent(big);
    expect(await codeOf(directoryAs().requestInputReceipt(again))).toBe('taken');
  });

  it('interrupts an upload in parts, which goes on in the next process', async () => {
    const inputs = inputFiles();
    for (let i = 0; i < 24; i += 1) inputs.set(`files/${i}`, new Uint8Array(262_144).fill(i));
    const sent: number[] = [];
    let total = 0;
    let restarted: Promise<void> | undefined;
    const uploading = directoryAs().putContent(inputs, {
      threshold: 1_000_000,
      partBytes: 500_000,
      onProgress: (progress) => {
        sent.push(progress.sent);
        total = progress.total;
        if (progress.sent > total / 2) restarted ??= stopProcess('SIGKILL').then(startProcess);
      },
    });
    const { id: inputsId } = await uploading;
    await restarted;
    expect(restarted).toBeDefined();
    expect(sent.at(-1)).toBe(total);
    // Nothing that had arrived was sent again.
    expect(sent).toEqual([...new Set(sent)].sort((a, b) => a - b));
    expect(sent.length).toBeLessThanOrEqual(Math.ceil(total / 500_000) + 1);
    const { id: moduleId } = await directoryAs().putContent(moduleFiles);
    const request = { moduleId, inputsId, buyer: market.buyer.address, inputs };
    expect(await codeOf(directoryAs().requestInputReceipt(request))).toBe('taken');
    expect(readdirSync(join(folder, 'state', 'uploads'))).toEqual([]);
  });
});
