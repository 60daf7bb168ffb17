import { type Address, isAddress } from 'viem';
import { z } from 'zod';
import { openStateFolder } from '../../runtime/state-folder';

const principalSchema = z.object({
  provider: z.string().refine((text): text is Address => isAddress(text, { strict: false })),
});

/** Whose deals the agent with this state folder serves, as it was paired or first named; else null. */
export async function readPrincipal(stateDir: string): Promise<Address | null> {
  const state = await openStateFolder(stateDir);
  return (await state.read('principal', principalSchema))?.provider ?? null;
}

export async function writePrincipal(stateDir: string, provider: Address): Promise<void> {
  await (await openStateFolder(stateDir)).write('principal', { provider });
}
