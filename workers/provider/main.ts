import { access as fileAccess } from 'node:fs/promises';
import { join } from 'node:path';
import { readDeployment } from '../../lib/chain/market-access.server';
import { runWorker } from '../runtime/run-worker';
import { startAgent } from './agent.server';
import { providerEnv } from './env';

/** Serves the deals of every offer that names this agent's key. `npm run provider` starts one. */
void runWorker('provider', providerEnv, async (context) => {
  const deployment = await readDeployment(context.env.DEPLOYMENT_FILE);
  const cheatFile = join(context.env.STATE_DIR, 'cheat');
  const isCheating = () =>
    fileAccess(cheatFile).then(
      () => true,
      () => false,
    );
  await startAgent(context, deployment, isCheating);
});
