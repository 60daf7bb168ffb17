import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvError, readEnv } from '../../lib/env/read-env.server';
import { readDeploymentFile, writeDeploymentFile } from '../deploy/deployment-file';
import { EXIT_CONFIG } from '../runtime/run-worker';
import { deploymentProblems } from './deployment-problems';
import { readCommit, type SourceCommit } from './git-commit';
import { lineOf, ReleaseError } from './release-error';
import { openChain, releaseMarket } from './release-market';
import { checkSettings, releaseSettings } from './settings';

/** `npm run deploy`: see docs/deploying.md. One line for what went wrong; the key is never shown. */

const FLAGS = ['--check', '--again', '--allow-dirty'];

const say = (line: string) => process.stdout.write(`${line}\n`);
const fileFor = ({ DEPLOYMENTS_DIR, CHAIN_ID }: { DEPLOYMENTS_DIR: string; CHAIN_ID: number }) =>
  join(DEPLOYMENTS_DIR, `${CHAIN_ID}.json`);

async function deploy(flags: ReadonlySet<string>): Promise<void> {
  const settings = readEnv(releaseSettings);
  const file = fileFor(settings);
  const earlier = await readDeploymentFile(file);
  if (earlier && !flags.has('--again')) {
    throw new ReleaseError(
      `${file} names the market ${earlier.market}: --check compares it with the chain, --again deploys another`,
    );
  }
  const source = await readCommit(settings.SOURCE_DIR);
  if (!flags.has('--allow-dirty')) refuseUnknownSource(source);
  const deployment = await releaseMarket(settings, source, earlier?.directories ?? [], say);
  if (earlier) await rename(file, join(settings.DEPLOYMENTS_DIR, nameOfEarlier(earlier)));
  await writeDeploymentFile(file, deployment);
  say(`on-chain code equals the build; written: ${file}`);
}

/** A successor is a new address: where the old market was is kept. */
function nameOfEarlier({ chainId, block }: { chainId: number; block: number }): string {
  return `${chainId}-block-${block}.json`;
}

function refuseUnknownSource({ commit, dirty }: SourceCommit): void {
  const how = 'commit first, or deploy with --allow-dirty';
  if (commit === null) throw new ReleaseError(`git knows no commit of this folder: ${how}`);
  if (dirty)
    throw new ReleaseError(`the working tree holds changes that are not committed: ${how}`);
}

async function check(): Promise<void> {
  const settings = readEnv(checkSettings);
  const file = fileFor(settings);
  const deployment = await readDeploymentFile(file);
  if (!deployment) throw new ReleaseError(`there is no ${file}: nothing is deployed to this chain`);
  const client = await openChain(settings.RPC_URL, settings.CHAIN_ID);
  const problems = await deploymentProblems(client, deployment, settings.CONTRACTS_OUT);
  if (problems.length > 0) throw new ReleaseError(`${file}: ${problems.join('; ')}`);
  const commit = deployment.build?.commit ?? 'an unknown commit';
  say(
    `${deployment.market} on chain ${deployment.chainId} is what ${file} says, and this build (${commit})`,
  );
}

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => !FLAGS.includes(arg));
  if (unknown) throw new ReleaseError(`unknown option ${unknown}; there are ${FLAGS.join(', ')}`);
  const flags = new Set(args);
  if (flags.has('--check')) await check();
  else await deploy(flags);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`reckon: ${lineOf(error)}\n`);
  process.exitCode = error instanceof EnvError ? EXIT_CONFIG : 1;
});
