/** What a machine's owner puts on it, with the market and a pairing code filled in. */
export type AgentFileValues = {
  /** The market's address without a path: https://market.example */
  readonly origin: string;
  /** XXXX-XXXX. */
  readonly code: string;
};

/** The command of one's own clone: nothing that the market serves is run, only asked. */
export const pairCommand = ({ origin, code }: AgentFileValues): string =>
  `npm run provider -- --pair ${code} --api ${origin}`;

/** For a clone in /opt/reckon that a user `reckon` owns. */
const systemdUnit = ({
  origin,
  code,
}: AgentFileValues): string => `# /etc/systemd/system/reckon-provider.service
# useradd --system --home-dir /opt/reckon reckon; clone to /opt/reckon; chown -R reckon: /opt/reckon
# systemctl daemon-reload && systemctl enable --now reckon-provider
[Unit]
Description=Reckon provider
Wants=network-online.target
After=network-online.target time-sync.target

[Service]
User=reckon
WorkingDirectory=/opt/reckon
StateDirectory=reckon
StateDirectoryMode=0700
Environment=RECKON_DATA_DIR=/var/lib/reckon
Environment=PAIR_CODE=${code}
ExecStart=/usr/bin/env node scripts/run.mjs provider --api ${origin}
Restart=always
RestartSec=5
# A wrong setting or code is for its owner to mend.
RestartPreventExitStatus=64 78
TimeoutStopSec=15
LimitNOFILE=65536
# Jobs in containers, and with GPUs: the agent uses an engine that it may reach. Whoever does is as good as
# root, so that is for you to say (docs/containers.md). For Docker take away the # of the next line; for
# podman that of the one after it, and systemctl enable --now podman.socket.
#SupplementaryGroups=docker
#ExecStartPre=+/bin/sh -c 'chgrp reckon /run/podman /run/podman/podman.sock && chmod 0750 /run/podman && chmod 0660 /run/podman/podman.sock'
# Jobs get namespaces of their own, for which no privilege is needed.
NoNewPrivileges=yes
ProtectSystem=full
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
`;

const composeFile = ({
  origin,
  code,
}: AgentFileValues): string => `# compose.yaml, in a clone: docker compose up -d   (podman compose up -d)
services:
  provider:
    build:
      context: .
      dockerfile: workers/provider/deploy/Containerfile
    command: ["--api", "${origin}"]
    environment:
      PAIR_CODE: "${code}"
    volumes:
      - reckon:/var/lib/reckon
      # Jobs in containers, and with GPUs: whoever has the socket is as good as root, so that is for you to
      # say (docs/containers.md). Take away the # of one line, and of group_add with the number that
      # stat -c %g SOCKET prints; for GPUs of deploy, too, so that the agent sees which there are.
      #- /var/run/docker.sock:/var/run/docker.sock
      #- /run/podman/podman.sock:/run/podman/podman.sock
    #group_add: ["999"]
    #deploy: {resources: {reservations: {devices: [{driver: nvidia, count: all, capabilities: [gpu, utility]}]}}}
    restart: unless-stopped
    stop_grace_period: 15s
    cap_drop: [ALL]
    # The engine puts jobs into namespaces of their own, which the usual filter forbids; the jobs get a
    # stricter one.
    security_opt: [no-new-privileges:true, seccomp=unconfined]
    ulimits:
      nofile: 65536
volumes:
  reckon: {}
`;

const FILES: Readonly<Record<string, (values: AgentFileValues) => string>> = {
  'reckon-provider.service': systemdUnit,
  'compose.yaml': composeFile,
};

export const AGENT_FILES = Object.keys(FILES);

/**
 * The text of one of AGENT_FILES; undefined for another name, and for values that could change what
 * the file does.
 */
export function agentFile(name: string, values: AgentFileValues): string | undefined {
  const isPlain =
    /^https?:\/\/([a-z0-9.-]{1,253}|\[[0-9a-f:]{2,45}\])(:\d{1,5})?$/i.test(values.origin) &&
    /^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(values.code);
  return isPlain && Object.hasOwn(FILES, name) ? FILES[name]?.(values) : undefined;
}
