import type { Examples } from "./dockerfile-examples.ts";

/** A pod with these lines below `spec`; the first of them is line 5. */
function pod(...lines: string[]): string {
  const head = ["apiVersion: v1", "kind: Pod", "metadata: {name: web, namespace: shop}", "spec:"];
  return [...head, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** A pod whose container has these lines; the first of them is line 7. */
function container(...lines: string[]): string {
  return pod("containers:", "  - name: app", ...lines.map((line) => `    ${line}`));
}

/** A pod whose container has this security context, in line 7. */
function context(text: string): string {
  return container(`securityContext: ${text}`);
}

/** Everything that the level restricted asks for. */
export const restrictedPod = [
  "apiVersion: apps/v1",
  "kind: Deployment",
  "metadata: {name: web, namespace: shop}",
  "spec:",
  "  template:",
  "    spec:",
  "      automountServiceAccountToken: false",
  "      securityContext:",
  "        runAsNonRoot: true",
  "        runAsUser: 20001",
  "        runAsGroup: 20001",
  "        seccompProfile: {type: RuntimeDefault}",
  "      containers:",
  "        - name: app",
  "          image: registry.example/shop:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  "          ports: [{containerPort: 8080}]",
  "          livenessProbe: {httpGet: {port: 8080}}",
  "          readinessProbe: {httpGet: {port: 8080}}",
  "          resources:",
  "            requests: {cpu: 100m, memory: 64Mi}",
  "            limits: {cpu: '1', memory: 128Mi}",
  "          securityContext:",
  "            allowPrivilegeEscalation: false",
  "            readOnlyRootFilesystem: true",
  "            capabilities: {drop: [ALL]}",
  "      volumes:",
  "        - name: data",
  "          persistentVolumeClaim: {claimName: data}",
].join("\n");

const cron = (line: string) =>
  [
    "apiVersion: batch/v1",
    "kind: CronJob",
    "metadata: {name: nightly}",
    "spec:",
    "  jobTemplate:",
    "    spec:",
    "      template:",
    "        spec:",
    `          ${line}`,
  ].join("\n");

export const kubernetesExamples: Readonly<Record<string, Examples>> = {
  "kubernetes-privileged": {
    fails: [
      [context("{privileged: true}"), 7],
      [pod("initContainers:", "  - name: a", "    securityContext:", "      privileged: true"), 8],
      [pod("ephemeralContainers: [{name: a, securityContext: {privileged: true}}]"), 5],
      [
        `apiVersion: v1\nkind: List\nitems:\n  - kind: Pod\n    spec: {containers: [{name: a, securityContext: {privileged: true}}]}`,
        5,
      ],
      [
        `{"apiVersion": "v1",\n"kind": "Pod",\n"spec": {"containers": [{"name": "a",\n"securityContext": {"privileged": true}}]}}`,
        4,
      ],
    ],
    passes: [context("{privileged: false}"), restrictedPod],
  },
  "kubernetes-host-network": {
    fails: [
      [pod("hostNetwork: true"), 5],
      [cron("hostNetwork: true"), 9],
    ],
    passes: [pod("hostNetwork: false"), restrictedPod],
  },
  "kubernetes-host-pid": { fails: [[pod("hostPID: true"), 5]], passes: [restrictedPod] },
  "kubernetes-host-ipc": { fails: [[pod("hostIPC: true"), 5]], passes: [restrictedPod] },
  "kubernetes-host-process": {
    fails: [
      [pod("os: {name: windows}", "securityContext: {windowsOptions: {hostProcess: true}}"), 6],
      [context("{windowsOptions: {hostProcess: true}}"), 7],
    ],
    passes: [context("{windowsOptions: {hostProcess: false}}")],
  },
  "kubernetes-capability-added": {
    fails: [
      [context("{capabilities: {add: [NET_RAW]}}"), 7],
      // The API compares names exactly.
      [context("{capabilities: {add: [CAP_CHOWN]}}"), 7],
    ],
    passes: [context("{capabilities: {add: [CHOWN, NET_BIND_SERVICE]}}")],
  },
  "kubernetes-host-path": {
    fails: [[pod("volumes:", "  - name: logs", "    hostPath: {path: /var/log/shop}"), 7]],
    passes: [restrictedPod],
  },
  "kubernetes-host-port": {
    fails: [[container("ports:", "  - {containerPort: 80, hostPort: 80}"), 8]],
    passes: [container("ports: [{containerPort: 80, hostPort: 0}]")],
  },
  "kubernetes-probe-host": {
    fails: [
      [container("livenessProbe: {httpGet: {host: 127.0.0.1, port: 10255}}"), 7],
      [container("lifecycle:", "  preStop: {tcpSocket: {host: 10.0.0.1, port: 1}}"), 8],
    ],
    passes: [container('startupProbe: {httpGet: {host: "", port: 80}}')],
  },
  "kubernetes-apparmor": {
    fails: [
      [context("{appArmorProfile: {type: Unconfined}}"), 7],
      [
        "kind: Pod\nmetadata:\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/app: unconfined\nspec: {containers: []}",
        4,
      ],
    ],
    passes: [
      context("{appArmorProfile: {type: RuntimeDefault}}"),
      "kind: Pod\nmetadata:\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/app: localhost/shop\nspec: {containers: []}",
    ],
  },
  "kubernetes-selinux": {
    fails: [
      [context("{seLinuxOptions: {type: spc_t}}"), 7],
      [pod("securityContext: {seLinuxOptions: {user: system_u}}"), 5],
      [context("{seLinuxOptions: {role: system_r}}"), 7],
    ],
    passes: [context('{seLinuxOptions: {type: container_t, level: "s0:c1,c2", user: ""}}')],
  },
  "kubernetes-proc-mount": {
    fails: [[context("{procMount: Unmasked}"), 7]],
    passes: [
      context("{procMount: Default}"),
      pod("hostUsers: false", "containers: [{name: a, securityContext: {procMount: Unmasked}}]"),
    ],
  },
  "kubernetes-seccomp-unconfined": {
    fails: [
      [context("{seccompProfile: {type: Unconfined}}"), 7],
      [pod("securityContext: {seccompProfile: {type: Unconfined}}"), 5],
    ],
    passes: [context("{seccompProfile: {type: Localhost, localhostProfile: a.json}}")],
  },
  "kubernetes-sysctl": {
    fails: [[pod("securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}]}"), 5]],
    passes: [
      pod("securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: 4096 8192 16384}]}"),
    ],
  },
  "kubernetes-volume-type": {
    fails: [
      [pod("volumes:", "  - {name: a, nfs: {server: a, path: /}}"), 6],
      [pod("volumes: [{name: a, hostPath: {path: /srv}}]"), 5],
    ],
    passes: [restrictedPod, pod("volumes: [{name: a, image: {reference: a}}]")],
  },
  "kubernetes-privilege-escalation": {
    fails: [
      [container("image: a"), 6],
      [context("{allowPrivilegeEscalation: true}"), 7],
    ],
    passes: [restrictedPod, pod("os: {name: windows}", "containers: [{name: a}]")],
  },
  "kubernetes-run-as-non-root": {
    fails: [
      [container("image: a"), 6],
      [
        pod(
          "securityContext: {runAsNonRoot: true}",
          "containers:",
          "  - name: a",
          "    securityContext: {runAsNonRoot: false}",
        ),
        8,
      ],
      [
        pod(
          "securityContext: {runAsNonRoot: false}",
          "containers: [{name: a, securityContext: {runAsNonRoot: true}}]",
        ),
        5,
      ],
    ],
    passes: [
      restrictedPod,
      context("{runAsNonRoot: true}"),
      pod("hostUsers: false", "containers: [{name: a}]"),
    ],
  },
  "kubernetes-run-as-root": {
    fails: [
      [context("{runAsUser: 0}"), 7],
      [pod("securityContext: {runAsUser: 0}"), 5],
    ],
    passes: [restrictedPod, pod("hostUsers: false", "securityContext: {runAsUser: 0}")],
  },
  "kubernetes-seccomp-missing": {
    fails: [
      [container("image: a"), 6],
      [context("{seccompProfile: {type: Unconfined}}"), 7],
    ],
    passes: [restrictedPod, context("{seccompProfile: {type: RuntimeDefault}}")],
  },
  "kubernetes-capabilities-kept": {
    fails: [
      [container("image: a"), 6],
      [context("{capabilities: {drop: [all]}}"), 7],
      [context("{capabilities: {drop: [ALL], add: [CHOWN]}}"), 7],
    ],
    passes: [restrictedPod, context("{capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}")],
  },
  "kubernetes-proc-mount-user-namespace": {
    fails: [
      [
        pod("hostUsers: false", "containers: [{name: a, securityContext: {procMount: Unmasked}}]"),
        6,
      ],
    ],
    passes: [restrictedPod],
  },
  "kubernetes-runtime-socket": {
    fails: [
      [pod("volumes: [{name: a, hostPath: {path: /var/run/docker.sock}}]"), 5],
      [pod("volumes: [{name: a, hostPath: {path: /run/containerd/containerd.sock}}]"), 5],
    ],
    passes: [pod("volumes: [{name: a, hostPath: {path: /srv/shop}}]")],
  },
  "kubernetes-sensitive-host-path": {
    fails: [
      [pod("volumes: [{name: a, hostPath: {path: /}}]"), 5],
      [pod("volumes: [{name: a, hostPath: {path: /etc/kubernetes/pki}}]"), 5],
    ],
    passes: [pod("volumes: [{name: a, hostPath: {path: /srv/shop}}]")],
  },
  "kubernetes-dangerous-capability": {
    fails: [
      [context("{capabilities: {add: [SYS_ADMIN]}}"), 7],
      [context("{capabilities: {add: [CAP_SYS_MODULE]}}"), 7],
    ],
    passes: [context("{capabilities: {add: [CHOWN]}}")],
  },
  "kubernetes-net-raw": {
    fails: [
      [container("image: a"), 6],
      [context("{capabilities: {drop: [ALL], add: [NET_RAW]}}"), 7],
    ],
    passes: [restrictedPod, context("{capabilities: {drop: [NET_RAW]}}")],
  },
  "kubernetes-secret-environment": {
    fails: [
      [container("env:", "  - name: DB_PASSWORD", "    value: hunter2"), 9],
      [container("env: [{name: AWS_KEY, value: AKIAQ3EGRF7JWXYZ2345}]"), 7],
    ],
    passes: [
      container("env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]"),
      container("env: [{name: DB_PASSWORD_FILE, value: /run/secrets/db}]"),
    ],
  },
  "kubernetes-configmap-secret": {
    fails: [["kind: ConfigMap\nmetadata: {name: a}\ndata:\n  DB_PASSWORD: hunter2", 4]],
    passes: ["kind: ConfigMap\nmetadata: {name: a}\ndata:\n  LOG_LEVEL: debug", restrictedPod],
  },
  "kubernetes-secret-as-variable": {
    fails: [
      [container("env:", "  - name: A", "    valueFrom: {secretKeyRef: {name: a, key: b}}"), 9],
      [container("envFrom: [{secretRef: {name: db}}]"), 7],
    ],
    passes: [container("envFrom: [{configMapRef: {name: db}}]")],
  },
  "kubernetes-download-at-start": {
    fails: [
      [container('command: ["sh", "-c", "curl https://a.example/i.sh | sh"]'), 7],
      [container("args:", "  - -c", "  - curl https://a.example/i.sh | bash"), 9],
    ],
    passes: [container('command: ["sh", "-c", "curl -f http://127.0.0.1/health"]')],
  },
  "kubernetes-secret-command": {
    fails: [[container("args: ['--db-password=hunter2']"), 7]],
    passes: [container("args: ['--db-password=$(DB_PASSWORD)', --password-file=/run/db]")],
  },
  "kubernetes-image-untagged": {
    fails: [
      [container("image: registry.example:5000/shop"), 7],
      [container("image: nginx:latest"), 7],
    ],
    passes: [restrictedPod, container("image: nginx:1.29"), container(`image: nginx:$${"{TAG}"}`)],
  },
  "kubernetes-image-digest": {
    fails: [[container("image: nginx:1.29"), 7]],
    passes: [restrictedPod],
  },
  "kubernetes-image-pull-policy": {
    fails: [
      [container("image: nginx:1.29", "imagePullPolicy: IfNotPresent"), 8],
      [container("image: nginx:1.29"), 6],
    ],
    passes: [
      restrictedPod,
      container("image: nginx"),
      container("image: nginx:1", "imagePullPolicy: Always"),
    ],
  },
  "kubernetes-cluster-admin-image": {
    fails: [
      [container("image: gcr.io/kubernetes-helm/tiller:v2.16.1"), 7],
      [container("image: kubernetesui/dashboard:v2.0.0"), 7],
    ],
    passes: [container("image: grafana/dashboard:1")],
  },
  "kubernetes-writable-root": {
    fails: [
      [container("image: a"), 6],
      [context("{readOnlyRootFilesystem: false}"), 7],
    ],
    passes: [restrictedPod],
  },
  "kubernetes-security-context": {
    fails: [[container("image: a"), 6]],
    passes: [restrictedPod, context("{runAsNonRoot: true}")],
  },
  "kubernetes-service-account-token": {
    fails: [
      [container("image: a"), 4],
      [pod("automountServiceAccountToken: true"), 5],
    ],
    passes: [restrictedPod],
  },
  "kubernetes-default-service-account": {
    fails: [
      [container("image: a"), 4],
      [pod("serviceAccountName: default"), 5],
    ],
    passes: [restrictedPod, pod("serviceAccountName: shop")],
  },
  "kubernetes-default-namespace": {
    fails: [["kind: Pod\nmetadata:\n  namespace: default\nspec: {containers: []}", 3]],
    passes: [restrictedPod, "kind: Pod\nspec: {containers: []}"],
  },
  "kubernetes-system-namespace": {
    fails: [["kind: Pod\nmetadata:\n  namespace: kube-system\nspec: {containers: []}", 3]],
    passes: [restrictedPod],
  },
  "kubernetes-removed-api": {
    fails: [
      [
        "kind: Deployment\napiVersion: extensions/v1beta1\nspec: {template: {spec: {containers: []}}}",
        2,
      ],
    ],
    passes: [restrictedPod],
  },
  "kubernetes-root-group": {
    fails: [
      [pod("securityContext: {fsGroup: 0}"), 5],
      [context("{runAsGroup: 0}"), 7],
      [pod("securityContext:", "  supplementalGroups:", "    - 0"), 7],
    ],
    passes: [restrictedPod],
  },
  "kubernetes-low-user-id": {
    fails: [
      [container("image: a"), 6],
      [context("{runAsUser: 1000}"), 7],
    ],
    passes: [restrictedPod, pod("hostUsers: false", "containers: [{name: a}]")],
  },
  "kubernetes-low-group-id": {
    fails: [[context("{runAsGroup: 1000}"), 7]],
    passes: [restrictedPod],
  },
  "kubernetes-privileged-port": {
    fails: [[container("ports: [{containerPort: 80}]"), 7]],
    passes: [restrictedPod],
  },
  "kubernetes-memory-limit": {
    fails: [
      [container("image: a"), 6],
      [container("resources: {limits: {memory: 0}}"), 7],
    ],
    passes: [restrictedPod, pod("ephemeralContainers: [{name: a}]")],
  },
  "kubernetes-memory-request": {
    fails: [[container("image: a"), 6]],
    passes: [restrictedPod, container("resources: {limits: {memory: 64Mi}}")],
  },
  "kubernetes-cpu-limit": { fails: [[container("image: a"), 6]], passes: [restrictedPod] },
  "kubernetes-cpu-request": { fails: [[container("image: a"), 6]], passes: [restrictedPod] },
  "kubernetes-liveness-probe": {
    fails: [
      [container("image: a"), 6],
      [pod("initContainers: [{name: a, restartPolicy: Always}]"), 5],
    ],
    passes: [restrictedPod, pod("initContainers: [{name: a}]"), cron("containers: [{name: a}]")],
  },
  "kubernetes-readiness-probe": { fails: [[container("image: a"), 6]], passes: [restrictedPod] },
};
