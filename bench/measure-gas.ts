import { HARDFORK } from '../scripts/start/anvil.mjs';
import { BenchMarket } from './gas/bench-market';
import { everybody, settleIn } from './gas/cast';
import { measureGas } from './gas/figures';

const [artifacts] = process.argv.slice(2);
if (!artifacts) throw new Error('usage: measure-gas FOLDER_OF_BUILT_CONTRACTS');

const market = await BenchMarket.start(artifacts, everybody);
try {
  await settleIn(market);
  const figures = await measureGas(market, await market.checkpoint());
  process.stdout.write(JSON.stringify({ fork: HARDFORK, ...figures }));
} finally {
  await market.stop();
}
