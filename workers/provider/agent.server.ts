import { join } from 'node:path';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { Deployment } from '../../lib/chain/deployment';
import { ensureKeyFile, readKeyFile } from '../../lib/chain/key-file.server';
import { openMarket } from '../../lib/chain/market.server';
import { createSender } from '../../lib/chain/send-call.server';
import { DEFAULT_LIMITS, MIB } from '../../lib/content/content-limits';
import { DirectoryClient } from '../../lib/directory/directory.client';
import { engineIdOf, OCI_ENGINE } from '../../lib/execution/engine-id';
import { resultDigestInPieces } from '../../lib/execution/result-digest.server';
import { runDeal } from '../../lib/execution/run-deal.service';
import { marketDomain } from '../../lib/offers/offer-types';
import { declinedText } from '../../lib/providers/declined-deal';
import { includesHex } from '../../lib/shared/address';
import { within } from '../../lib/shared/in-time';
import { openTracer } from '../../lib/telemetry/tracer.server';
import { crashPoint } from '../runtime/crash-point';
import { lockFolder } from '../runtime/folder-lock.server';
import { namedGpus, openRunners } from '../runtime/open-runners.server';
import { loop, sleep } from '../runtime/retry';
import type { WorkerContext } from '../runtime/run-worker';
import { openStateFolder } from '../runtime/state-folder';
import { ActivityLog } from './activity-log.server';
import { createAgentMetrics } from './agent-metrics.server';
import { AgentControl } from './agent-state';
import { AgentWatch } from './agent-watch.server';
import { lacking } from './capacity';
import { ChainClock } from './chain-clock';
import { standstillProblem } from './clock-problem';
import { DealDesk } from './deal-desk.server';
import { DealJournal } from './deal-journal';
import { DiskWatch } from './disk-watch.server';
import type { ProviderEnv } from './env';
import { capacityOf } from './hardware.server';
import { startHealthServer } from './health-server.server';
import { JobDesk } from './job-desk.server';
import { gpusForJobs, jobGpusOf, presentGpus } from './job-gpus';
import { publishOffer } from './keep-offers.service';
import { describeOptionsOf, lentBy } from './machine/describe-machine.server';
import { findFirstGpus, findGpus } from './machine/detect-hardware.server';
import { readPrincipal } from './machine/principal.server';
import { tellMarket } from './machine/tell-market.server';
import { MachineForecast } from './machine-forecast';
import { makeUpResult } from './make-up-result';
import { OfferDesk } from './offer-desk.server';
import { leaveProblem, mayPostFor, prepareAccount } from './own-account.service';
import { hasGas } from './own-gas.service';
import {
  ownOffer,
  ownOffersOf,
  ownProblemOf,
  promiseOf,
  type SignedOffers,
  signedOffers,
} from './own-offer.service';
import {
  allowedModules,
  type MachineLimits,
  maintenanceRefusal,
  promiseProblemOf,
  type Refusal,
  refusalOf,
  unitsOfPromise,
  withheldText,
} from './refusal';
import { ResultPoster } from './result-poster.server';
import { ResultShelf } from './result-shelf.server';
import type { ServePorts } from './serve-deal.service';

const LOCAL_CHAIN_ID = 31_337;
const POLL_MS = 500;
const OFFERS_MS = 5_000;
const WATCH_MS = 5_000;
const PUBLISH_MS = 60_000;
const GPUS_MS = 60_000;
const STORAGE_MS = 60_000;

/** Runs an agent until the process is asked to stop. `isCheating` counts on local chains only. */
export async function startAgent(
  { env, log, signal, onStop }: WorkerContext<ProviderEnv>,
  deployment: Deployment,
  isCheating: () => Promise<boolean>,
): Promise<void> {
  const { chainId, market, limits } = deployment;
  const control = new AgentControl(() => Math.floor(Date.now() / 1_000));
  const metrics = createAgentMetrics(control);
  const tracer = openTracer(`reckon-${env.NAME}`, env.OTEL_EXPORTER_OTLP_ENDPOINT);
  onStop('tracing', () => tracer.close());
  const lock = await lockFolder(env.STATE_DIR);
  onStop('state folder', () => lock.release());
  const onRpcProblem = (text: string) => {
    metrics.rpcProblem();
    log.warn(text);
    control.note(text);
  };
  const access = await openMarket({
    rpcUrl: env.RPC_URL,
    chainId,
    market,
    onProblem: onRpcProblem,
  });
  const operator = await ensureKeyFile(env.KEY_FILE);
  const wallet = env.WALLET_KEY_FILE ? await readKeyFile(env.WALLET_KEY_FILE) : undefined;
  const onBroadcast = (call: string) =>
    crashPoint(`sent-${call.replace(/^postResults$/, 'postResult')}`);
  const onDoubt = onRpcProblem;
  const sender = createSender({ access, account: operator, signal, onBroadcast, onDoubt });
  const walletSender = wallet && createSender({ access, account: wallet, signal, onDoubt });
  const state = await openStateFolder(env.STATE_DIR);
  const journal = new DealJournal(await openStateFolder(join(env.STATE_DIR, 'deals')));
  const shelf = await ResultShelf.open(join(env.STATE_DIR, 'results'));
  const disk = new DiskWatch(env.STATE_DIR, control);
  const activity = new ActivityLog(join(env.STATE_DIR, 'activity.jsonl'), (err) => {
    log.warn({ err }, 'the activity log could not be written');
  });
  const fromBlock = BigInt(deployment.block);
  const feed = createDealFeed({ access, fromBlock, filter: { all: true }, forgetSettled: true });
  const clock = new ChainClock(Number((await access.client.getBlock()).timestamp));
  const now = () => clock.now();

  const home = deployment.directories[0];
  if (!home) throw new Error('The deployment names no directory');
  const directoryAt = (maxBytes: number) =>
    new DirectoryClient({
      url: home.url,
      directory: home.address,
      domain: marketDomain(chainId, market),
      auth: { signer: operator },
      limits: { ...DEFAULT_LIMITS, maxBytes },
    });
  const directory = directoryAt(DEFAULT_LIMITS.maxBytes);
  const inputs = directoryAt(env.MAX_INPUT_MIB * MIB);
  const lent = jobGpusOf(namedGpus(), await findFirstGpus());
  const runners = openRunners({
    owner: env.STATE_DIR,
    cacheFolder: join(env.STATE_DIR, 'transformed'),
    signal,
    gpus: lent,
  });
  const lentGpus = gpusForJobs(env, lent);
  /** Those of them that are there, by the last look. */
  let gpus = lentGpus;
  const forecast = new MachineForecast(Number(env.FUEL_PER_SECOND));
  const desk = await JobDesk.open({
    total: await capacityOf(env, env.STATE_DIR, gpus.length),
    mostJobs: env.CONCURRENT,
    journal,
    activity,
    forecast,
    execute: (deal, leftMs) =>
      runDeal(
        deal,
        {
          content: (cid, abort) => inputs.getContent(cid, within(leftMs, abort)),
          runners,
          digestOf: resultDigestInPieces,
        },
        { signal, wallLimitMs: leftMs },
      ),
    now,
    hasDisk: () => disk.hasRoom,
    isStopping: () => signal.aborted,
    log,
  });
  const showLoad = () => {
    const { running, queued, capacity } = desk;
    control.setLoad({ running, queued, reserved: capacity.reserved, total: capacity.total });
    metrics.speed(forecast.fuelPerSecond);
  };
  showLoad();
  const watch = new AgentWatch({
    operator: operator.address,
    control,
    metrics,
    disk,
    runners,
    chainTime: () => clock.block,
    isLocal: chainId === LOCAL_CHAIN_ID,
    countForeign: () => sender.countForeign(),
    signal,
  });
  // Before the first offer is kept live: the disk may be as good as full.
  await disk.check();
  // No GPU is offered before its engine was seen to hand it out.
  if (lent.length > 0) await watch.checkRunners();
  const lastMomentOf = ({ terms }: DealRecord) =>
    terms.matchedAt + terms.executionWindow + limits.grace;

  function refusalNow({ dealId, terms, work }: DealRecord): Refusal | undefined {
    const deal = { matchedAt: terms.matchedAt, isBegun: journal.has(dealId) };
    return maintenanceRefusal(deal, control) ?? refusalOf(work, machineForDeals());
  }

  /**
   * A deal is tried on all that is installed and lent: to decline it is for good, and a check may have
   * erred. A job whose device is gone fails before it begins.
   */
  function machineForDeals(): MachineLimits {
    const modules = allowedModules(env.MODULES, env.OCI_MODULES);
    const engines = runners.flatMap((runner) => runner.engines).map(engineIdOf);
    return { total: desk.capacity.total, gpus: lentGpus, engines, modules };
  }

  /** What may be offered: what works by the last checks. */
  function machineNow(): MachineLimits {
    const engines = watch.engines.map(engineIdOf);
    return {
      ...machineForDeals(),
      ...{ gpus: watch.handsOutGpus ? gpus : gpusForJobs(env, []), engines },
    };
  }

  const poster = new ResultPoster(sender, () => metrics.sent());
  const ports: ServePorts & { readonly desk: JobDesk } = {
    refusalOf: refusalNow,
    desk,
    cheat: chainId === LOCAL_CHAIN_ID ? { isOn: isCheating, makeUp: makeUpResult } : undefined,
    directory,
    journal,
    shelf,
    activity,
    now,
    onRefused: (deal, { cause, detail }) => {
      metrics.declined(cause);
      control.note(declinedText({ dealId: deal.dealId, cause, detail }));
    },
    traced: async (deal, step, action) => {
      const began = Date.now();
      const fields = { deal: deal.dealId };
      const result = await tracer.run(deal.jobOfferHash, step, fields, action);
      metrics.step(step, (Date.now() - began) / 1_000);
      return result;
    },
    blockSeconds: () => (chainId === LOCAL_CHAIN_ID ? 0 : clock.blockSeconds),
    onDiskFull: () => disk.full(),
    pause: (ms) => sleep(ms, signal),
    isStopping: () => signal.aborted,
    log,
    postResult: async (deal, item) => {
      await poster.post(deal, item, lastMomentOf(deal));
      metrics.posted();
    },
    decline: (deal) => poster.decline(deal),
  };

  let signed: SignedOffers = { all: [], kept: [] };
  const ownOffers = () => ownOffersOf(env, deployment, { total: desk.capacity.total, gpus });
  if (walletSender && wallet) {
    await prepareAccount({
      access,
      deployment,
      wallet: walletSender,
      operator: operator.address,
      deposit: env.DEPOSIT,
      log,
    });
    if (env.OCI_MODULES && !watch.engines.includes(OCI_ENGINE)) {
      log.warn(
        'OCI_MODULES is set, and no container engine is used: no module in a container is offered',
      );
    }
    const signer = { wallet, operator: operator.address, deployment, state, log };
    if (env.OCI_MODULES && gpus.length > 0 && env.OCI_GPU_FUEL_PRICE === undefined) {
      log.warn('OCI_GPU_FUEL_PRICE is not set: no GPU is offered');
    }
    const publish = async () => {
      // A device's share of a full disk would be signed for good.
      if (!disk.hasRoom) return;
      // While its key is forbidden nothing is offered anew: not even after a restart.
      if (!(await mayPostFor(access, wallet.address, operator.address))) return;
      for (const own of ownOffers()) {
        if (promiseProblemOf(promiseOf(own), machineNow())) continue;
        await publishOffer(env.API_URL, await ownOffer({ ...signer, own, now: now() }));
      }
      signed = await signedOffers(state);
    };
    const what = 'publishing the offers';
    void loop(publish, { what, signal, log, everyMs: PUBLISH_MS, maxMs: 5_000 });
  } else {
    const link = `${env.API_URL}/provide?operator=${operator.address}`;
    log.info({ operator: operator.address, link }, 'waiting for an offer that names this agent');
    process.stdout.write(`\nAgent ${operator.address}\nOpen ${link} and sign its offer.\n\n`);
  }

  const isFull = () => desk.queued > 0 || desk.running >= env.CONCURRENT;
  const faucet = chainId === LOCAL_CHAIN_ID ? `${env.API_URL}/api/v1/local/faucet` : undefined;
  const offers = await OfferDesk.open({
    api: env.API_URL,
    deployment,
    operator,
    stateDir: env.STATE_DIR,
    provider: wallet?.address ?? env.PROVIDER,
    now,
    takesDeals: () => control.read().state === 'serving' && !isFull(),
    hasGas: () => hasGas({ access, operator: operator.address, faucet, log }),
    mayPostFor: (provider) => mayPostFor(access, provider, operator.address),
    onLeave: (leave) => {
      const text = leaveProblem(leave, operator.address, wallet !== undefined);
      if (text) log.warn(text);
      else log.info('its provider allows this key again, or has nothing on offer');
      control.setAilment('operator', text);
    },
    problemOf: ({ hash, submission }) =>
      promiseProblemOf(submission, machineNow()) ??
      ownProblemOf(
        hash,
        signed,
        ownOffers().map(({ name }) => name),
      ),
    hasRoomFor: ({ submission }) =>
      lacking(unitsOfPromise(submission), desk.capacity.free).length === 0,
    onWithheld: (offer, problem) => {
      if (problem) log.warn({ offer, ...problem }, 'this offer is not kept live');
      else log.info({ offer }, 'this offer is kept live again, or over');
      const text = problem && withheldText(offer, problem, env.API_URL);
      // What its own newer offer has replaced needs nobody.
      const isReplaced = problem?.cause === 'replaced';
      if (text && isReplaced) control.note(text);
      control.setConcern(`offer-${offer}`, isReplaced ? undefined : text);
    },
    log,
  });
  void tellMarket({
    agent: operator,
    port: control,
    describe: {
      ...describeOptionsOf(env, deployment, runners),
      client: access.client,
      lent: async () => lentBy(env, desk.capacity.total),
      concerns: () => control.concernsOf('offer-'),
    },
    provider: async () => wallet?.address ?? env.PROVIDER ?? (await readPrincipal(env.STATE_DIR)),
    isForbidden: () => offers.isForbidden,
    signal,
    log,
  }).catch((err: unknown) => {
    if (!signal.aborted) log.error({ err }, 'the market is no longer told of this machine');
  });
  if (env.HEALTH_PORT !== undefined) {
    const { registry } = metrics;
    const health = await startHealthServer(env.HEALTH_PORT, () => control.read(), registry);
    onStop('health server', () => health.close());
    log.info({ port: health.port }, 'health and metrics on loopback');
  }
  const deals = new DealDesk({
    serve: ports,
    feed,
    // What was begun is ended, whatever the market's pages say of its offer.
    isOurs: ({ dealId, terms, resourceOfferHash }) =>
      (wallet !== undefined && includesHex([terms.provider], wallet.address)) ||
      offers.serves(resourceOfferHash) ||
      journal.has(dealId),
    lastMomentOf,
    wallet: walletSender,
    tracer,
    metrics,
    onHead: (timestamp) => {
      clock.see(timestamp);
      showLoad();
    },
    isBehind: () =>
      chainId !== LOCAL_CHAIN_ID &&
      standstillProblem(Date.now() / 1_000, clock.block) !== undefined,
    signal,
    log,
  });

  const lookForGpus = async () => {
    gpus = gpusForJobs(env, presentGpus(lent, await findGpus()));
  };
  /** An agent that began on a full disk has room for more jobs when it is free again. */
  const lookForStorage = async () => {
    const { storageMiB } = await capacityOf(env, env.STATE_DIR, gpus.length);
    desk.capacity.growStorage(storageMiB);
  };
  const every = (what: string, everyMs: number, round: () => Promise<void>) =>
    loop(round, { what, signal, log, everyMs, maxMs: 5_000 });
  await Promise.all([
    every('keeping offers', OFFERS_MS, () => offers.round()),
    every('looking after the machine', WATCH_MS, () => watch.round()),
    ...(lent.length > 0 ? [every('looking for the GPUs', GPUS_MS, lookForGpus)] : []),
    every('reckoning the disk', STORAGE_MS, lookForStorage),
    every('reading deals', POLL_MS, () => deals.round()),
  ]);
}
