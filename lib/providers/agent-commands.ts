/** How a machine's agent is started, in text to paste. */
export type AgentPlace = {
  /** Of this site, as the browser asked for it. */
  readonly origin: string;
  readonly rpcUrl: string;
  /** One-time code that makes the machine known as this provider's. */
  readonly code: string;
  /** The market runs from the same clone: everything else is known there. */
  readonly isLocal: boolean;
};

/** Quotes a text for a POSIX shell, so that it is one word whatever it holds. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

const READ_DEPLOYMENT =
  'node -p "JSON.stringify(JSON.parse(fs.readFileSync(0)).deployment)" > deployment.json';

/** One line for a shell in a clone of the project. */
export function cloneCommand({ origin, rpcUrl, code, isLocal }: AgentPlace): string {
  const pair = `PAIRING_CODE=${shellWord(code)}`;
  if (isLocal) return `${pair} npm run provider`;
  return `curl -fsS ${shellWord(`${origin}/api/v1/status`)} | ${READ_DEPLOYMENT} && ${pair} API_URL=${shellWord(origin)} RPC_URL=${shellWord(rpcUrl)} DEPLOYMENT_FILE=deployment.json npm run provider`;
}

/** A systemd unit that keeps the agent running: user and clone (/opt/reckon, the user's) have to be there. */
export function systemdUnit({ origin, rpcUrl, code }: AgentPlace): string {
  return `# /etc/systemd/system/reckon-provider.service
[Unit]
Description=Provider's agent of a Reckon market
Wants=network-online.target
After=network-online.target

[Service]
User=reckon
WorkingDirectory=/opt/reckon
StateDirectory=reckon
Environment=API_URL=${unitText(origin)}
Environment=RPC_URL=${unitText(rpcUrl)}
Environment=PAIRING_CODE=${unitText(code)}
Environment=RECKON_DATA_DIR=/var/lib/reckon
Environment=DEPLOYMENT_FILE=/var/lib/reckon/deployment.json
ExecStartPre=/bin/sh -c "curl -fsS $API_URL/api/v1/status | ${READ_DEPLOYMENT.replaceAll('"', "'").replace('deployment.json', '/var/lib/reckon/deployment.json')}"
ExecStart=/usr/bin/npm run provider
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;
}

/** A compose file with the clone mounted into a plain Node image. */
export function composeFile({ origin, rpcUrl, code }: AgentPlace): string {
  return `# compose.yaml, beside the clone in ./reckon
services:
  provider:
    image: node:22-bookworm
    working_dir: /reckon
    command: ["sh", "-c", "curl -fsS $$API_URL/api/v1/status | ${READ_DEPLOYMENT.replaceAll('"', "'").replace('deployment.json', '/state/deployment.json')} && npm run provider"]
    environment:
      API_URL: ${JSON.stringify(origin)}
      RPC_URL: ${JSON.stringify(rpcUrl)}
      PAIRING_CODE: ${JSON.stringify(code)}
      RECKON_DATA_DIR: /state
      DEPLOYMENT_FILE: /state/deployment.json
    volumes:
      - ./reckon:/reckon
      - provider-state:/state
    restart: unless-stopped
volumes:
  provider-state:
`;
}

/** In a unit file % begins a specifier. */
const unitText = (text: string): string => text.replaceAll('%', '%%');
