/** Where wagmi keeps what it knows of a market's wallet, in this browser's storage. */
export function walletStorageKey(chainId: number): string {
  return `reckon.${chainId}`;
}

/** Whether a wallet was ever connected here: only then is there a connection to take up again. */
export function hasConnectedBefore(chainId: number): boolean {
  try {
    return localStorage.getItem(`${walletStorageKey(chainId)}.recentConnectorId`) !== null;
  } catch {
    return false;
  }
}
