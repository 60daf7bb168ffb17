/** How a machine's agent is started, in text to paste. */
export type AgentPlace = {
  /** Of this site, as the browser asked for it; the agent asks it for contracts and node. */
  readonly origin: string;
  /** One-time code that makes the machine known as this provider's. */
  readonly code: string;
};

/** Quotes a text for a POSIX shell, so that it is one word whatever it holds. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** One line for a shell in a clone of the project. */
export function cloneCommand({ origin, code }: AgentPlace): string {
  return `npm run provider -- --pair ${shellWord(code)} --api ${shellWord(origin)}`;
}

/** A systemd unit that keeps the agent running: user and clone (/opt/reckon, the user's) have to be there. */
export function systemdUnit({ origin, code }: AgentPlace): string {
  return `# /etc/systemd/system/reckon-provider.service
[Unit]
Description=Provider's agent of a Reckon market
Wants=network-online.target
After=network-online.target

[Service]
User=reckon
WorkingDirectory=/opt/reckon
StateDirectory=reckon
Environment=RECKON_DATA_DIR=/var/lib/reckon
Environment=API_URL=${unitText(origin)}
Environment=PAIR_CODE=${unitText(code)}
ExecStart=/usr/bin/npm run provider
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;
}

/** A compose file with the clone mounted into a plain Node image. */
export function composeFile({ origin, code }: AgentPlace): string {
  return `# compose.yaml, beside the clone in ./reckon
services:
  provider:
    image: node:22-bookworm
    working_dir: /reckon
    command: npm run provider
    environment:
      API_URL: ${JSON.stringify(origin)}
      PAIR_CODE: ${JSON.stringify(code)}
      RECKON_DATA_DIR: /state
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
