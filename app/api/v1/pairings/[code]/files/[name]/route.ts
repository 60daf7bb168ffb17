import { limitMachineRequests, machineRefusalAsProblem } from '@/app/api/_http/machines';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { AGENT_FILES, agentFile } from '@/lib/providers/agent-files';
import { readPairing } from '@/lib/providers/pair-machine.service';
import { readPairingCode } from '@/lib/providers/pairing-code';

/** A file for the machine that is to have this code: a systemd unit, a compose file. Plain text. */
export const GET = route<{ code: string; name: string }>(async (request, { code, name }) => {
  await limitMachineRequests(request, 'code');
  await machineRefusalAsProblem(readPairing({ db: webDatabase() }, code));
  const text = agentFile(name, { origin: originOf(request), code: readPairingCode(code) ?? '' });
  if (text === undefined) {
    const message = `There is no file ${name.slice(0, 100)} for this code and host.`;
    throw new ApiProblem(404, 'unknown-file', message, `There are ${AGENT_FILES.join(', ')}.`);
  }
  return new Response(text, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
});

/** Where this was asked, as the client or a proxy in front of this server names it. */
function originOf({ headers, url }: Request): string {
  const { host, protocol } = new URL(url);
  const named = headers.get('x-forwarded-host') ?? headers.get('host') ?? host;
  const scheme = headers.get('x-forwarded-proto') ?? protocol.slice(0, -1);
  return `${scheme}://${named}`;
}
