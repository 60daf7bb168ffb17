import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCar } from '@/lib/content/car';
import { type DatabaseConnection, openDatabase } from '@/lib/db/database.server';
import { migrateDatabase } from '@/lib/db/migrate-database.server';
import type { DirectoryClient } from '@/lib/directory/directory.client';
import { buildJobChild } from '@/lib/execution/build-job-child.server';
import { TRANSFORMER_BUILD } from '@/lib/execution/wasm/transform-module';
import { certificateCidOf, certificateText } from '@/lib/modules/certificate';
import { imageDigestOf } from '@/lib/modules/oci-manifest';
import { type ProbeBody, type ProbeCertificate, probeCidOf } from '@/lib/modules/probe-certificate';
import { certificateBody } from '@/lib/modules/testing/certified-run';
import { marketDomain } from '@/lib/offers/offer-types';
import { factsOf, writeTestDeployment } from '@/test/builders/test-deployment';
import { startTestMarket, type TestMarket } from '@/test/builders/test-market';
import {
  newAccount,
  startTestDirectory,
  stopDirectories,
} from '@/test/directory/start-test-directory';
import { imageWith } from '@/test/engines/busybox-image';
import { containerModule } from '@/test/engines/container-module';
import { draftModule, signPublication } from '@/test/publish/draft-module';
import { startPostgres, type TestPostgres } from '@/test/stack/start-postgres';
import { prepareMirror } from '@/workers/indexer/prepare-mirror.service';
import { GET as getCertificate } from './[id]/certificate/route';
import { GET as getContent } from './[id]/content/route';
import { GET as getModule } from './[id]/route';
import { GET as listModules, POST as postModule } from './route';

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

let market: TestMarket;
let postgres: TestPostgres;
let database: DatabaseConnection;
let directory: DirectoryClient;
let author: PrivateKeyAccount;

beforeAll(async () => {
  [market, postgres] = await Promise.all([startTestMarket(), startPostgres()]);
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
  author = newAccount();
  const facts = await factsOf(market);
  const { chainId, genesisHash } = facts;
  const started = await startTestDirectory({ domain: marketDomain(chainId, market.market) });
  directory = started.client;
  process.env.DATABASE_URL = postgres.url;
  process.env.RPC_URL = market.anvil.url;
  process.env.DEPLOYMENT_FILE = writeTestDeployment(facts).file;
  process.env.DIRECTORY_URL = started.url;
  process.env.JOB_CHILD_FILE = await buildJobChild();
  const identity = { chainId, genesisHash, market: market.market, startBlock: market.block };
  await prepareMirror(database.db, identity, false);
});

afterAll(async () => {
  await database.close();
  await (globalThis as { reckonDatabase?: DatabaseConnection }).reckonDatabase?.close();
  await Promise.all([market.stop(), postgres.stop(), stopDirectories()]);
});

/** Each call from an address of its own: how often one may publish is not what is asked here. */
let client = 0;

async function ask(handler: unknown, path: string, params = {}, body?: unknown) {
  client += 1;
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-for': `192.0.2.${client}`,
  };
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const request = new Request(`http://localhost/api/v1/${path}`, init);
  return (handler as Handler)(request, { params: Promise.resolve(params as never) });
}

const where = () => [market.chainId, market.market] as const;

async function publish(files: Map<string, Uint8Array>, signer = author, certificate?: unknown) {
  await directory.putContent(files);
  const publication = await signPublication(files, signer, [...where()]);
  const claim = certificate === undefined ? {} : { certificate };
  const response = await ask(postModule, 'modules', {}, { ...publication, ...claim });
  return { status: response.status, body: await response.json(), id: publication.moduleId };
}

describe('POST modules', () => {
  it('publishes a module once, lists it as not curated, and gives its bytes back', async () => {
    const files = await draftModule();
    const first = await publish(files);
    expect(first).toMatchObject({ status: 201, body: { id: first.id, isNew: true } });
    expect(await publish(files)).toMatchObject({ status: 200, body: { isNew: false } });
    const list = await (await ask(listModules, 'modules')).json();
    const find = (name: string) =>
      list.items.find((item: { manifest: { name: string } }) => item.manifest.name === name);
    expect(find('drafted')).toMatchObject({
      isCurated: false,
      author: author.address.toLowerCase(),
    });
    expect(find('cowsay')).toMatchObject({ isCurated: true, author: null });
    const one = await (await ask(getModule, `modules/${first.id}`, { id: first.id })).json();
    expect(one).toMatchObject({ isCurated: false, manifest: { title: 'Drafted' } });
    const car = await ask(getContent, 'content', { id: first.id });
    const { id, files: same } = await openCar(new Uint8Array(await car.arrayBuffer()));
    expect([id, [...same.keys()].sort()]).toEqual([first.id, [...files.keys()].sort()]);
  });

  it('says how far its certificate is, and answers it once there is one', async () => {
    const { id } = await publish(await draftModule({ title: 'To be certified' }));
    const asked = async () => {
      const response = await ask(getCertificate, 'certificate', { id });
      return { status: response.status, body: await response.json() };
    };
    expect(await asked()).toMatchObject({
      status: 404,
      body: { error: { code: 'certificate-waiting', hint: expect.stringContaining('certify') } },
    });
    const publishedAgo = (seconds: number) =>
      database.pool.query('update published_modules set published_at = $2 where module_id = $1', [
        ...[id, Math.floor(Date.now() / 1_000) - seconds],
      ]);
    await publishedAgo(2 * 3_600);
    expect((await asked()).body.error).toMatchObject({
      code: 'certificate-unattended',
      message: expect.stringContaining('runs no certifier'),
    });
    await publishedAgo(0);
    // What the certifier records (workers/certifier).
    const record = (fields: { under: boolean; problem?: string; certificate?: object }) =>
      database.pool.query(
        `insert into certifications (module_id, author, build, tries, is_under_way, tried_at,
           rests_until, spent, problem, is_final, certificate)
         values ($1, $2, $3, 1, $4, $5::bigint - 60, $5, 1, $6::text, $6::text is not null, $7)
         on conflict (module_id) do update set is_under_way = excluded.is_under_way,
           problem = excluded.problem, is_final = excluded.is_final,
           certificate = excluded.certificate`,
        [
          ...[id, author.address.toLowerCase(), TRANSFORMER_BUILD, fields.under],
          ...[Math.floor(Date.now() / 1_000) + 60, fields.problem, fields.certificate],
        ],
      );
    await record({ under: true });
    expect((await asked()).body.error.code).toBe('certificate-running');
    await record({ under: false, problem: 'It lies.' });
    expect((await asked()).body.error).toMatchObject({
      code: 'certificate-failed',
      message: 'Not certified. It lies.',
    });
    const body = certificateBody();
    const certificate = { cid: certificateCidOf(body), signature: null, body };
    await record({ under: false, certificate });
    expect(await asked()).toEqual({ status: 200, body: certificate });
    await database.pool.query(
      'update certifications set certified_build = $2 where module_id = $1',
      [id, TRANSFORMER_BUILD - 1],
    );
    const { headers } = await ask(getCertificate, 'certificate', { id });
    expect([headers.get('certificate-build'), headers.get('engine-build')]).toEqual(
      [TRANSFORMER_BUILD - 1, TRANSFORMER_BUILD].map(String),
    );
  });

  it('does not let somebody else publish the same module', async () => {
    const files = await draftModule({ title: 'Mine' });
    await publish(files);
    const other = await publish(files, newAccount());
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'already-published' } } });
  });

  it('refuses a signature of another, and one for another chain', async () => {
    const files = await draftModule({ title: 'Not signed' });
    await directory.putContent(files);
    const by = await signPublication(files, newAccount(), [...where()]);
    const abroad = await signPublication(files, author, [1, market.market]);
    for (const wrong of [{ ...by, author: author.address }, abroad]) {
      const response = await ask(postModule, 'modules', {}, wrong);
      expect([response.status, (await response.json()).error.code]).toEqual([403, 'bad-signature']);
    }
  });

  it('refuses what the directory does not hold', async () => {
    const files = await draftModule({ title: 'Nowhere' });
    const publication = await signPublication(files, author, [...where()]);
    const response = await ask(postModule, 'modules', {}, publication);
    expect([response.status, (await response.json()).error.code]).toEqual([
      409,
      'not-in-directory',
    ]);
  });

  const output = (path: string, kind: string, mediaType: string) => ({
    outputs: [{ path, kind, mediaType, title: 'It' }],
  });
  const inputs = (change: object) => ({
    inputs: {
      type: 'object',
      properties: { message: { type: 'string' }, ...change },
      required: ['message'],
      additionalProperties: false,
    },
    example: { job: { message: 'hi' }, files: {} },
  });
  const component = new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]);
  const foreign = new Uint8Array(
    [...'\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x0d\x01\x03env\x05abort\0\0'].map((c) =>
      c.charCodeAt(0),
    ),
  );

  it.each([
    [
      'an output that is not made',
      output('out/x.png', 'image', 'image/png'),
      {},
      'false-outputs',
      /No run writes "out\/x.png"/,
    ],
    [
      'a text called a picture',
      output('stdout', 'image', 'image/png'),
      {},
      'false-outputs',
      /writes to "stdout" does not begin as image\/png does/,
    ],
    [
      'a text called JSON',
      output('stdout', 'text', 'application/json'),
      {},
      'false-outputs',
      /not JSON/,
    ],
    ['no outputs', { outputs: [] }, {}, 'false-outputs', /nobody would see/],
    [
      'an impossible default',
      inputs({ width: { type: 'integer', default: 3, minimum: 4 } }),
      {},
      'false-inputs',
      /inputs.width.default: The input itself refuses its default/,
    ],
    [
      'an input that is required and unknown',
      {
        inputs: {
          type: 'object',
          properties: { message: { type: 'string' } },
          required: ['message', 'hat'],
          additionalProperties: false,
        },
        example: { job: { message: 'hi' }, files: {} },
      },
      {},
      'false-inputs',
      /inputs.required: "hat" is required, but is no input/,
    ],
    [
      'a needed input that is called optional',
      {
        inputs: {
          type: 'object',
          properties: { message: { type: 'string' } },
          additionalProperties: false,
        },
        example: { job: { message: 'hi' }, files: {} },
      },
      {},
      'false-inputs',
      /message may be left out/,
    ],
    [
      'an example that does not fit',
      { example: { job: { message: 5 }, files: {} } },
      {},
      'bad-example',
      /message: This must be string/,
    ],
    [
      'an example file that is missing',
      { example: { job: { message: 'x' }, files: { a: 'example/a' } } },
      {},
      'bad-example',
      /lacks example\/a/,
    ],
    ['too little fuel', { fuelLimit: '10' }, {}, 'example-failed', /uses up its 10/],
    [
      'too little memory',
      { resources: { cpuMilli: 1, memoryMiB: 1, storageMiB: 1, gpuCount: 0, gpuMemoryMiB: 0 } },
      {},
      'example-failed',
      /more memory than the 1 MiB/,
    ],
    ['another engine', { engine: 'other@1' }, {}, 'bad-manifest', /no engine other@1/],
    ['a field that no manifest has', { more: 1 }, {}, 'bad-manifest', /more/],
    ['a file in a place of its own', {}, { 'bin/x': new Uint8Array(1) }, 'module-files', /bin\/x/],
    [
      'a component',
      {},
      { 'module.wasm': component },
      'module-not-accepted',
      /at byte 4: a component/,
    ],
    [
      'half a program',
      {},
      { 'module.wasm': component.slice(0, 6) },
      'module-not-accepted',
      /at byte 6: unexpected end/,
    ],
    [
      'an import that is not of WASI',
      {},
      { 'module.wasm': foreign },
      'module-not-accepted',
      /at byte \d+: the import env\.abort/,
    ],
  ] as [string, object, Record<string, Uint8Array>, string, RegExp][])(
    'refuses %s',
    async (_name, change, files, code, words) => {
      const { status, body } = await publish(await draftModule(change as never, files));
      expect(body.error).toMatchObject({ code, message: expect.stringMatching(words) });
      expect(status).toBe(422);
    },
  );

  it('refuses a manifest that is not canonical, by its rule', async () => {
    const files = await draftModule();
    const text = new TextDecoder().decode(files.get('manifest.json'));
    files.set('manifest.json', new TextEncoder().encode(JSON.stringify(JSON.parse(text), null, 1)));
    expect((await publish(files)).body.error.message).toMatch(/not canonical/);
  });

  it('refuses a manifest other than the signed one', async () => {
    const files = await draftModule({ title: 'Other' });
    const wrong = await signPublication(await draftModule({ title: 'One' }), author, [...where()]);
    await directory.putContent(files);
    const right = await signPublication(files, author, [...where()]);
    const response = await ask(
      postModule,
      'modules',
      {},
      { ...right, manifestHash: wrong.manifestHash },
    );
    expect((await response.json()).error.code).toBe('bad-signature');
  });

  it('lets one address publish ten times a minute', async () => {
    const { moduleId } = await signPublication(await draftModule(), author, [...where()]);
    const body = JSON.stringify({
      moduleId,
      manifestHash: moduleId,
      author: author.address,
      signature: '0x',
    });
    const codes: number[] = [];
    for (let post = 0; post < 11; post += 1) {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.1' };
      const request = new Request('http://localhost/api/v1/modules', {
        method: 'POST',
        headers,
        body,
      });
      codes.push((await postModule(request, { params: Promise.resolve({}) } as never)).status);
    }
    expect(codes.at(-1)).toBe(429);
    expect(codes.slice(0, 10)).not.toContain(429);
  });
});

describe('POST modules in containers', () => {
  it('publishes one without running it, with its author’s signed claim and its image proved', async () => {
    const module = await unrunnable({ title: 'In a container' });
    expect(await publish(module.files)).toMatchObject({ status: 201 });
    const one = await (await ask(getModule, '', { id: module.id })).json();
    expect(one.manifest).toMatchObject({ class: 'B', image: { archive: 'image.tar' } });
    const none = await ask(getCertificate, '', { id: module.id });
    expect(none.status).toBe(404);
    const claim = await claimOf(module, author);
    const again = await publish(module.files, author, claim);
    expect(again).toMatchObject({ status: 200, body: { isNew: false } });
    const kept = await (await ask(getCertificate, '', { id: module.id })).json();
    expect(kept).toEqual(claim);
  });

  it('keeps an author’s newest certificate, whoever hands in an older one again', async () => {
    const module = await unrunnable({ title: 'Certified twice' });
    const old = await claimOf(module, author, 1_700_000_000);
    const newer = await claimOf(module, author, 1_700_000_001);
    const kept = async () => (await ask(getCertificate, '', { id: module.id })).json();
    expect(await publish(module.files, author, old)).toMatchObject({ status: 201 });
    expect(await publish(module.files, author, newer)).toMatchObject({ status: 200 });
    expect(await kept()).toEqual(newer);
    const forged = await signPublication(module.files, newAccount(), [...where()]);
    const again = { ...forged, author: author.address, certificate: old };
    const response = await ask(postModule, 'modules', {}, again);
    expect([response.status, (await response.json()).error.code]).toEqual([422, 'bad-certificate']);
    const future = await claimOf(module, author, Math.floor(Date.now() / 1_000) + 3_600);
    expect(await publish(module.files, author, future)).toMatchObject({ status: 422 });
    expect(await publish(module.files, author, newer)).toMatchObject({ status: 200 });
    expect(await kept()).toEqual(newer);
  });

  it.each([
    ['an image by a tag', { image: 'ghcr.io/a/b:latest' }, 'bad-manifest', /image/],
    ['class A', { class: 'A' }, 'bad-manifest', /"B" or "none"/],
    ['a GPU and class B', { resources: GPU }, 'bad-manifest', /class "none"/],
    [
      'another image',
      { image: { archive: 'image.tar', id: `sha256:${'1'.repeat(64)}` } },
      'bad-image',
      /is not sha256:1/,
    ],
    [
      'an archive that is not there',
      { image: { archive: 'other.tar', id: `sha256:${'1'.repeat(64)}` } },
      'module-files',
      /image\.tar|other\.tar/,
    ],
    [
      'a version of the engine that is none',
      { engine: 'reckon-oci@9.0.0' },
      'bad-manifest',
      /no engine reckon-oci@9/,
    ],
    ['no outputs', { outputs: [] }, 'false-outputs', /nobody would see/],
    [
      'an example that does not fit',
      { example: { job: { other: 1 }, files: {} } },
      'bad-example',
      /does not fit/,
    ],
  ])('refuses %s', async (_what, change, code, words) => {
    const { files } = await unrunnable(change as never);
    const { status, body } = await publish(files);
    expect([status, body.error.code]).toEqual([422, code]);
    expect(body.error.message).toMatch(words);
    expect(body.error.hint).toBeTruthy();
  });

  it('refuses a claim of another’s, of another module, and one that contradicts itself', async () => {
    const module = await unrunnable({ title: 'With a claim' });
    const other = await unrunnable({ title: 'Another' });
    const own = await claimOf(module, author);
    const unequal = { ...own.body, verdict: { class: 'none', differing: ['stdout'] } } as never;
    const hidden = { ...own.body, subject: { ...own.body.subject, name: 'a\0' } };
    for (const [claim, words] of [
      [await claimOf(module, newAccount()), /not signed by/],
      [await claimOf(other, author), /is of module/],
      [{ ...own, signature: null }, /not signed by/],
      [
        { ...own, signature: { ...own.signature, signature: `0x${'1'.repeat(130)}` } },
        /signature is not that/,
      ],
      [{ ...own, cid: probeCidOf(unequal), body: unequal }, /its runs do not/],
      [{ ...own, cid: 'bafy' }, /has the CID/],
      [{ ...own, cid: probeCidOf(hidden), body: hidden }, /cannot be seen/],
      ['certified', /the whole/],
    ] as const) {
      const { status, body } = await publish(module.files, author, claim);
      expect([status, body.error.code]).toEqual([422, 'bad-certificate']);
      expect(body.error.message).toMatch(words);
    }
  });
});

/** Its image holds no program: nothing is run here. */
const unrunnable = (change: Parameters<typeof containerModule>[0]) =>
  containerModule(change, imageWith(Buffer.from('no program')));
const GPU = { cpuMilli: 1_000, memoryMiB: 64, storageMiB: 8, gpuCount: 1, gpuMemoryMiB: 0 };

/** What an author without scruples can sign: nobody here checks that it is so. */
async function claimOf(
  { id, manifest }: Awaited<ReturnType<typeof containerModule>>,
  signer: PrivateKeyAccount,
  madeAt = 1_700_000_000,
): Promise<ProbeCertificate> {
  const run = { where: 'podman 4.3.1', status: 'completed', exitCode: 0 } as const;
  const resultDigest = `0x${'ab'.repeat(32)}` as const;
  const body: ProbeBody = {
    format: 'reckon-probe-2',
    madeAt,
    engine: manifest.engine,
    subject: { name: manifest.name, moduleId: id, image: imageDigestOf(manifest) },
    runs: [1, 2].map(() => ({ ...run, resultDigest })),
    verdict: { class: 'B', differing: [] },
  };
  const cid = probeCidOf(body);
  const signature = await signer.signMessage({ message: certificateText(cid) });
  return { cid, signature: { signer: signer.address, signature }, body };
}
