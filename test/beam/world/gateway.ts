/** The machine's own end of the network of the pods: gateway, name server and database. */
export const GATEWAY = "10.77.0.1";
