import type { Address, Hex } from 'viem';
import type { ProviderWord } from '../../../lib/providers/provider-word';
import { sameHex } from '../../../lib/shared/address';

/** Why a word of a provider that the API handed over is not obeyed; undefined where it is. */
export async function orderProblem(
  word: ProviderWord,
  { digest, signature }: { readonly digest: Hex; readonly signature: Hex },
  machine: {
    readonly agent: Address;
    readonly provider: Address | null;
    /** Earlier ones are not obeyed any more: when the last one of the kind was signed, or more. */
    readonly notBefore: number;
    readonly isSignedBy: (signer: Address, digest: Hex, signature: Hex) => Promise<boolean>;
  },
): Promise<string | undefined> {
  const { agent, provider, notBefore, isSignedBy } = machine;
  if (!sameHex(word.agent, agent)) return `it is for the machine ${word.agent}`;
  if (provider === null || !sameHex(word.provider, provider)) {
    return `it is one of ${word.provider}, whom this machine does not serve`;
  }
  if (word.at < notBefore) return 'a later one, or one just before it, was obeyed';
  const isSigned = await isSignedBy(word.provider, digest, signature);
  return isSigned ? undefined : `it is not signed by ${word.provider}`;
}
