'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { changesOf, isAbout, type Topic } from './change';

/** One part of the page that follows some topics. */
interface Follower {
  readonly topics: readonly Topic[];
  readonly onChange: () => void;
  readonly onState: (isLive: boolean) => void;
}

/** A tab in the background gives its connection back: browsers have six for one server. */
const HIDDEN_PATIENCE_MS = 5_000;
/** Pages come and go in pairs when one leads to the next. */
const SETTLE_MS = 50;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

const followers = new Set<Follower>();
let source: EventSource | undefined;
let followed = '';
let isLive = false;
/** The server's time of the last message, from which to go on; 0: none yet. */
let lastId = 0;
let wait = FIRST_WAIT_MS;
let settleTimer: ReturnType<typeof setTimeout> | undefined;
let retryTimer: ReturnType<typeof setTimeout> | undefined;
let hiddenTimer: ReturnType<typeof setTimeout> | undefined;

/**
 * Calls `onChange` whenever something of these topics has changed, over one connection of the tab.
 *
 * @param since when what is shown was read, by the server's clock (Unix milliseconds)
 * @returns whether the connection stands; while it does not, ask instead
 */
export function useChanges(topics: readonly Topic[], since: number, onChange: () => void): boolean {
  const [live, setLive] = useState(isLive);
  const changed = useEffectEvent(onChange);
  const key = topics.join(',');
  const start = useEffectEvent(() => since);
  useEffect(() => {
    const follower: Follower = {
      topics: key.split(',') as Topic[],
      onChange: () => changed(),
      onState: setLive,
    };
    followers.add(follower);
    // What is new on the page is as old as its reading; what was followed before is up to date.
    lastId = lastId === 0 ? start() : Math.min(lastId, start());
    settle();
    return () => {
      followers.delete(follower);
      settle();
    };
  }, [key]);
  return live;
}

function settle(): void {
  clearTimeout(settleTimer);
  settleTimer = setTimeout(connect, SETTLE_MS);
}

/** Makes the connection what the followers need. */
function connect(): void {
  document.removeEventListener('visibilitychange', onVisibility);
  document.addEventListener('visibilitychange', onVisibility);
  const wanted = [...new Set([...followers].flatMap(({ topics }) => topics))].sort().join(',');
  if (wanted === followed && source) return;
  hangUp();
  if (wanted === '' || document.hidden) return;
  followed = wanted;
  const opened = new EventSource(
    `/api/v1/live?topics=${encodeURIComponent(wanted)}&since=${lastId}`,
  );
  source = opened;
  const note = ({ lastEventId }: MessageEvent): void => {
    lastId = Math.max(lastId, Number(lastEventId) || 0);
    wait = FIRST_WAIT_MS;
    setLiveness(true);
  };
  opened.addEventListener('beat', note);
  opened.addEventListener('gap', (event) => {
    note(event);
    for (const { onChange } of followers) onChange();
  });
  opened.addEventListener('change', (event) => {
    note(event);
    const changes = changesOf(String(event.data));
    for (const { topics, onChange } of followers) {
      if (changes.some((change) => isAbout(topics, change))) onChange();
    }
  });
  opened.addEventListener('error', () => {
    setLiveness(false);
    // The browser comes back by itself where the line broke, not where the server refused.
    if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
    hangUp();
    clearTimeout(retryTimer);
    retryTimer = setTimeout(connect, wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  });
}

function hangUp(): void {
  source?.close();
  source = undefined;
  followed = '';
}

function setLiveness(next: boolean): void {
  if (isLive === next) return;
  isLive = next;
  for (const { onState } of followers) onState(next);
}

function onVisibility(): void {
  clearTimeout(hiddenTimer);
  if (document.hidden) hiddenTimer = setTimeout(hangUp, HIDDEN_PATIENCE_MS);
  else connect();
}
