import { startAgentMarket } from '../../test/agent/agent-market';
import { runLoad } from '../../test/agent/run-load';

const [deals = 200, kills = 5] = process.argv.slice(2).map(Number);
const market = await startAgentMarket({ lanes: 8, cpuMilli: 1_000, storageMiB: 2 });
try {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  process.stdout.write(
    `${JSON.stringify(await runLoad(market, { deals, kills }, say), null, 2)}\n`,
  );
} finally {
  await market.stop();
}
process.exit(0);
