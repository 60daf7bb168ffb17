/** A node of a test cluster: a slurmd of its own. */
export interface TestNode {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export interface TestClusterConfig {
  /** Where keys, state, logs and sockets lie; everybody can traverse it. */
  readonly folder: string;
  readonly hostname: string;
  readonly controllerAddress: string;
  readonly controllerPort: number;
  readonly nodes: readonly TestNode[];
  /** Character devices that stand for GPUs, on each node. */
  readonly gpuFiles: readonly string[];
  /** Seconds after which the controller forgets a finished job. */
  readonly minJobAge: number;
  /** Whether memory limits are enforced by control groups (v1). */
  readonly hasCgroups: boolean;
  /** Seconds after which a silent node is given up. */
  readonly nodeTimeout: number;
}

/** slurm.conf of a cluster that works within one folder and starts jobs at once. */
export function slurmConf(config: TestClusterConfig): string {
  const { folder, hostname, controllerAddress, controllerPort, nodes, gpuFiles } = config;
  const gres = gpuFiles.length > 0 ? ` Gres=gpu:${gpuFiles.length}` : '';
  const lines = [
    'ClusterName=reckontest',
    `SlurmctldHost=${hostname}(${controllerAddress})`,
    `SlurmctldPort=${controllerPort}`,
    'SlurmUser=root',
    'SlurmdUser=root',
    'AuthType=auth/munge',
    `AuthInfo=socket=${folder}/run/munge.sock`,
    'CredType=cred/munge',
    'AuthAltTypes=auth/jwt',
    `AuthAltParameters=jwt_key=${folder}/jwt.key`,
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/slurmd-%n`,
    `SlurmctldPidFile=${folder}/run/slurmctld.pid`,
    `SlurmdPidFile=${folder}/run/slurmd-%n.pid`,
    `SlurmctldLogFile=${folder}/log/slurmctld.log`,
    `SlurmdLogFile=${folder}/log/slurmd-%n.log`,
    `ProctrackType=proctrack/${config.hasCgroups ? 'cgroup' : 'linuxproc'}`,
    `TaskPlugin=task/${config.hasCgroups ? 'cgroup' : 'none'}`,
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core_Memory',
    'ReturnToService=2',
    `SlurmdTimeout=${config.nodeTimeout}`,
    'MessageTimeout=5',
    'KillWait=15',
    'UnkillableStepTimeout=20',
    `MinJobAge=${config.minJobAge}`,
    'SchedulerParameters=batch_sched_delay=0,sched_min_interval=10000,requeue_setup_env_fail',
    'MpiDefault=none',
    'GresTypes=gpu',
    ...nodes.map(
      ({ name, address, port }) =>
        `NodeName=${name} NodeHostname=${hostname} NodeAddr=${address} Port=${port} CPUs=2 RealMemory=8000${gres}`,
    ),
    'PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  ];
  return `${lines.join('\n')}\n`;
}

export function gresConf({ nodes, gpuFiles }: TestClusterConfig): string {
  const lines = nodes.flatMap(({ name }) =>
    gpuFiles.map((file) => `NodeName=${name} Name=gpu File=${file}`),
  );
  return `${lines.join('\n')}\n`;
}

export const CGROUP_CONF = `CgroupPlugin=cgroup/v1
CgroupMountpoint=/sys/fs/cgroup
CgroupAutomount=no
ConstrainRAMSpace=yes
ConstrainSwapSpace=no
ConstrainCores=no
`;
