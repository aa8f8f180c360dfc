import { createSocket } from "node:dgram";

/** What a name server knows: by name, addresses and services. A name without records of the type that is asked for exists, but is empty. */
export type Records = Readonly<Record<string, { readonly a?: readonly string[]; readonly aaaa?: readonly string[]; readonly srv?: readonly Target[] }>>;

interface Target {
  readonly port: number;
  readonly host: string;
}

const PORT = 53;
const TYPE = { a: 1, aaaa: 28, srv: 33 };
const IN = 1;
/** Seconds. CoreDNS says 5, and Erlang keeps an answer for so long; tests do not wait. */
const TTL = 0;
const HEADER = 12;
const NXDOMAIN = 3;
/** Points to the name in the question, which always stands behind the header. */
const NAME_OF_THE_QUESTION = 0xc00c;

export function nameServer(address: string): { readonly publish: (records: Records) => void } {
  let known: Records = {};
  const socket = createSocket("udp4");
  socket.on("message", (query, { address: host, port }) => socket.send(reply(query, known), port, host));
  socket.bind(PORT, address);
  return {
    publish(records) {
      known = records;
    },
  };
}

/** RFC 1035, as far as one question about one name goes. */
function reply(query: Buffer, known: Records): Buffer {
  const { name, end } = readName(query);
  const type = query.readUInt16BE(end);
  const records = known[name.toLowerCase()];
  const data = dataOf(type, records ?? {});
  const header = Buffer.alloc(HEADER);
  query.copy(header, 0, 0, 2);
  // An authoritative answer, recursion desired and available.
  header.writeUInt16BE(0x8580 | (records ? 0 : NXDOMAIN), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data.length, 6);
  return Buffer.concat([header, query.subarray(HEADER, end + 4), ...data.map((one) => answer(type, one))]);
}

function dataOf(type: number, { a = [], aaaa = [], srv = [] }: Records[string]): Buffer[] {
  if (type === TYPE.a) return a.map(address);
  if (type === TYPE.aaaa) return aaaa.map(longAddress);
  return type === TYPE.srv ? srv.map(service) : [];
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 1 };
}

function answer(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(HEADER);
  head.writeUInt16BE(NAME_OF_THE_QUESTION, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(IN, 4);
  head.writeUInt32BE(TTL, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

const address = (text: string): Buffer => Buffer.from(text.split(".").map(Number));

/** fd77::b has eight groups, of which :: stands for those that are zero. */
function longAddress(text: string): Buffer {
  const [head = [], tail = []] = text.split("::").map((part) => part.split(":"));
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

function service({ port, host }: Target): Buffer {
  const numbers = Buffer.alloc(6);
  numbers.writeUInt16BE(port, 4);
  const labels = host.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "latin1")]));
  return Buffer.concat([numbers, ...labels, Buffer.from([0])]);
}
