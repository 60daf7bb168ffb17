import { z } from 'zod';
import { requireLocalChain } from '@/app/api/_http/local-only';
import { ApiProblem } from '@/app/api/_http/respond';
import { readBody, readQuery, route } from '@/app/api/_http/route';
import {
  readCheatSwitch,
  setCheatSwitch,
  UnknownProviderError,
} from '@/lib/providers/cheat-switch.server';

const providerField = z.string().min(1).max(41);

/** Whether a local provider is told to cheat. Development chain only. */
export const GET = route(async (request) => {
  await requireLocalChain();
  const { provider } = readQuery(request, z.object({ provider: providerField }));
  return { provider, on: await known(readCheatSwitch(dataFolder(), provider)) };
});

/** Tells a local provider to cheat, or to stop. Development chain only. */
export const POST = route(async (request) => {
  await requireLocalChain();
  const body = await readBody(request, z.object({ provider: providerField, on: z.boolean() }));
  await known(setCheatSwitch(dataFolder(), body.provider, body.on));
  return body;
});

function dataFolder(): string {
  return process.env.RECKON_DATA_DIR ?? '.data';
}

async function known<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof UnknownProviderError)) throw error;
    throw new ApiProblem(404, 'unknown-provider', error.message, 'Try provider-3.');
  }
}
