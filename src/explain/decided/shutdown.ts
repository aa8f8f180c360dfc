import { type Decision, ofProcess, perProcess } from "../decision.ts";

export const shutdown: readonly Decision[] = [
  {
    fields: ["drain", "http.enabled"],
    tell: perProcess((process) => ({
      what: `terminationGracePeriodSeconds of ${ofProcess(process)}`,
      value: String(process.drain.graceSeconds),
      why: process.drain.sum,
    })),
  },
  {
    fields: ["drain", "http.enabled"],
    tell: perProcess((process) => ({ what: `time that a stop of ${ofProcess(process)} takes at most`, value: `${process.drain.totalSeconds} s` })),
  },
  {
    fields: ["drain.preStopSeconds", "http.enabled", "kubernetesVersion"],
    tell: perProcess((process) => {
      const { preStopSeconds, nativeSleep } = process.drain;
      const what = `pause before SIGTERM of ${ofProcess(process)}`;
      if (preStopSeconds === 0) return { what, value: "none", why: "a process without http, or drain.preStopSeconds is 0" };
      const why = nativeSleep ? "the kubelet sleeps by itself from Kubernetes 1.30" : "the image's sleep does it, since kubernetesVersion is below 1.30";
      return { what, value: `${preStopSeconds} s`, why };
    }),
  },
  {
    fields: ["drain", "expose.ingress.controller"],
    tell: ({ release: { edge } }) =>
      edge?.kind === "Ingress"
        ? [
            {
              what: "time that the load balancer leaves a pod that ends",
              value: `${edge.drainSeconds} s`,
              why: "preStop, sockets and http of web, where the controller's preset can say it",
            },
          ]
        : [],
  },
];
