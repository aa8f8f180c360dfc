import type { Backend, Controller, IngressEdge } from "../release/edge.ts";
import type { Labels } from "../release/labels.ts";
import type { Release } from "../release/release.ts";

// What Ingress controllers want to be told, each in annotations of its own: that a quiet websocket may last, how large a body may be, and
// that a long poll must find its pod again. Names and values as documented by the controllers, October 2026.

interface Preset {
  readonly ingress: (edge: IngressEdge) => Labels;
  /** Of the Services behind the edge. */
  readonly service?: (edge: IngressEdge, backend: Backend) => Labels;
}

const COOKIE = "phoenix-release";
const DAY = 86_400;
/** More is refused by AWS. */
const MAX_ALB_IDLE = 4000;

const presets: Readonly<Record<Controller, Preset>> = {
  none: { ingress: () => ({}) },

  nginx: {
    ingress: ({ timeoutSeconds, maxBodyMegabytes, sticky }) => ({
      ...when(timeoutSeconds > 0, {
        "nginx.ingress.kubernetes.io/proxy-read-timeout": String(timeoutSeconds),
        "nginx.ingress.kubernetes.io/proxy-send-timeout": String(timeoutSeconds),
      }),
      "nginx.ingress.kubernetes.io/proxy-body-size": `${maxBodyMegabytes}m`,
      ...when(sticky, { "nginx.ingress.kubernetes.io/affinity": "cookie", "nginx.ingress.kubernetes.io/session-cookie-name": COOKIE }),
    }),
  },

  // It leaves websockets alone and has no limit for bodies.
  traefik: {
    ingress: ({ certificate }) =>
      when(certificate !== undefined, {
        "traefik.ingress.kubernetes.io/router.entrypoints": "websecure",
        "traefik.ingress.kubernetes.io/router.tls": "true",
      }),
    service: ({ sticky }) =>
      when(sticky, { "traefik.ingress.kubernetes.io/service.sticky.cookie": "true", "traefik.ingress.kubernetes.io/service.sticky.cookie.name": COOKIE }),
  },

  // Two controllers share the name; the class does not tell which, and neither reads the other's. haproxy.org has no limit for bodies, and
  // an hour for websockets unless its ConfigMap says otherwise.
  haproxy: {
    ingress: ({ timeoutSeconds, maxBodyMegabytes, sticky }) => ({
      ...when(timeoutSeconds > 0, {
        "haproxy.org/timeout-server": `${timeoutSeconds}s`,
        "haproxy-ingress.github.io/timeout-server": `${timeoutSeconds}s`,
        "haproxy-ingress.github.io/timeout-tunnel": `${timeoutSeconds}s`,
      }),
      "haproxy-ingress.github.io/proxy-body-size": `${maxBodyMegabytes}m`,
      ...when(sticky, { "haproxy-ingress.github.io/affinity": "cookie", "haproxy-ingress.github.io/session-cookie-name": COOKIE }),
    }),
    service: ({ sticky }) => when(sticky, { "haproxy.org/cookie-persistence": COOKIE }),
  },

  // Its health checks come without our headers: a redirect to https counts as healthy.
  alb: {
    ingress: ({ timeoutSeconds, certificate, sticky, drainSeconds }) => ({
      "alb.ingress.kubernetes.io/target-type": "ip",
      ...when(timeoutSeconds > 0, {
        "alb.ingress.kubernetes.io/load-balancer-attributes": `idle_timeout.timeout_seconds=${Math.min(timeoutSeconds, MAX_ALB_IDLE)}`,
      }),
      "alb.ingress.kubernetes.io/target-group-attributes": [
        `deregistration_delay.timeout_seconds=${drainSeconds}`,
        ...(sticky ? ["stickiness.enabled=true", `stickiness.lb_cookie.duration_seconds=${DAY}`] : []),
      ].join(","),
      "alb.ingress.kubernetes.io/success-codes": "200-399",
      ...when(certificate !== undefined, {
        "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
        "alb.ingress.kubernetes.io/ssl-redirect": "443",
      }),
    }),
    service: (_, { health }) => ({
      "alb.ingress.kubernetes.io/healthcheck-path": health.path ?? "/",
      ...when(health.port !== undefined, { "alb.ingress.kubernetes.io/healthcheck-port": String(health.port) }),
    }),
  },

  // The rest stands in a BackendConfig for each Service.
  gke: {
    ingress: ({ className }) => when(className === undefined, { "kubernetes.io/ingress.class": "gce" }),
    service: (_, { service }) => ({
      "cloud.google.com/neg": '{"ingress": true}',
      "cloud.google.com/backend-config": JSON.stringify({ default: service }),
    }),
  },
};

function when(condition: boolean, annotations: Labels): Labels {
  return condition ? annotations : {};
}

const CERT_MANAGER = "cert-manager.io";

export const ingressAnnotations = (edge: IngressEdge): Labels => ({
  ...presets[edge.controller].ingress(edge),
  ...(edge.issuer && { [`${CERT_MANAGER}/${edge.issuer.kind}`]: edge.issuer.name }),
  ...edge.annotations,
});

/** Of a Service, where the edge leads to it. */
export function backendAnnotations({ edge }: Release, service: string): Labels {
  const backend = edge?.kind === "Ingress" ? edge.backends.find((one) => one.service === service) : undefined;
  if (edge?.kind !== "Ingress" || !backend) return {};
  return presets[edge.controller].service?.(edge, backend) ?? {};
}
